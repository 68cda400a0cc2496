"""Every deed that needs a right, by every kind of person, with payloads that no button or form of ours made.

What a person may do is written in `deeds`, and is compared with what became of what they sent.
"""

from __future__ import annotations

import pytest
from deeds import DEEDS, FREE, NOTHING
from everybody import ADMIN, PEOPLE, hall, listeners
from served_app import served

from bot.playground.people import Channel
from bot.workspace.rights import Deed as Right

CASES = [
    pytest.param(deed, people, id=f"{deed}-{'-'.join(people)}")
    for deed, wanted in DEEDS.items()
    for people in (
        *((user,) for user in PEOPLE if wanted.outcome(user) != NOTHING),
        tuple(user for user in PEOPLE if wanted.outcome(user) == NOTHING),
    )
]
"""Who does nothing leaves the workspace as it was, for the next of them."""


@pytest.mark.parametrize(("deed", "people"), CASES)
async def test_everybody_does_what_they_may_and_nothing_else(deed: str, people: tuple[str, ...]) -> None:
    wanted = DEEDS[deed]
    async with hall() as there:
        came = {PEOPLE[user]: await wanted.attempt(there, user) for user in people}
        assert came == {PEOPLE[user]: wanted.outcome(user) for user in people}
        assert wanted.by in there.heard


async def test_every_listener_has_its_deeds_in_the_table_or_gives_nothing_that_needs_a_right() -> None:
    async with served() as there:
        heard = listeners(there).keys()
    assert heard == {deed.by for deed in DEEDS.values()} | FREE.keys()
    assert not FREE.keys() & {deed.by for deed in DEEDS.values()}


def test_every_right_has_a_deed_in_the_table() -> None:
    assert {deed.right for deed in DEEDS.values()} == set(Right)


@pytest.mark.parametrize(
    "text", ["who data-analyst", "mine", "health", "assign data-engineer", "settings", "channel", "add faq"]
)
async def test_where_another_organisation_listens_nobody_sees_or_changes_anything(text: str) -> None:
    async with hall() as there:
        place = there.served.workspace
        place.add_channel(Channel("CSHARED", "shared", members=[ADMIN, place.bot], shared=True))
        answered = await there.say(ADMIN, text, "CSHARED")
        opened = [call.request["view"].get("submit") for call in place.calls("views.open")]
    assert "|ana>" not in answered
    assert "Roles without people" not in answered
    assert not any(opened)
