"""The card of a topic: who owns it, who else has a part in it, who says so, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers.kinds import Holder, OwnershipAnswer
from bot.answers.questions import capitalised, in_sentence, plural
from bot.cards.blocks import (
    Buttons,
    Drawing,
    Scene,
    actions,
    ask,
    bullets,
    fields,
    section,
    share,
    small_print,
)
from bot.cards.here import here_line, here_text, lacking_text
from bot.cards.presses import View
from bot.cards.sources import marked_ours, said_by, support
from bot.cards.wording import Bold, bold, counted, escape, joined, marked, said, sentence, several, shorten
from bot.knowledge.models import Part, Role
from bot.matching.reading import Kind, Meaning

_MOST = 5
_CLAUSES = 2


def ownership_text(answer: OwnershipAnswer, most: int | None) -> list[str]:
    """Return who owns a topic, as plain text."""
    clauses = _clauses(answer, most)
    rows = [f"{label}: {several(names, most)}" for label, names in _parts(answer, in_words=True)]
    local = here_text(answer.here, _first_owner(answer), answer.covered_by)
    rows += [*([f"Here: {local}"] if local else []), lacking_text(answer.absent)]
    note = answer.subject.note
    told = [said(_lead(answer)), " ".join(clauses), "\n".join(filter(None, rows)), note.text if note else ""]
    return [*filter(None, told)]


def ownership_blocks(answer: OwnershipAnswer, scene: Scene) -> Drawing:
    """Draw who owns a topic; each one's part in words a press away."""
    yield section("\n".join([marked(_lead(answer)), *_opening(answer, scene)]))
    if scene.view is View.WHOLE:
        yield bullets("", [(_role_and_part(holder), _part_in_words(holder)) for holder in _all(answer)])
    else:
        parts = [] if _alone(answer) else _parts(answer, in_words=False)
        yield (
            fields((bold(label), escape(_stacked(label, names))) for label, names in parts) if parts else None
        )
    local = here_line(answer.here, _first_owner(answer), answer.covered_by)
    lines = [f"*Here* {local}" if local else "", escape(lacking_text(answer.absent))]
    yield section("\n".join(filter(None, lines))) if any(lines) else None
    yield actions(*_buttons(answer, scene))
    yield small_print(escape(_small_print(answer))) if answer.sources else None


def _small_print(answer: OwnershipAnswer) -> str:
    """Return where the sources differ, or how many there are."""
    note = answer.subject.note
    return shorten(note.text, 300) if note else f"{said_by(answer)}."


def _first_owner(answer: OwnershipAnswer) -> Role | None:
    return answer.owners[0].role if answer.owners else None


def _alone(answer: OwnershipAnswer) -> bool:
    """Whether one role has the topic to itself, so that there is nothing to set side by side."""
    return len(answer.owners) == 1 and not answer.others and not answer.subject.others_informed


def _opening(answer: OwnershipAnswer, scene: Scene) -> list[str]:
    return [] if scene.view is View.WHOLE else [escape(" ".join(_clauses(answer, _CLAUSES)))]


def _lead(answer: OwnershipAnswer) -> list[str]:
    """Return the sentence that answers: who owns it, and whom to ask first where there are several."""
    topic = Bold(in_sentence(answer.subject.title))
    full = _names(h for h in answer.owners if h.stake.part is Part.RESPONSIBLE and not h.stake.partial)
    if not full:
        return _lesser_lead(answer, topic)
    first, *others = full
    if others and _stands_out(answer):
        return [Bold(capitalised(first)), _ARE, topic, ". Ask them first, then ", *_bold(others), "."]
    return [*_first(full), " are both responsible for " if len(full) == 2 else _ARE, topic, "."]  # noqa: PLR2004


def _lesser_lead(answer: OwnershipAnswer, topic: Bold) -> list[str]:
    accountable = _names(h for h in answer.owners if h.stake.part is Part.ACCOUNTABLE and not h.stake.partial)
    if accountable:
        return [*_first(accountable), " are accountable for ", topic, "."]
    partly = _names(answer.owners)
    if partly:
        return [*_first(partly), _ARE, topic, ", but the sources say so only in part."]
    return ["No source says who is responsible for ", topic, "."]


