"""Words behind the command that ask for no answer but for something of the directory: assign, who, mine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.cards import directory as say
from bot.cards.assigning import name
from bot.cards.forgetting import forget_card
from bot.cards.notices import broken
from bot.cards.reminding import with_reminders_off
from bot.delivery.posting import whisper
from bot.knowledge.base import KnowledgeBase
from bot.listeners.channels import channel_form
from bot.listeners.desk import Desk
from bot.listeners.directory import form_view
from bot.listeners.gaps import gaps_for
from bot.listeners.gate import Refusal, admitted, reachable
from bot.listeners.imported import imported_files
from bot.listeners.importing import import_form
from bot.listeners.onboarding import newcomers_card, onboarding_card
from bot.listeners.settling import settings_form
from bot.listeners.tending import amiss
from bot.listeners.writing import writing_view
from bot.matching.reading import Kind, Meaning
from bot.workspace.directory import Subject, SubjectKind
from bot.workspace.reminding import wants_none
from bot.workspace.rights import Deed
from bot.workspace.subjects import found, subject_called
from bot.workspace.workspaces import Local

ASSIGN = ("assign", "not-here")
WHO, MINE, HEALTH, SETTINGS = "who", "mine", "health", "settings"
GAPS, FORGET, CHANNEL = "gaps", "forget", "channel"
ONBOARD, NEWCOMERS, ADD = "onboard", "newcomers", "add"
IMPORTED, IMPORT = "imported", "import"
WORDS = (
    *ASSIGN,
    *(WHO, MINE, HEALTH, SETTINGS, GAPS, FORGET, CHANNEL),
    *(ONBOARD, NEWCOMERS, ADD, IMPORTED, IMPORT),
)


async def answer_words(
    typed: str, local: Local, desk: Desk, body: Mapping[str, Any], client: AsyncWebClient
) -> Message | bool:
    """Do what the words ask for: return a message, True where a modal opens; False for a question."""
    try:
        return await _done(typed, local, desk, body, client)
    except Refusal as refusal:
        return refusal.message


async def _done(
    typed: str, local: Local, desk: Desk, body: Mapping[str, Any], client: AsyncWebClient
) -> Message | bool:
    word, _, rest = typed.partition(" ")
    word, rest = word.casefold(), rest.strip()
    named = rest and word in (*ASSIGN, WHO)  # any other word begins a question, mostly
    subject = subject_called(rest, local.snapshot.knowledge) if named else None
    if word in ASSIGN and (subject or not rest):
        return await _opened(desk, body, client, lambda: form_view(desk, local, client, subject))
    if word in _FORMS and not rest:
        return await _opened(desk, body, client, lambda: _FORMS[word](desk, local, client))
    if word == ADD and rest.casefold() in _ADDED:
        chosen = _ADDED[rest.casefold()]
        return await _opened(desk, body, client, lambda: writing_view(desk, local, client, chosen))
    if word == WHO and subject:
        return await desk.card(local, local.answer_meaning(_who(subject)), client)
    show = _SHOWN.get((word, rest.casefold()))
    return await show(desk, local, client) if show else False


async def _may_forget(_desk: Desk, _local: Local, _client: AsyncWebClient) -> Message:
    return forget_card()


async def _opened(
    desk: Desk,
    body: Mapping[str, Any],
    client: AsyncWebClient,
    draw: Callable[[], Awaitable[dict[str, Any]]],
) -> bool:
    """Open a modal beside the response to the command, which must not wait for it."""

    async def open_it() -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=await draw())

    async def tell(reference: str) -> None:
        await whisper(client, body["channel_id"], body["user_id"], broken(reference))

    desk.background.start(open_it(), tell)
    return True


def _who(subject: Subject) -> Meaning:
    if subject.kind is SubjectKind.ROLE:
        return Meaning(Kind.PEOPLE, roles=(subject.id,))
    return Meaning(Kind.OWNERSHIP, topic=subject.id)


async def _mine(desk: Desk, local: Local, client: AsyncWebClient) -> Message:
    await admitted(desk, local, client, Deed.SEE_DIRECTORY, "see who does what here")
    subjects = local.contents.directory.of_person(local.at.user)
    card = say.named_for(_names(list(subjects), local.snapshot.knowledge))
    with reachable():
        none = await wants_none(desk.workspaces.store(local.at.workspace).notes, local.at.user)
    return with_reminders_off(card) if none else card


async def health_for(desk: Desk, local: Local, client: AsyncWebClient) -> Message:
    """Return what is amiss in the directory; raise Refusal where somebody may not see it."""
    await admitted(desk, local, client, Deed.CHANGE, "see this")
    return say.health_card(amiss(desk, local))


def _names(subjects: Sequence[Subject], knowledge: KnowledgeBase) -> list[str]:
    things = (found(each, knowledge) for each in subjects)
    return [name(thing) for thing in things if thing is not None]


_SHOWN: Mapping[tuple[str, str], Callable[[Desk, Local, AsyncWebClient], Awaitable[Message]]] = {
    (MINE, ""): _mine,
    (IMPORTED, ""): imported_files,
    (HEALTH, ""): health_for,
    (GAPS, ""): gaps_for,
    (FORGET, "me"): _may_forget,
    (ONBOARD, ""): onboarding_card,
    (NEWCOMERS, ""): newcomers_card,
}

_FORMS: Mapping[str, Callable[[Desk, Local, AsyncWebClient], Awaitable[dict[str, Any]]]] = {
    SETTINGS: settings_form,
    CHANNEL: channel_form,
    IMPORT: import_form,
}

_ADDED = {"": "", "faq": "new:faq", **{each: f"new:{each}" for each in ("role", "topic", "text")}}
"""What opens the form at once, instead of the choice."""
