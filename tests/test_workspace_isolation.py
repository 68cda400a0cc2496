"""Two hundred workspaces with entries of their own: what one has written is told in no other."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence

import pytest
from databases import Open
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served_app import answerer
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import card, plain
from bot.knowledge.assets import Asset, AssetKind, Owner
from bot.knowledge.models import Faq, Topic
from bot.storage.storage import Storage
from bot.workspace.assets import AssetFile
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign, Write
from bot.workspace.origin import Origin
from bot.workspace.own import Override, OwnEntry, OwnFaq, OwnShelf, OwnText, OwnTopic
from bot.workspace.workspaces import Workspaces

WORKSPACES = 200
QUESTIONS = (
    "where is the coffee machine?",
    "who owns the zebra crossings?",
    "who owns the orders model?",
    "who owns crate-service?",
    "what does a data engineer do?",
    "who is our data engineer?",
    "who owns data quality?",
)
MARK = re.compile(r"M(\d+)M")
NOBODY = AsyncWebClient(token="xoxb-nobody", base_url="http://127.0.0.1:9/")


def team(number: int) -> WorkspaceId:
    return WorkspaceId(f"T{number:04}")


def entries(number: int, turn: int) -> list[OwnEntry]:
    """Return what a workspace writes: the same questions as all others, with its own mark in the answers."""
    told = f"M{number}M in turn {turn}"
    stake = {"role": "data-analyst", "part": "responsible", "text": told, "ours": True}
    topic = {
        "id": "zebra",
        "title": "Zebra crossings",
        "group": told,
        "phrases": [QUESTIONS[1]],
        "stakes": [stake],
    }
    return [
        OwnFaq(value=Faq(id="coffee", questions=(QUESTIONS[0],), answer=told)),
        OwnTopic(value=Topic.model_validate(topic)),
        OwnText(shelf=OwnShelf.ROLE_TEXT, value=Override(id="data-engineer", text=told)),
    ]


async def filled(storage: Storage, number: int, turn: int = 0) -> None:
    """Fill a workspace; some lack one thing or the other, which nobody else may then lend them."""
    here = storage.of(team(number))
    own = [entry for place, entry in enumerate(entries(number, turn)) if (number + place) % 4]
    await here.contents.take_over([Write(own=entry) for entry in own], (), "U1")
    if number % 3:
        owner = Owner(f"@M{number}M", f"@m{number}m")
        things = (("orders", AssetKind.MODEL), ("crate-service", AssetKind.COMPONENT))
        assets = [Asset(name, name, kind, (owner,), f"M{number}M.json", turn + 1) for name, kind in things]
        await here.contents.take_over((), [AssetFile(f"M{number}M.json", tuple(assets))], "U1")
    if number % 5:
        role = Subject(kind=SubjectKind.ROLE, id="data-engineer")
        await here.contents.change(Assign(of=role, entry=Entry(note=f"M{number}M", people=("U1",))), "U1")


@pytest.fixture
async def full(process: Open) -> AsyncIterator[tuple[Storage, Workspaces]]:
    """All the workspaces, as one process answers for them."""
    async with process() as storage:
        for number in range(WORKSPACES):
            await filled(storage, number)
        workspaces = Workspaces(answerer())
        workspaces.open(storage)
        yield storage, workspaces


async def told(workspaces: Workspaces, number: int, question: str) -> str:
    """Ask in a workspace, as one of its own people; return everything that is shown."""
    at = Origin(team(number), team(number), "", "U1", "C1", shared=False)
    workspaces.profiles.changed(at, {"id": "U1", "team_id": at.team, "name": "somebody"})
    local = await workspaces.local(at, NOBODY)
    answer = local.answer_question(question)
    return f"{plain(answer)} {card(answer).payload()}"


one = st.tuples(st.integers(0, WORKSPACES - 1), st.sampled_from(QUESTIONS))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.lists(one, min_size=20, max_size=40),
    changed=st.lists(st.integers(0, WORKSPACES - 1), max_size=3),
)
async def test_an_answer_of_one_never_appears_in_another(
    full: tuple[Storage, Workspaces], asked: Sequence[tuple[int, str]], changed: Sequence[int]
) -> None:
    """All at once, while some of them change what they say."""
    storage, workspaces = full
    changing = asyncio.gather(*(filled(storage, number, turn=1) for number in changed))
    answers = await asyncio.gather(*(told(workspaces, number, question) for number, question in asked))
    await changing

    for (number, question), answer in zip(asked, answers, strict=True):
        assert {*MARK.findall(answer)} <= {str(number)}, (number, question, answer)


async def test_each_is_told_what_it_wrote_and_a_change_in_its_own_place_alone(process: Open) -> None:
    """The marks would be nowhere if nothing of a workspace's own were read at all."""
    async with process() as storage:
        workspaces = Workspaces(answerer())
        workspaces.open(storage)
        for number in range(12):
            await filled(storage, number)
            coffee, zebra, orders = [await told(workspaces, number, each) for each in QUESTIONS[:3]]
            assert number % 4 == 0 or MARK.search(coffee)
            assert number % 4 == 3 or MARK.search(zebra)
            assert ("json" in orders) == (number % 3 != 0)
        before = await told(workspaces, 2, QUESTIONS[0])
        faq = Faq(id="coffee", questions=(QUESTIONS[0],), answer="M1M moved")
        await storage.of(team(1)).contents.change(Write(own=OwnFaq(value=faq)), "U1")

        assert "moved" in await told(workspaces, 1, QUESTIONS[0])
        assert await told(workspaces, 2, QUESTIONS[0]) == before
