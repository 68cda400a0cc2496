"""What a workspace writes itself is checked as the knowledge base is, and answers in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from knowledge_fixture import AXES, tiny_knowledge

from bot.knowledge.loading import load
from bot.knowledge.models import Faq, Part, Role, Stake, Statement, Topic
from bot.workspace.checking import Unfit, check
from bot.workspace.own import OWN, Override, Own, OwnEntry, OwnFaq, OwnRole, OwnShelf, OwnText, OwnTopic


def role(**given: object) -> OwnRole:
    values = {
        "id": "data-steward",
        "name": "Data steward",
        "plural": "Data stewards",
        "purpose": {"text": "keeps the glossary", "ours": True},
        "skill_levels": {axis: {"level": 2} for axis in AXES},
        **given,
    }
    return OwnRole(value=Role.model_validate(values))


def topic(**given: object) -> OwnTopic:
    values = {
        "id": "glossary",
        "title": "The glossary",
        "group": "Words",
        "phrases": ["what do we call this?"],
        "stakes": [{"role": "data-analyst", "part": "responsible", "text": "keeps it", "ours": True}],
        **given,
    }
    return OwnTopic(value=Topic.model_validate(values))


def faq(**given: object) -> OwnFaq:
    values = {"id": "badge", "questions": ["where is my badge?"], "answer": "At the desk.", **given}
    return OwnFaq(value=Faq.model_validate(values))


def text(shelf: OwnShelf, id_: str) -> OwnText:
    return OwnText.model_validate({"shelf": shelf, "value": Override(id=id_, text="Told otherwise here.")})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_knowledge(tmp_path_factory.mktemp("knowledge"))


@pytest.mark.parametrize(
    "own",
    [
        [],
        [faq()],
        [faq(roles=["data-engineer"], sources=["002"])],
        [role(), topic(stakes=[{"role": "data-steward", "part": "responsible", "text": "a", "ours": True}])],
        [topic(id="dashboards", title="Dashboards", phrases=["the sales chart shows nothing"])],
        [role(id="client", name="Client", plural="Clients")],
        [text(OwnShelf.ROLE_TEXT, "client"), text(OwnShelf.TOPIC_TEXT, "dashboards")],
        [text(OwnShelf.CONCEPT_TEXT, "data-quality"), role(), text(OwnShelf.ROLE_TEXT, "data-steward")],
        [faq(questions=["how do I get access?"])],
    ],
)
def test_what_fits_is_accepted(folder: Path, own: list[OwnEntry]) -> None:
    check(own, folder)


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ([faq(roles=["data-enginer"])], "unknown role 'data-enginer'"),
        ([faq(sources=["handbook"])], "unknown source 'handbook'"),
        ([role(purpose={"text": "keeps the glossary"})], "no source"),
        ([role(skill_levels={})], "skill_levels lacks"),
        ([role(aliases=["DE"])], "'DE' also leads to role 'data-engineer'"),
        ([topic(aliases=["bad data"])], "'bad data' also leads to topic 'data-quality'"),
        ([topic(id="a", title="Dashboards")], "'Dashboards' also leads to"),
        ([topic(stakes=[])], "nobody is responsible"),
        (
            [topic(stakes=[{"role": "nobody", "part": "responsible", "text": "a", "ours": True}])],
            "unknown role",
        ),
        ([role(), role()], "is already there"),
        ([text(OwnShelf.ROLE_TEXT, "data-steward")], "there is no role 'data-steward'"),
        ([text(OwnShelf.CONCEPT_TEXT, "nothing")], "there is no concept 'nothing'"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(
    folder: Path, own: list[OwnEntry], message: str
) -> None:
    with pytest.raises(Unfit) as refused:
        check(own, folder)

    assert message in str(refused.value)


def test_everything_that_is_wrong_is_told_at_once(folder: Path) -> None:
    with pytest.raises(Unfit) as refused:
        check([faq(roles=["nobody"]), topic(stakes=[]), text(OwnShelf.ROLE_TEXT, "nobody")], folder)

    assert len(refused.value.problems) == 3


def test_own_entries_are_read_beside_and_instead_of_the_base(folder: Path) -> None:
    base = load(folder)
    instead = topic(id="dashboards", title="Boards")
    own = Own((role(), instead, faq(), text(OwnShelf.CONCEPT_TEXT, "data-quality")))

    merged = own.over(base)

    assert [*merged.roles] == [*base.roles, "data-steward"]
    assert [*merged.topics] == [*base.topics]
    assert merged.topics["dashboards"].title == "Boards"
    assert [*merged.faqs] == [*base.faqs, "badge"]
    assert merged.concepts["data-quality"].statements == (Statement(text="Told otherwise here.", ours=True),)
    assert base.topics["dashboards"].title == "Dashboards"
    assert [*own.knowledge.roles, *own.knowledge.topics, *own.knowledge.faqs] == [
        "data-steward",
        "dashboards",
        "badge",
    ]


def test_single_texts_take_the_place_of_the_bases(folder: Path) -> None:
    base = load(folder)
    own = Own(
        (
            text(OwnShelf.ROLE_TEXT, "client"),
            text(OwnShelf.TOPIC_TEXT, "dashboards"),
            text(OwnShelf.TOPIC_TEXT, "gone"),
        )
    )

    merged = own.over(base)

    told = Statement(text="Told otherwise here.", ours=True)
    assert (merged.roles["client"].purpose, merged.topics["dashboards"].note) == (told, told)
    assert merged.roles["data-engineer"] == base.roles["data-engineer"]


def test_without_own_entries_the_base_is_the_base(folder: Path) -> None:
    base = load(folder)

    assert Own().over(base) is base


@pytest.mark.parametrize("entry", [role(), topic(), faq(), text(OwnShelf.TOPIC_TEXT, "dashboards")])
def test_an_own_entry_comes_back_from_json_as_it_went(entry: OwnEntry) -> None:
    assert OWN.validate_json(OWN.dump_json(entry, exclude_defaults=False)) == entry


def test_a_stake_of_an_own_topic_keeps_its_part() -> None:
    stake = Stake(role="data-analyst", part=Part.RESPONSIBLE, text="keeps it", ours=True)

    assert topic().value.stakes == (stake,)
