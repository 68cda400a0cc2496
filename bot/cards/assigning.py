"""The modal in which people say who fills a role or looks after a topic here, and what leads to it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from slack_sdk.models import blocks as slack

from bot.answers.kinds import Answer, OwnershipAnswer, RoleAnswer
from bot.answers.known_here import PeopleAnswer
from bot.answers.questions import in_sentence, plural
from bot.answers.workspace import Here
from bot.cards.blocks import LABEL, actions, section
from bot.cards.forms import field, modal, options, told
from bot.cards.message import Message
from bot.cards.presses import encode
from bot.cards.wording import bold, escape, shorten
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Role, Topic
from bot.matching.reading import Kind, Meaning

ASSIGN = "assign"
"""The button on a card, and the modal that it opens."""
CHOOSE = "choose"
"""The menu in which a role or topic is chosen first."""
GROUPS = "groups"
"""The menu of user groups, whose options are asked for."""

WRONG = {
    "link": "A web address that begins with http:// or https://",
    "note": "One line of at most 200 characters",
}
"""What stands at an input that was filled in wrongly."""
CANNOT_BE_USED = "This cannot be used here"

_MOST_PEOPLE = 20
_NOTE = 200
_MOST = 100


@dataclass(frozen=True, slots=True)
class Form:
    """What the modal shows."""

    subject: Role | Topic
    here: Here
    covered_by: tuple[str, ...] | None = None
    """For a role that does not exist here: those who cover for it."""
    groups: bool = True
    """Whether the workspace has user groups."""
    proposing: bool = False
    """Whether somebody else will have to approve."""


def editable(message: Message, answer: Answer) -> Message:
    """Return the card with a button to say who it is here; cards of other kinds as they are."""
    meaning = _subject(answer)
    if meaning is None:
        return message
    blocks = [copy.copy(block) for block in message.blocks]
    first = next((block for block in blocks if block["type"] == "section" and "accessory" not in block), None)
    if first is None:
        return message
    button = slack.ButtonElement(
        text="Edit people",
        action_id=ASSIGN,
        value=encode(meaning),
        accessibility_label="Edit people: say who it is here, and where to ask",
    )
    first["accessory"] = button.to_dict()
    return Message(message.text, tuple(blocks))


def choose_view(knowledge: KnowledgeBase) -> dict[str, Any]:
    """Return the modal in which a role or topic is chosen."""
    roles = [(role.name, encode(Meaning(Kind.ROLE, roles=(role.id,)))) for role in knowledge.roles.values()]
    groups = [slack.OptionGroup(label="Roles", options=options(roles[:_MOST]))] if roles else []
    by_group = sorted(knowledge.topics.values(), key=lambda topic: topic.group)
    for name, topics in groupby(by_group, key=lambda topic: topic.group):
        named = [(topic.title, encode(Meaning(Kind.OWNERSHIP, topic=topic.id))) for topic in topics]
        groups.append(slack.OptionGroup(label=shorten(name, LABEL), options=options(named[:_MOST])))
    menu = slack.StaticSelectElement(
        placeholder="A role or a topic", action_id=CHOOSE, option_groups=groups[:_MOST]
    )
    row = actions(menu)
    assert row is not None  # noqa: S101 - there is a menu
    row.block_id = CHOOSE
    return modal("Who is it here?", [section("Choose what you want to fill in."), row], callback_id=CHOOSE)


def assign_view(form: Form, knowledge: KnowledgeBase) -> dict[str, Any]:
    """Return the modal with what is known here of a role or topic, to be changed."""
    return modal(
        "Who is it here?",
        _inputs(form, knowledge),
        submit="Propose" if form.proposing else "Save",
        callback_id=ASSIGN,
        private_metadata=value_of(form.subject),
    )


def assigned_view(subject: Role | Topic, line: str) -> dict[str, Any]:
    """Return the modal that says what is known here from now on."""
    known = line or "I know of nobody."
    return told("Saved", f"{bold(title(subject))}\n{known}", "Every answer here says so from now on.")


def proposed_view(subject: Role | Topic, asked: int) -> dict[str, Any]:
    """Return the modal that says who decides about a proposal."""
    people = "person" if asked == 1 else "people"
    who = f"I have asked {asked} {people} who may decide." if asked else _NOBODY
    return told("Proposed", f"Thank you. {who}", f"Until then nothing changes for {escape(name(subject))}.")


def unchanged_view(subject: Role | Topic) -> dict[str, Any]:
    """Return the modal that says that nothing was different."""
    return told("Nothing to save", f"That is what I knew of {escape(name(subject))} already.")


def title(subject: Role | Topic) -> str:
    """Return what a role or topic is called above a form or a line."""
    return f"{subject.plural} here" if isinstance(subject, Role) else f"{subject.title} here"


def name(subject: Role | Topic) -> str:
    """Return what a role or topic is called within a sentence."""
    return plural(subject) if isinstance(subject, Role) else in_sentence(subject.title)


def meaning_of(metadata: Mapping[str, Any]) -> str:
    """Return the subject that a modal was opened for, as a button's value."""
    return str(metadata["private_metadata"])


