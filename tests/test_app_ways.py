"""Every listener is heard by HTTP and over a connection, and does over one what it does by the other."""

from __future__ import annotations

import payloads
import pytest
from deeds import DEEDS, DONE, FREE, Deed
from everybody import PEOPLE, hall
from test_app_listeners import HELPED, INNER, REPLIED, chosen, submitted, suggestion

from bot.cards.assigning import GROUPS
from bot.cards.comparing import COMPARE
from bot.cards.finding import FIND, QUESTION, REPLY
from bot.cards.footing import HELP
from bot.cards.forgetting import FORGET
from bot.cards.importing import LEAVE
from bot.cards.notices import AGAIN as UNANSWERED
from bot.cards.pictures import PICTURE
from bot.cards.presses import ASK
from bot.cards.reminding import AGAIN, NO_MORE
from bot.cards.searching import SEARCH
from bot.cards.viewing import ANSWER
from bot.playground.transport import Delivery

CARD = "1|role|data-engineer"


def event(kind: str, **fields: str) -> Delivery:
    return payloads.event({"type": kind, **INNER[kind], **fields})


HEARD = {
    "importing.leave_it": payloads.press(CARD, LEAVE),
    "messages.answer_mention": event("app_mention"),
    "messages.answer_message": event("message"),
    "messages.answer_again": payloads.press("help", UNANSWERED),
    "home.suggest_answers": suggestion(SEARCH),
    "home.answer_search": payloads.press(CARD, SEARCH),
    "viewing.open_comparison": payloads.press(CARD, COMPARE),
    "viewing.show_comparison": submitted(COMPARE),
    "viewing.post_answer": submitted(ANSWER),
    "finding.open_question": chosen("global", "find"),
    "finding.suggest_while_typing": payloads.press("who owns", QUESTION),
    "finding.answer_question": submitted(FIND),
    "finding.answer_message": chosen("message", "who-owns-this"),
    "finding.reply_in_thread": payloads.press(REPLIED.value(), REPLY),
    "directory.suggest_groups": suggestion(GROUPS),
    "channels.say_a_line": event("member_joined_channel", user=payloads.BOT),
    "prompting.offer_questions": event("app_home_opened", tab="messages"),
    "forgetting.forget": payloads.press("", FORGET),
    "referring.show_what_will_be_posted": payloads.press(HELPED, HELP),
    "reminding.remind_no_more": payloads.press(CARD, NO_MORE),
    "reminding.remind_again": payloads.press(CARD, AGAIN),
    "onboarding.welcome_newcomer": event("member_joined_channel"),
    "pictures.show_picture": payloads.press(CARD, PICTURE),
    "presses.show_what_was_pressed": payloads.press(CARD, f"{ASK}:0"),
    "changes.notice_change": event("user_change"),
    "leaving.let_go": event("app_uninstalled"),
}
"""What a listener hears that needs no right; the last lets go of all the others."""

FIRST = {
    deed.by: pytest.param(deed, user, id=deed.by)
    for deed in reversed(DEEDS.values())
    for user in PEOPLE
    if deed.outcome(user) == DONE
}


@pytest.mark.usefixtures("both_ways")
async def test_every_listener_that_needs_no_right_is_heard() -> None:
    assert HEARD.keys() == FREE.keys()
    async with hall() as there:
        for listener, delivery in HEARD.items():
            await there.send(delivery)
            assert listener in there.heard


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("both_ways", ["socket"], indirect=True)  # the table of rights goes by HTTP
@pytest.mark.parametrize(("deed", "user"), FIRST.values())
async def test_every_listener_that_needs_a_right_does_its_deed_over_a_socket_too(
    deed: Deed, user: str
) -> None:
    async with hall() as there:
        assert await deed.attempt(there, user) == DONE
        assert deed.by in there.heard
