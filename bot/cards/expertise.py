"""The card of who uses a tool or knows a subject."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.kinds import ExpertiseAnswer, User
from bot.answers.questions import capitalised, listed, plural
from bot.answers.told import Item
from bot.cards.blocks import Buttons, Drawing, Scene, actions, ask, bullets, section, share, small_print
from bot.cards.here import lacking_text
from bot.cards.presses import View
from bot.cards.sources import said_by
from bot.cards.wording import Bold, counted, escape, joined, marked, said, several, shorten, some_of
from bot.matching.reading import Kind, Meaning

_MOST = 5
_IN_LEAD = 3
_PAIR = 2


def expertise_text(answer: ExpertiseAnswer, most: int | None) -> list[str]:
    """Return who uses or knows it, as plain text."""
    users = answer.users if most is None else answer.users[:most]
    lines = [f"- {': '.join(_line(answer, user))}" for user in users]
    rest = [f"- {len(answer.users) - len(users)} more"] if len(users) < len(answer.users) else []
    told = [said(_lead(answer)), *_what_it_is(answer), "\n".join([*lines, *rest])]
    return [*filter(None, [*told, lacking_text(answer.absent)])]


def expertise_blocks(answer: ExpertiseAnswer, scene: Scene) -> Drawing:
    """Draw who uses or knows it, with how the sources qualify that."""
    yield section("\n".join([marked(_lead(answer)), *map(escape, _what_it_is(answer))]))
    whole = scene.view is View.WHOLE
    users = answer.users if whole else answer.users[:_MOST]
    yield bullets("", [_line(answer, user) for user in users]) if users else None
    yield section(escape(lacking_text(answer.absent))) if answer.absent else None
    yield actions(*_buttons(answer, scene))
    yield small_print(said_by(answer)) if answer.sources else None


def _lead(answer: ExpertiseAnswer) -> list[str]:
    verb = "use" if answer.tools_only else "know"
    things = joined([Bold(name) for name in answer.names])
    if not answer.users:
        return [f"No source says who {verb}s ", *things, "."]
    complete = [user for user in answer.users if len(user.uses) == len(answer.items)]
    if not complete:
        nearest = answer.users[0]
        some = listed([use.name for use in nearest.uses])
        return [
            "No role is said to ",
            verb,
            " both " if len(answer.items) == _PAIR else " all of ",
            *things,
            "; ",
            Bold(plural(nearest.role)),
            f" {verb} {some}.",
        ]
    names = [plural(user.role) for user in complete]
    return [*some_of([capitalised(names[0]), *names[1:]], _IN_LEAD, "roles"), f" {verb} ", *things, "."]


def _what_it_is(answer: ExpertiseAnswer) -> list[str]:
    """Return what the thing is, where one was asked about and the sources say."""
    texts = [item.text for item in answer.items if item.text]
    return [shorten(texts[0], 200)] if len(answer.items) == 1 and texts else []


def _line(answer: ExpertiseAnswer, user: User) -> tuple[str, str]:
    return user.role.plural, several(_uses(user.uses, named=len(answer.items) > 1), _MOST)


def _uses(uses: Sequence[Item], *, named: bool) -> list[str]:
    return [_use(use, named=named) for use in uses]


def _use(use: Item, *, named: bool) -> str:
    count = counted(len(use.named.source_ids), "source")
    note = shorten(use.named.note, 80) if use.named.note else ""
    if named:
        return f"{use.name} ({note or count})"
    return f"{note} · {count}" if note else count


def _buttons(answer: ExpertiseAnswer, scene: Scene) -> Buttons:
    for user in answer.users[:2]:
        yield ask(f"About {plural(user.role)}", Meaning(Kind.ROLE, roles=(user.role.id,)))
    if len(answer.users) > _MOST and scene.view is not View.WHOLE:
        yield ask("Everybody who does", answer.meaning, View.WHOLE)
    if answer.sources:
        yield ask("Who says so", answer.meaning, View.SOURCES)
    else:
        yield ask("Which roles are there?", Meaning(Kind.LIST))
    yield share(answer.meaning, scene)
