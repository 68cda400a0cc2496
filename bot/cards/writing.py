"""The forms in which a workspace writes roles, topics and answers of its own, and what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models import blocks as slack

from bot.cards.blocks import OPTIONS, actions, section
from bot.cards.forms import field as input_field
from bot.cards.forms import modal, options, told
from bot.cards.wording import bold, escape, shorten
from bot.knowledge.base import KnowledgeBase

WRITE = "write"
"""The menus in which people choose what to write, and the form that opens then."""

MISSING = {
    "answer": "Write what people should be told, in at most 2,900 characters.",
    "ways": "Give at least one way to ask it, one on each line, each of at most 400 characters.",
    "name": "Give the name of one of them: Data steward.",
    "plural": "Give the name of several of them: Data stewards.",
    "purpose": "Say in one line what the role is for.",
    "title": "Give its name as it stands in a sentence: Data quality.",
    "group": "Give the group that it stands in: Daily work.",
    "responsible": "Choose the role that does it.",
    "does": "Say what that role does there.",
    "subject": "Choose whose text it is.",
    "text": "Write the text, in at most 600 characters.",
    "aliases": "Give one name on each line, each of at most 200 characters.",
    "facts": "Write one sentence on each line, each of at most 600 characters.",
}
"""What stands at an input that is empty or cannot be used."""
_UNUSABLE = "This cannot be used here."

_KINDS = (
    ("faq", "An answer to a question"),
    ("role", "A role"),
    ("topic", "A topic that somebody owns"),
    ("text", "Another text for what I know"),
)
_FIRST = {"faq": "answer", "role": "name", "topic": "title", "text": "text"}
_REMOVE = "remove"
_LONG = 2900
_SHOWN = 300
_ERROR = 150


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form is about and what stands in it."""

    what: str
    """`faq`, `role`, `topic` or `text`."""
    value: str
    """What comes back with the form: what is new, or which entry it changes."""
    name: str = ""
    """What the entry is called that it changes; empty for a new one."""
    given: Mapping[str, Any] = field(default_factory=dict)
    """What stands in each input."""
    proposing: bool = False
    """Whether somebody else will have to approve."""


