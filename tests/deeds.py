"""Every deed that needs a right: how it is attempted, who may, and which listener decides it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import payloads
from everybody import (
    ADMIN,
    ADMINS,
    ANALYST,
    ENGINEER,
    GUESTS,
    HERE,
    KEEPERS,
    MEMBER,
    OWN,
    Hall,
)

from bot.cards.assigning import ASSIGN
from bot.cards.channels import CHANNEL
from bot.cards.digest import SEE_GAPS
from bot.cards.directory import APPROVE, DECLINE
from bot.cards.footing import REMOVE, VOTE, Asked, value_of
from bot.cards.gaps import ANSWER_GAP, I_KNOW, NOT_OURS, TELL_ME, UNDO
from bot.cards.home import HEALTH, OPEN_SETTINGS
from bot.cards.importing import FILE, IMPORT, TAKE_OVER
from bot.cards.onboarding import ROLE
from bot.cards.referring import REFER
from bot.cards.reminding import CONFIRM
from bot.cards.setting_up import LATER, NO, RESUME, YES
from bot.cards.settling import SETTINGS
from bot.cards.writing import WRITE
from bot.knowledge.models import Faq
from bot.matching.reading import Kind, Meaning
from bot.playground.handing import keep
from bot.workspace.directory import Entry
from bot.workspace.edits import Assign, Settle, Write
from bot.workspace.own import OwnFaq
from bot.workspace.rights import Deed as Right
from bot.workspace.setting_up import SHELF
from bot.workspace.settings import WorkspaceSettings

DONE, PROPOSED, NOTHING = "done", "proposed", "nothing"
Attempt = Callable[[Hall, str], Awaitable[str]]
"""Lets somebody try; returns what came of it."""
_CARD = "1|role|data-engineer"


@dataclass(frozen=True)
class Deed:
    """Something that needs a right."""

    attempt: Attempt
    by: str
    """The listener that decides it."""
    right: Right
    may: frozenset[str]
    proposes: frozenset[str] = frozenset()
    """Those for whom it becomes a proposal."""

    def outcome(self, user: str) -> str:
        """Return what must come of it when somebody tries."""
        return DONE if user in self.may else PROPOSED if user in self.proposes else NOTHING


def _done(happened: object) -> str:
    return DONE if happened else NOTHING


def _text(value: str) -> dict[str, str]:
    return {"type": "plain_text_input", "value": value}


# The directory ------------------------------------------------------------------------------------------


async def assign(hall: Hall, user: str) -> str:
    people = {"type": "multi_users_select", "selected_users": ["UANA"]}
    await hall.submit(user, ASSIGN, _CARD, people=people)
    if (await hall.store.contents.contents()).directory.entry(ENGINEER).people:
        return DONE
    return PROPOSED if await hall.store.contents.proposals() else NOTHING


async def mark_absent(hall: Hall, user: str) -> str:
    there = {"type": "checkboxes", "selected_options": [{"value": "absent"}]}
    await hall.submit(user, ASSIGN, _CARD, absent=there)
    if (await hall.store.contents.contents()).directory.absent:
        return DONE
    return PROPOSED if await hall.store.contents.proposals() else NOTHING


def opening(text: str) -> Attempt:
    async def see_form(hall: Hall, user: str) -> str:
        await hall.say(user, text)
        return _form(hall)

    return see_form


async def press_for_the_form(hall: Hall, user: str) -> str:
    await hall.press(user, ASSIGN, _CARD, trigger_id=hall.trigger(user))
    return _form(hall)


def _form(hall: Hall) -> str:
    """Return whether a form was shown that can be handed in, and for what."""
    submit = (hall.modal() or {}).get("submit")
    return PROPOSED if submit and submit["text"] == "Propose" else _done(submit)


def deciding(action: str) -> Attempt:
    async def decide(hall: Hall, user: str) -> str:
        proposal = await hall.store.contents.propose(
            Assign(of=ENGINEER, entry=Entry(people=("UANA",))), MEMBER
        )
        await hall.press(user, action, proposal.id, channel=None)
        return _done(not await hall.store.contents.proposals())

    return decide


async def see_who_it_is(hall: Hall, user: str) -> str:
    return _done("|ana>" in await hall.say(user, "who data-analyst"))


async def see_own_roles(hall: Hall, user: str) -> str:
    return _done("Only" not in await hall.say(user, "mine"))


async def see_newcomers(hall: Hall, user: str) -> str:
    return _done("Only" not in await hall.say(user, "newcomers"))


async def confirm(hall: Hall, user: str) -> str:
    before = (await hall.store.contents.contents()).directory.entries[ANALYST]
    await hall.press(user, CONFIRM, "1|role|data-analyst")
    return _done((await hall.store.contents.contents()).directory.entries[ANALYST] != before)


# Settings, stewards and channels ------------------------------------------------------------------------


async def allow_guests(hall: Hall, user: str) -> str:
    chosen = {"type": "checkboxes", "selected_options": [{"value": "guests"}]}
    await hall.submit(user, SETTINGS, guests=chosen)
    return _done((await hall.store.contents.contents()).settings.guests_see_directory)


async def name_stewards(hall: Hall, user: str) -> str:
    chosen = {"type": "multi_users_select", "selected_users": [user]}
    before = (await hall.store.contents.contents()).stewards
    await hall.submit(user, SETTINGS, stewards=chosen)
    return _done((await hall.store.contents.contents()).stewards != before)


async def settle_channel(hall: Hall, user: str) -> str:
    chosen = {"type": "radio_buttons", "selected_option": {"value": "questions"}}
    await hall.submit(user, CHANNEL, payloads.CHANNEL, answering=chosen)
    return _done((await hall.store.contents.contents()).channels)


async def see_health(hall: Hall, user: str) -> str:
    return _done("Roles without people" in await hall.say(user, "health"))


async def see_imported(hall: Hall, user: str) -> str:
    return _done("Only" not in await hall.say(user, "imported"))


# The Home -----------------------------------------------------------------------------------------------


def drawn_home(*action_ids: str) -> Attempt:
    async def open_home(hall: Hall, user: str) -> str:
        told = {"type": "app_home_opened", "user": user, "channel": "DNIA", "tab": "home", "event_ts": "1.2"}
        await hall.send(payloads.event(told))
        drawn = hall.served.workspace.calls("views.publish")[-1]
        return _done(all(f'"{each}"' in json.dumps(drawn.request["view"]) for each in action_ids))

    return open_home


async def settings_from_home(hall: Hall, user: str) -> str:
    await hall.press_at_home(user, OPEN_SETTINGS)
    return _form(hall)


async def health_from_home(hall: Hall, user: str) -> str:
    await hall.press_at_home(user, HEALTH)
    return _done("Roles without people" in json.dumps(hall.modal()))


def set_up(action: str) -> Attempt:
    async def answer(hall: Hall, user: str) -> str:
        people = {"type": "multi_users_select", "selected_users": ["UANA"]}
        await hall.press_at_home(user, action, "data-engineer", people=people)
        directory = (await hall.store.contents.contents()).directory
        noted = await hall.store.notes.all(SHELF)
        return _done(directory.entry(ENGINEER).people or directory.absent or noted)

    return answer


async def go_on_with_the_set_up(hall: Hall, user: str) -> str:
    await hall.store.notes.put(SHELF, "data-engineer", "later")
    await hall.press_at_home(user, RESUME)
    return _done(not await hall.store.notes.all(SHELF))


# Own entries --------------------------------------------------------------------------------------------

_OWN = OwnFaq(value=Faq(id="tea", questions=("where is the tea?",), answer="By the door."))


async def write(hall: Hall, user: str) -> str:
    given = {"answer": _text("By the door."), "ways": _text("where is the tea?")}
    await hall.submit(user, WRITE, "new:faq", **given)
    if (await hall.store.contents.contents()).own.entries:
        return DONE
    return PROPOSED if await hall.store.contents.proposals() else NOTHING


async def take_away(hall: Hall, user: str) -> str:
    await hall.store.contents.change(Write(own=_OWN), ADMIN)
    removing = {"type": "checkboxes", "selected_options": [{"value": "remove"}]}
    await hall.submit(user, WRITE, "own:faq:tea", remove=removing)
    if not (await hall.store.contents.contents()).own.entries:
        return DONE
    return PROPOSED if await hall.store.contents.proposals() else NOTHING


async def choose_what_to_write(hall: Hall, user: str) -> str:
    await hall.say(user, "add")
    [opened] = hall.served.workspace.modals[user]
    chosen = {"action_id": WRITE, "block_id": "b", "selected_option": {"value": "new:faq"}}
    view = {name: opened[name] for name in ("id", "type", "hash", "callback_id", "private_metadata")}
    await hall.press(user, WRITE, actions=[chosen], view=view, channel=None)
    return _form(hall)


# What nobody could answer -------------------------------------------------------------------------------


UNKNOWN = "whoever feeds the goldfish"


async def gap(hall: Hall) -> str:
    """Let a member ask what nobody can answer; return the gap that it leaves."""
    await hall.say(MEMBER, UNKNOWN)
    [left] = await hall.store.gaps.gaps()
    return left.group


async def see_gaps(hall: Hall, user: str) -> str:
    await gap(hall)
    return _done("goldfish" in await hall.say(user, "gaps"))


# Files that are handed over -----------------------------------------------------------------------------


async def press_for_the_import(hall: Hall, user: str) -> str:
    await hall.press_at_home(user, IMPORT)
    return _form(hall)


async def hand_over(hall: Hall, user: str) -> str:
    return _done(await _handed_over(hall, user))


async def take_over(hall: Hall, user: str) -> str:
    preview = await _handed_over(hall, ADMIN)
    assert preview
    await hall.press(user, TAKE_OVER, preview)
    await hall.served.quiet()
    return _done(await hall.store.assets.files())


async def _handed_over(hall: Hall, user: str) -> str:
    """Hand a file over; return what the button to take it over bears, empty where nothing was shown."""
    file = keep(hall.served.workspace, user, "CODEOWNERS", b"* @acme/data\n")
    there: Any = {"type": "file_input", "files": [{"id": file.id, "name": file.name, "size": 14}]}
    await hall.submit(user, IMPORT, **{FILE: there})
    await hall.served.quiet()
    elements = (
        element
        for message in hall.served.posts()
        for block in message.get("blocks", ())
        for element in block.get("elements", ())
    )
    return next((each["value"] for each in elements if each.get("action_id") == TAKE_OVER), "")


async def press_for_gaps(hall: Hall, user: str) -> str:
    await gap(hall)
    await hall.press(user, SEE_GAPS)
    shown = [*hall.served.whispers(), *hall.served.posts(), *hall.served.responses()]
    return _done("goldfish" in json.dumps(shown))


async def open_the_answer(hall: Hall, user: str) -> str:
    await hall.press(user, ANSWER_GAP, await gap(hall), trigger_id=hall.trigger(user))
    return _form(hall)


async def answer_a_gap(hall: Hall, user: str) -> str:
    given = {"answer": _text("Ana feeds it."), "ways": _text(UNKNOWN)}
    await hall.submit(user, ANSWER_GAP, await gap(hall), **given)
    return _done(not await hall.store.gaps.gaps())


async def press_for_the_form_of_who_knows(hall: Hall, user: str) -> str:
    await gap(hall)
    await hall.press(user, I_KNOW, UNKNOWN, trigger_id=hall.trigger(user))
    return _form(hall)


async def tell_what_they_know(hall: Hall, user: str) -> str:
    await gap(hall)
    await hall.submit(user, I_KNOW, UNKNOWN, answer=_text("Ana feeds it."), ways=_text(UNKNOWN))
    if not await hall.store.gaps.gaps():
        return DONE
    return PROPOSED if await hall.store.contents.proposals() else NOTHING


async def put_a_gap_aside(hall: Hall, user: str) -> str:
    await hall.press(user, NOT_OURS, await gap(hall))
    return _done(not await hall.store.gaps.gaps())


async def take_a_gap_up_again(hall: Hall, user: str) -> str:
    key = await gap(hall)
    await hall.press(ADMIN, NOT_OURS, key)
    await hall.press(user, UNDO, key)
    came = _done(await hall.store.gaps.gaps())
    await hall.press(ADMIN, UNDO, key)
    return came


async def wait_for_an_answer(hall: Hall, user: str) -> str:
    key = await gap(hall)
    await hall.press(user, TELL_ME, UNKNOWN)
    await hall.press(ADMIN, NOT_OURS, key)
    await hall.press(ADMIN, UNDO, key)
    told = [post for post in hall.served.posts() if post["channel"] == user]
    return _done("goldfish" in json.dumps(told))


async def vote(hall: Hall, user: str) -> str:
    asked = value_of(Asked("whoever feeds the goldfish?", Meaning(Kind.HELP), user, payloads.TS))
    await hall.press(user, VOTE, f"-{asked}")
    return _done(await hall.store.gaps.gaps())


async def leave_a_gap(hall: Hall, user: str) -> str:
    await hall.say(user, UNKNOWN)
    return _done(await hall.store.gaps.gaps())


# In public ----------------------------------------------------------------------------------------------


async def remove_an_answer(hall: Hall, user: str) -> str:
    await hall.send(payloads.mention("who owns data quality?", user="UANA"))
    [answer] = [each for each in hall.served.answers() if each.get("metadata")]
    value = value_of(Asked("who owns data quality?", Meaning(Kind.HELP), "UANA"))
    container = {"type": "message", "message_ts": answer["ts"], "channel_id": payloads.CHANNEL}
    await hall.press(user, REMOVE, value, container=container)
    return _done(answer not in hall.served.answers())


async def put_before_people(hall: Hall, user: str) -> str:
    settings = WorkspaceSettings(fallback_channel="CGENERAL")
    await hall.store.contents.change(Settle(settings=settings), ADMIN)
    asked = value_of(Asked("who?", Meaning(Kind.HELP), user))
    metadata = json.dumps([asked, "CHELP:1.2", "CHELP", "CGENERAL"])
    await hall.submit(user, REFER, metadata, question=_text("who?"))
    return _done(hall.served.posts())


async def begin_a_plan(hall: Hall, user: str) -> str:
    await hall.press(user, ROLE, "data-engineer")
    return _done(await hall.served.app.guide.enrolments(HERE).get(user))


# The table ----------------------------------------------------------------------------------------------

_MEMBERS = frozenset({MEMBER})
_LEARNT = OWN | GUESTS
"""Those from whom something is learnt: not from other organisations, nor from bots."""

DEEDS = {
    "say who a role is": Deed(assign, "directory.take_form", Right.CHANGE, KEEPERS, _MEMBERS),
    "say that a role is not here": Deed(mark_absent, "directory.take_form", Right.CHANGE, KEEPERS, _MEMBERS),
    "type for the form that says it": Deed(
        opening("assign data-engineer"), "commands.answer_command", Right.CHANGE, KEEPERS, _MEMBERS
    ),
    "press for that form": Deed(press_for_the_form, "directory.open_form", Right.CHANGE, KEEPERS, _MEMBERS),
    "approve a proposal": Deed(deciding(APPROVE), "deciding.decide", Right.DECIDE, KEEPERS),
    "decline a proposal": Deed(deciding(DECLINE), "deciding.decide", Right.DECIDE, KEEPERS),
    "see who a role is": Deed(see_who_it_is, "commands.answer_command", Right.SEE_DIRECTORY, OWN),
    "see what they are named for": Deed(see_own_roles, "commands.answer_command", Right.SEE_DIRECTORY, OWN),
    "see how newcomers do": Deed(see_newcomers, "commands.answer_command", Right.SEE_DIRECTORY, OWN),
    "confirm an entry in which others are named": Deed(confirm, "reminding.confirm", Right.CHANGE, KEEPERS),
    "let guests see the directory": Deed(allow_guests, "settling.keep_settings", Right.CHANGE, KEEPERS),
    "name stewards": Deed(name_stewards, "settling.keep_settings", Right.NAME_STEWARDS, ADMINS),
    "type for the settings": Deed(opening("settings"), "commands.answer_command", Right.CHANGE, KEEPERS),
    "press for the settings on the Home": Deed(
        settings_from_home, "stewarding.open_settings", Right.CHANGE, KEEPERS
    ),
    "choose how a channel answers": Deed(settle_channel, "channels.keep_manners", Right.CHANGE, KEEPERS),
    "type for the form for that": Deed(opening("channel"), "commands.answer_command", Right.CHANGE, KEEPERS),
    "see what is amiss": Deed(see_health, "commands.answer_command", Right.CHANGE, KEEPERS),
    "press for what is amiss on the Home": Deed(
        health_from_home, "stewarding.open_health", Right.CHANGE, KEEPERS
    ),
    "see what was imported": Deed(see_imported, "commands.answer_command", Right.CHANGE, KEEPERS),
    "have what needs looking after on the Home": Deed(
        drawn_home(OPEN_SETTINGS, HEALTH, YES), "home.draw_home", Right.CHANGE, KEEPERS
    ),
    "have the menu for proposals on the Home": Deed(drawn_home(ASSIGN), "home.draw_home", Right.PROPOSE, OWN),
    "set up a role": Deed(set_up(YES), "setting_up.take_answer", Right.CHANGE, KEEPERS),
    "set up that there is no such role": Deed(set_up(NO), "setting_up.take_answer", Right.CHANGE, KEEPERS),
    "leave a role of the set-up for later": Deed(
        set_up(LATER), "setting_up.take_answer", Right.CHANGE, KEEPERS
    ),
    "go on with the set-up": Deed(go_on_with_the_set_up, "setting_up.take_answer", Right.CHANGE, KEEPERS),
    "write an answer": Deed(write, "writing.take_writing", Right.CHANGE, KEEPERS, _MEMBERS),
    "take an answer of ours away": Deed(take_away, "writing.take_writing", Right.CHANGE, KEEPERS, _MEMBERS),
    "type for the form to write one": Deed(
        opening("add faq"), "commands.answer_command", Right.CHANGE, KEEPERS, _MEMBERS
    ),
    "choose what to write": Deed(
        choose_what_to_write, "writing.open_writing", Right.CHANGE, KEEPERS, _MEMBERS
    ),
    "see what nobody could answer": Deed(see_gaps, "commands.answer_command", Right.SEE_GAPS, KEEPERS),
    "press for the form to hand a file over": Deed(
        press_for_the_import, "importing.open_form", Right.CHANGE, KEEPERS
    ),
    "hand a file over": Deed(hand_over, "importing.take_file", Right.CHANGE, KEEPERS),
    "take over what a file holds": Deed(take_over, "importing.take_over", Right.CHANGE, KEEPERS),
    "press for what nobody could answer": Deed(press_for_gaps, "gaps.show_gaps", Right.SEE_GAPS, KEEPERS),
    "press for the form that answers it": Deed(open_the_answer, "gaps.open_answer", Right.SEE_GAPS, KEEPERS),
    "answer what nobody could": Deed(answer_a_gap, "gaps.take_answer", Right.CHANGE, KEEPERS),
    "press for the form of who knows it": Deed(
        press_for_the_form_of_who_knows, "knowing.open_form", Right.CHANGE, KEEPERS, _MEMBERS
    ),
    "tell what nobody could answer": Deed(
        tell_what_they_know, "knowing.take_answer", Right.CHANGE, KEEPERS, _MEMBERS
    ),
    "put aside what nobody could answer": Deed(put_a_gap_aside, "gaps.put_aside", Right.CHANGE, KEEPERS),
    "take that up again": Deed(take_a_gap_up_again, "gaps.take_up_again", Right.CHANGE, KEEPERS),
    "be told of an answer": Deed(wait_for_an_answer, "gaps.remember_to_tell", Right.BE_LEARNT_FROM, _LEARNT),
    "leave a gap by a vote": Deed(vote, "feedback.count_vote", Right.BE_LEARNT_FROM, _LEARNT),
    "leave a gap by a question": Deed(leave_a_gap, "commands.answer_command", Right.BE_LEARNT_FROM, _LEARNT),
    "remove somebody else's answer": Deed(remove_an_answer, "removing.remove_answer", Right.CHANGE, KEEPERS),
    "put a question before people": Deed(
        put_before_people, "referring.post_question", Right.BE_LEARNT_FROM, _LEARNT
    ),
    "begin a plan for newcomers": Deed(begin_a_plan, "onboarding.go_on", Right.BE_LEARNT_FROM, _LEARNT),
}

FREE = {
    "importing.leave_it": "what they were shown themselves goes",
    "messages.answer_mention": "an answer, from what the asker may see",
    "messages.answer_message": "the same",
    "messages.answer_again": "the same, to their own question",
    "home.suggest_answers": "what may be asked",
    "home.answer_search": "an answer, from what the asker may see",
    "viewing.open_comparison": "the choice of roles to compare",
    "viewing.show_comparison": "an answer, from what the asker may see",
    "viewing.post_answer": "an answer, where Slack lets them post",
    "finding.open_question": "an empty form",
    "finding.suggest_while_typing": "what may be asked",
    "finding.answer_question": "an answer, from what the asker may see",
    "finding.answer_message": "the same",
    "finding.reply_in_thread": "an answer in a thread that they see",
    "directory.suggest_groups": "names of groups, which Slack shows to every member",
    "channels.say_a_line": "one line, when the bot joins a channel",
    "prompting.offer_questions": "what may be asked",
    "forgetting.forget": "what is kept of themselves goes",
    "referring.show_what_will_be_posted": "their own question, before it is posted",
    "reminding.remind_no_more": "what they want for themselves",
    "reminding.remind_again": "the same",
    "onboarding.welcome_newcomer": "a welcome, in channels marked for it",
    "pictures.show_picture": "a picture of the base knowledge",
    "presses.show_what_was_pressed": "an answer, from what the asker may see",
    "changes.notice_change": "Slack alone tells of it",
    "leaving.let_go": "Slack alone tells of it",
}
"""Listeners that decide nothing, with what they give to whoever asks."""