def _stands_out(answer: OwnershipAnswer) -> bool:
    """Whether the first owner has more sources on its side than any other."""
    counts = [len(holder.stake.source_ids) for holder in answer.owners if not holder.stake.partial]
    return all(counts[0] > count for count in counts[1:])


def _clauses(answer: OwnershipAnswer, most: int | None) -> list[str]:
    """Return what the first owners do, a sentence each; one who stands alone in full was just named."""
    alone = sum(not holder.stake.partial for holder in answer.owners) == 1
    sentences = []
    for position, holder in enumerate(answer.owners[:most]):
        who = "they" if alone and position == 0 else plural(holder.role)
        sentences.append(sentence(f"{who} {marked_ours(holder.stake, shorten(holder.stake.text, 160))}"))
    return sentences


def _parts(answer: OwnershipAnswer, *, in_words: bool) -> list[tuple[str, list[str]]]:
    """Return who has which part; owners with the number of sources that name them."""
    rows = [(label, [*_counted(answer, part, in_words=in_words)]) for part, label in _OWNERS]
    consulted = [*_names(h for h in answer.others if h.stake.part is Part.CONSULTED)]
    informed = [*_names(h for h in answer.others if h.stake.part is Part.INFORMED)]
    told = [name for name in informed if name not in consulted]
    rows += [("Consulted", list(consulted)), ("Informed", [*told, *answer.subject.others_informed])]
    return [(label, names) for label, names in rows if names]


def _counted(answer: OwnershipAnswer, part: Part, *, in_words: bool) -> list[str]:
    named = []
    for holder in answer.owners:
        if holder.stake.part is part:
            count = len(holder.stake.source_ids)
            says = support(count, answer.source_count) if in_words else counted(count, "source")
            name = f"{plural(holder.role)}{', in part' if holder.stake.partial else ''}"
            named.append(f"{name} ({says})" if in_words else f"{capitalised(name)} · {says}")
    return named


def _stacked(label: str, names: Sequence[str]) -> str:
    """Return owners one below the other, since each has its own count; the others in a row."""
    if label in {owners for _, owners in _OWNERS}:
        rest = [f"{len(names) - _MOST} more"] if len(names) > _MOST else []
        return "\n".join([*names[:_MOST], *rest])
    return capitalised(several(names, _MOST))


def _all(answer: OwnershipAnswer) -> tuple[Holder, ...]:
    return (*answer.owners, *answer.others)


def _role_and_part(holder: Holder) -> str:
    partly = ", in part" if holder.stake.partial else ""
    return f"{holder.role.plural} ({holder.stake.part}{partly})"


def _part_in_words(holder: Holder) -> str:
    count = counted(len(holder.stake.source_ids), "source")
    return f"{shorten(marked_ours(holder.stake, holder.stake.text), 300)} · {count}"


def _buttons(answer: OwnershipAnswer, scene: Scene) -> Buttons:
    owners = {holder.role.id: holder.role for holder in answer.owners}
    for role in list(owners.values())[:2]:
        yield ask(f"About {plural(role)}", Meaning(Kind.ROLE, roles=(role.id,)))
    if scene.view is not View.WHOLE and len(_all(answer)) > _CLAUSES:
        yield ask("What each one does", answer.meaning, View.WHOLE)
    yield ask("Who says so", answer.meaning, View.SOURCES)
    yield share(answer.meaning, scene)


def _names(holders: Iterable[Holder]) -> list[str]:
    return list(dict.fromkeys(plural(holder.role) for holder in holders))


def _first(names: Sequence[str]) -> list[str]:
    """Return the names as a sentence begins with them."""
    return _bold([capitalised(names[0]), *names[1:]])


def _bold(names: Sequence[str]) -> list[str]:
    return joined([Bold(name) for name in names])


_ARE = " are responsible for "
_OWNERS = ((Part.RESPONSIBLE, "Responsible"), (Part.ACCOUNTABLE, "Accountable"))