def choose_view(own: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the modal in which people choose what to write; `own` are names and values of what is there."""
    new = [(label, f"new:{kind}") for kind, label in _KINDS]
    menus = [_menu("Add", "new", options(new)), _menu("Change one of ours", "own", options(own[:OPTIONS]))]
    lead = "What should I know that only you here can tell me?"
    return modal("Write it down", [section(lead), *filter(None, menus)], callback_id=WRITE)


def write_view(draft: Draft, knowledge: KnowledgeBase) -> dict[str, Any]:
    """Return the form."""
    return modal(
        dict(_KINDS)[draft.what] if not draft.name else "Change it",
        _inputs(draft, knowledge),
        submit="Propose" if draft.proposing else "Save",
        callback_id=WRITE,
        private_metadata=draft.value,
    )


def removing(given: Mapping[str, Any]) -> bool:
    """Tell whether a form says that the entry is to go."""
    return bool(given.get(_REMOVE))


def missing(inputs: Iterable[str], there: Iterable[str], what: str) -> dict[str, str]:
    """Return what stands at inputs that are not filled in, as far as they are `there`, else at the first."""
    known = frozenset(there)
    return {name if name in known else _FIRST[what]: MISSING.get(name, _UNUSABLE) for name in inputs}


def unfit(messages: Iterable[str], what: str) -> dict[str, str]:
    """Return what stands at the first input of an entry that does not fit the knowledge."""
    return {_FIRST[what]: shorten("; ".join(messages), _ERROR)}


def written_view(name: str) -> dict[str, Any]:
    """Return the modal that says that something was written down."""
    return told("Saved", bold(shorten(name, _SHOWN)), "From now on I answer with it.")


def removed_view(name: str) -> dict[str, Any]:
    """Return the modal that says that something was taken away."""
    return told("Removed", bold(shorten(name, _SHOWN)), "I no longer answer with it.")


def proposed_view(name: str, asked: int) -> dict[str, Any]:
    """Return the modal that says who decides."""
    people = "person" if asked == 1 else "people"
    who = (
        f"I have asked {asked} {people} who may decide."
        if asked
        else "An admin of this workspace can decide."
    )
    return told("Proposed", bold(shorten(name, _SHOWN)), f"Thank you. {who}")


def own_title(shelf: str, id_: str) -> str:
    """Return what a proposal about an own entry is called."""
    kind = shelf.removeprefix("own-")
    named = {"faq": "an answer", "role": "a role", "topic": "a topic"}.get(kind, "another text")
    return f"{named}, {id_.replace('-', ' ')}"


def own_line(value: Mapping[str, Any] | None) -> str:
    """Return what an own entry says, as markup."""
    if not value:
        return "nothing"
    said = [
        value.get("name") or value.get("title") or "",
        *(value.get("questions") or value.get("phrases") or ())[:3],
        value.get("answer") or value.get("text") or (value.get("purpose") or {}).get("text") or "",
    ]
    return escape(shorten(" · ".join(filter(None, said)), _SHOWN))


def _menu(label: str, name: str, choices: list[slack.Option]) -> slack.ActionsBlock | None:
    if not choices:
        return None
    row = actions(slack.StaticSelectElement(placeholder=label, action_id=WRITE, options=choices))
    assert row is not None  # noqa: S101 - there is a menu
    row.block_id = name
    return row


def _inputs(draft: Draft, knowledge: KnowledgeBase) -> Iterator[slack.Block]:
    if draft.name:
        yield section(bold(draft.name))
    yield from _FORMS[draft.what](draft, knowledge)
    if draft.name:
        box = slack.CheckboxesElement(options=options([("Take it away", _REMOVE)]))
        yield input_field(_REMOVE, "No longer needed", box, about=draft.value)


def _faq(draft: Draft, knowledge: KnowledgeBase) -> Iterator[slack.Block]:
    yield _text(draft, "answer", "What should people be told?", many=True)
    yield _text(
        draft, "ways", "How people ask it", "One on each line; I understand others that are alike.", many=True
    )
    yield from _role(draft, "role", "The role that it is about", knowledge)


def _own_role(draft: Draft, _knowledge: KnowledgeBase) -> Iterator[slack.Block]:
    yield _text(draft, "name", "Name", "Of one of them: Data steward")
    yield _text(draft, "plural", "Name of several", "Data stewards")
    yield _text(draft, "purpose", "What it is for", "One line, fit to follow the name: keeps the glossary")
    yield _text(draft, "facts", "What else to know of it", "One sentence on each line", many=True)
    yield _text(draft, "aliases", "Other names", "One on each line", many=True)


def _topic(draft: Draft, knowledge: KnowledgeBase) -> Iterator[slack.Block]:
    yield _text(draft, "title", "Name", "As it stands in a sentence: Data quality")
    yield _text(draft, "group", "Group", "Such as: Daily work")
    yield _text(draft, "ways", "How people ask for it", "One on each line, as they would say it", many=True)
    yield from _role(draft, "responsible", "Who does it", knowledge)
    yield _text(draft, "does", "What they do there", "A clause to follow the name: keeps it up to date")
    yield from _role(draft, "accountable", "Who answers for it", knowledge)
    yield _text(draft, "aliases", "Other names", "One on each line", many=True)


def _other_text(draft: Draft, knowledge: KnowledgeBase) -> Iterator[slack.Block]:
    if not draft.name:
        shelves = (
            ("Roles", "role-text", [(each.name, each.id) for each in knowledge.roles.values()]),
            ("Topics", "topic-text", [(each.title, each.id) for each in knowledge.topics.values()]),
            ("Concepts", "concept-text", [(each.name, each.id) for each in knowledge.concepts.values()]),
        )
        groups = [
            slack.OptionGroup(
                label=label, options=options((name, f"{shelf}:{id_}") for name, id_ in held[:OPTIONS])
            )
            for label, shelf, held in shelves
            if held
        ]
        menu = slack.StaticSelectElement(placeholder="A role, a topic or a concept", option_groups=groups)
        yield input_field("subject", "Whose text", menu, about=draft.value)
    yield _text(draft, "text", "What I should say of it", many=True)


_FORMS = {"faq": _faq, "role": _own_role, "topic": _topic, "text": _other_text}


def _text(draft: Draft, name: str, label: str, hint: str = "", *, many: bool = False) -> slack.InputBlock:
    element = slack.PlainTextInputElement(
        multiline=many, max_length=_LONG if many else 200, initial_value=draft.given.get(name) or None
    )
    return input_field(name, label, element, about=draft.value, hint=hint)


def _role(draft: Draft, name: str, label: str, knowledge: KnowledgeBase) -> Iterator[slack.InputBlock]:
    roles = [(role.name, role.id) for role in knowledge.roles.values()][:OPTIONS]
    if roles:
        chosen = options([each for each in roles if each[1] == draft.given.get(name)])
        menu = slack.StaticSelectElement(
            placeholder="No role", options=options(roles), initial_option=chosen[0] if chosen else None
        )
        yield input_field(name, label, menu, about=draft.value)