def value_of(subject: Role | Topic) -> str:
    """Return a role or topic as a button's value."""
    if isinstance(subject, Role):
        return encode(Meaning(Kind.ROLE, roles=(subject.id,)))
    return encode(Meaning(Kind.OWNERSHIP, topic=subject.id))


def _subject(answer: Answer) -> Meaning | None:
    match answer:
        case RoleAnswer() | PeopleAnswer():
            return Meaning(Kind.ROLE, roles=(answer.role.id,))
        case OwnershipAnswer():
            return Meaning(Kind.OWNERSHIP, topic=answer.subject.id)
        case _:
            return None


def _inputs(form: Form, knowledge: KnowledgeBase) -> Iterator[slack.Block]:
    here, about = form.here, form.subject.id
    yield section(bold(title(form.subject)))
    people = slack.UserMultiSelectElement(
        placeholder="Nobody yet",
        initial_users=_ids(here.people) or None,
        max_selected_items=_MOST_PEOPLE,
    )
    yield field("people", "People", people, about=about)
    if form.groups or here.groups:
        chosen = options([(group.name, group.id) for group in here.groups])
        menu = slack.ExternalDataMultiSelectElement(
            placeholder="No group", min_query_length=0, initial_options=chosen or None
        )
        yield field(GROUPS, "User groups", menu, about=about)
    channel = slack.ConversationSelectElement(
        placeholder="No channel",
        initial_conversation=here.channel.id if here.channel else None,
        filter=slack.ConversationFilter(include=["public", "private"]),
    )
    yield field("channel", "Where to ask", channel, about=about)
    person = here.backup.id if here.backup and not here.backup.id.startswith("S") else None
    backup = slack.UserSelectElement(placeholder="Nobody", initial_user=person)
    yield field("backup", "Who stands in", backup, about=about)
    note = slack.PlainTextInputElement(initial_value=here.note, max_length=_NOTE)
    yield field("note", "Note", note, about=about, hint="One line, such as: rota changes on Mondays")
    link = slack.UrlInputElement(initial_value=here.link)
    yield field("link", "Link", link, about=about, hint="A page that says more, beginning with https://")
    if isinstance(form.subject, Role):
        yield from _absence(form, knowledge)


def _absence(form: Form, knowledge: KnowledgeBase) -> Iterator[slack.Block]:
    about = form.subject.id
    choice = options([("We do not have this role here", "absent")])
    marked = choice if form.covered_by is not None else None
    box = slack.CheckboxesElement(options=choice, initial_options=marked)
    yield field("absent", "Not here", box, about=about)
    others = [role for role in knowledge.roles.values() if role.id != about]
    if others:
        covering = [role for role in others if role.id in (form.covered_by or ())]
        menu = slack.StaticMultiSelectElement(
            placeholder="No other role",
            options=options(_named(others[:_MOST])),
            initial_options=options(_named(covering)) or None,
        )
        yield field("covered", "Then covered by", menu, about=about)


def _named(roles: Sequence[Role]) -> list[tuple[str, str]]:
    return [(role.name, role.id) for role in roles]


def _ids(contacts: Iterable[Any]) -> list[str]:
    return [contact.id for contact in contacts]


_NOBODY = "Nobody has been named who may decide; an admin of this workspace can."
