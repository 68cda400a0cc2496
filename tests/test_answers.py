"""What is said to a reading: roles in the right order, sources by weight, and nothing that nobody said."""

from __future__ import annotations

import pytest
from small_knowledge import SMALL, reading

from bot.answers import answer
from bot.answers.kinds import (
    CollaborationAnswer,
    ComparisonAnswer,
    ExpertiseAnswer,
    OwnershipAnswer,
    PartnersAnswer,
    RoleAnswer,
    SourceAnswer,
    UnknownAnswer,
    WalkthroughAnswer,
)
from bot.answers.known_here import PeopleAnswer
from bot.answers.questions import in_sentence, listed
from bot.answers.workspace import Contact, Here, Workspace
from bot.cards import plain
from bot.knowledge.base import KnowledgeBase
from bot.matching.reading import Alternative, Kind, Meaning, Reading

ANNA = Contact("U1", "Anna")


def test_who_is_responsible_in_full_comes_before_who_is_in_part() -> None:
    told = answer(reading(Kind.OWNERSHIP, topic="water-quality"), SMALL)

    assert told.roles == ("water-taster", "ml-mapper")
    assert told.topic == "water-quality"
    assert told.sources == ("002", "000", "001")


def test_whoever_is_consulted_and_informed_has_a_part_but_owns_nothing() -> None:
    told = answer(reading(Kind.OWNERSHIP, topic="water-quality"), SMALL)

    assert isinstance(told, OwnershipAnswer)
    assert [(holder.role.id, holder.stake.part) for holder in told.others] == [
        ("data-plumber", "consulted"),
        ("data-plumber", "informed"),
    ]


def test_a_role_tells_the_sources_that_say_most_of_it_first() -> None:
    told = answer(reading(Kind.ROLE, roles=("data-plumber",)), SMALL)

    assert isinstance(told, RoleAnswer)
    assert told.sources == ("000", "001")
    assert [source.title for source in told.cited] == ["The well book", "Pipes & dreams"]
    assert told.source_count == 3


def test_a_partner_is_found_on_whichever_page_tells_of_it() -> None:
    told = answer(reading(Kind.ROLE, roles=("water-taster",)), SMALL)

    assert isinstance(told, RoleAnswer)
    assert [partner.id for partner in told.partners] == ["data-plumber"]


def test_a_role_is_compared_with_roles_and_not_with_partners() -> None:
    told = answer(reading(Kind.ROLE, roles=("water-taster",)), SMALL)

    assert isinstance(told, RoleAnswer)
    assert [other.id for other in told.others] == ["data-plumber", "ml-mapper"]


@pytest.mark.parametrize(
    ("items", "roles"),
    [
        (("wrench",), ("data-plumber", "water-taster")),
        (("cup",), ("water-taster",)),
        (("wrench", "cup"), ("water-taster", "data-plumber")),
        (("sonar", "patience"), ("data-plumber", "water-taster")),
        (("singing",), ()),
    ],
)
def test_those_who_use_all_of_the_items_come_first(items: tuple[str, ...], roles: tuple[str, ...]) -> None:
    told = answer(reading(Kind.EXPERTISE, items=items), SMALL)

    assert isinstance(told, ExpertiseAnswer)
    assert told.roles == roles


def test_a_pair_is_told_from_the_side_of_the_role_that_was_named_first() -> None:
    forth = answer(reading(Kind.COLLABORATION, roles=("data-plumber", "water-taster")), SMALL)
    back = answer(reading(Kind.COLLABORATION, roles=("water-taster", "data-plumber")), SMALL)

    assert isinstance(forth, CollaborationAnswer)
    assert isinstance(back, CollaborationAnswer)
    assert [each.text for each in forth.brings] == ["Fresh water"]
    assert [each.text for each in back.brings] == ["Word of bad wells"]
    assert back.receives == forth.brings
    assert back.summaries == forth.summaries
    assert back.roles == ("water-taster", "data-plumber")


def test_a_pair_of_which_nothing_is_said_shows_what_it_has_in_common() -> None:
    told = answer(reading(Kind.COLLABORATION, roles=("water-taster", "ml-mapper")), SMALL)

    assert isinstance(told, CollaborationAnswer)
    assert told.summaries == ()
    assert [topic.id for topic in told.common_topics] == ["water-quality"]
    assert told.sources == ()


def test_the_partners_of_one_role_come_from_both_sides() -> None:
    told = answer(reading(Kind.COLLABORATION, roles=("water-taster",)), SMALL)

    assert isinstance(told, PartnersAnswer)
    assert [partner.role.id for partner in told.partners] == ["data-plumber"]
    assert told.suggestions == ("How do water tasters work with data plumbers?",)


def test_a_comparison_tells_what_is_shared_and_what_only_one_has() -> None:
    told = answer(reading(Kind.COMPARISON, roles=("data-plumber", "water-taster")), SMALL)

    assert isinstance(told, ComparisonAnswer)
    assert told.duties.shared == ("pipes",)
    assert told.duties.only == (("taps", "wells", "valves", "meters", "drains"), ("tasting",))
    assert told.tools.shared == ("Wrench",)
    assert told.tools.only == (("Sonar",), ("paper cup",))
    assert told.support == (2, 1)


def test_a_topic_that_is_told_as_a_duty_is_not_told_again() -> None:
    told = answer(reading(Kind.COMPARISON, roles=("data-plumber", "water-taster")), SMALL)

    assert isinstance(told, ComparisonAnswer)
    assert told.topics.only == ((), ())


@pytest.mark.parametrize(
    ("subjects", "story"),
    [
        ({}, "new-well"),
        ({"entry": "two-hands"}, "two-hands"),
        ({"roles": ("data-plumber", "water-taster")}, "two-hands"),
    ],
)
def test_a_walkthrough_is_the_one_named_else_that_of_the_roles_else_the_teams(
    subjects: dict[str, object], story: str
) -> None:
    told = answer(reading(Kind.WALKTHROUGH, **subjects), SMALL)

    assert isinstance(told, WalkthroughAnswer)
    assert told.story.id == story
    assert told.meaning.entry == story


def test_a_source_is_something_to_ask_about() -> None:
    told = answer(reading(Kind.ABOUT, entry="001"), SMALL)

    assert isinstance(told, SourceAnswer)
    assert told.kind is Kind.ABOUT
    assert told.sources == ("001",)


def test_a_pack_entry_may_cite_what_the_knowledge_base_does_not_describe() -> None:
    told = answer(reading(Kind.FAQ, entry="tap-key"), SMALL)

    assert (told.faq, told.sources, told.cited) == ("tap-key", ("handbook",), ())
    assert told.suggestions == ("What do data plumbers do?",)


@pytest.mark.parametrize(
    ("kind", "subjects"),
    [
        (Kind.ROLE, {"roles": ("astronaut",)}),
        (Kind.ROLE, {}),
        (Kind.OWNERSHIP, {"topic": "the-moon"}),
        (Kind.OWNERSHIP, {}),
        (Kind.EXPERTISE, {"items": ("telescope",)}),
        (Kind.EXPERTISE, {}),
        (Kind.COMPARISON, {"roles": ("data-plumber",)}),
        (Kind.COMPARISON, {"roles": ("data-plumber", "data-plumber")}),
        (Kind.WALKTHROUGH, {"entry": "to-the-moon"}),
        (Kind.ABOUT, {"entry": "the-moon"}),
        (Kind.ABOUT, {}),
        (Kind.FAQ, {"entry": "moon-key"}),
        (Kind.ASSET, {}),
    ],
)
def test_what_is_asked_for_and_is_not_there_is_unknown(kind: Kind, subjects: dict[str, object]) -> None:
    assert answer(reading(kind, **subjects), SMALL).kind is Kind.UNKNOWN


@pytest.mark.parametrize("kind", list(Kind))
def test_an_empty_knowledge_base_answers_every_kind(kind: Kind) -> None:
    told = answer(reading(kind), KnowledgeBase())

    assert told.kind in {kind, Kind.UNKNOWN}


def test_the_unknown_offers_the_nearest_three_as_questions() -> None:
    near = (
        Meaning(Kind.OWNERSHIP, topic="pipes"),
        Meaning(Kind.ROLE, roles=("ml-mapper",)),
        Meaning(Kind.OWNERSHIP, topic="the-moon"),
        Meaning(Kind.EXPERTISE, items=("patience",)),
        Meaning(Kind.LIST),
    )
    told = answer(reading(Kind.UNKNOWN, *near), SMALL)

    assert told.suggestions == ("Who owns pipes?", "What do ML mappers do?", "Who is skilled in patience?")


def test_a_missing_subject_offers_every_role() -> None:
    told = answer(Reading("and their tools?", Meaning(Kind.UNKNOWN), 0.9, needs_subject=True), SMALL)

    assert isinstance(told, UnknownAnswer)
    assert [role.id for role in told.known_roles] == list(SMALL.roles)


@pytest.mark.parametrize(("confidence", "offered"), [(0.5, True), (0.2, False)])
def test_a_reading_nearly_as_good_is_offered(confidence: float, offered: bool) -> None:
    other = Alternative(Meaning(Kind.OWNERSHIP, topic="pipes"), confidence)
    told = answer(
        Reading("?", Meaning(Kind.OWNERSHIP, topic="water-quality"), 0.6, alternatives=(other,)), SMALL
    )

    assert (told.rival is not None) is offered


def test_people_are_known_only_where_the_workspace_names_them() -> None:
    asked = reading(Kind.PEOPLE, roles=("data-plumber",))
    here = Workspace(roles={"data-plumber": Here(people=(ANNA,))})

    named, unnamed = answer(asked, SMALL, here), answer(asked, SMALL)

    assert isinstance(named, PeopleAnswer)
    assert named.people == ("U1",)
    assert (unnamed.kind, unnamed.suggestions) == (Kind.UNKNOWN, ("What do data plumbers do?",))


@pytest.mark.parametrize(
    ("here", "said"),
    [
        (Workspace(roles={"data-plumber": Here(channel=Contact("C1", "wells"))}), "ask in #wells"),
        (Workspace(absent={"data-plumber": ()}), "no data plumbers"),
        (
            Workspace(absent={"data-plumber": ("water-taster",)}),
            "no data plumbers; water tasters cover for them",
        ),
    ],
)
def test_where_nobody_is_named_it_is_told_where_to_ask_or_that_the_role_is_not_here(
    here: Workspace, said: str
) -> None:
    told = answer(reading(Kind.PEOPLE, roles=("data-plumber",)), SMALL, here)

    assert isinstance(told, PeopleAnswer)
    assert plain(told) == f"Data plumbers here: {said}."


def test_a_topic_nobody_looks_after_is_asked_of_those_who_fill_its_owning_role() -> None:
    here = Workspace(roles={"water-taster": Here(people=(ANNA,))})
    told = answer(reading(Kind.OWNERSHIP, topic="pipes"), SMALL, here)

    assert isinstance(told, OwnershipAnswer)
    assert told.here.people == (ANNA,)


def test_a_role_that_is_not_here_names_who_covers_for_it() -> None:
    here = Workspace(absent={"data-plumber": ("water-taster", "astronaut")})
    told = answer(reading(Kind.ROLE, roles=("data-plumber",)), SMALL, here)

    assert isinstance(told, RoleAnswer)
    assert told.covered_by is not None
    assert [role.id for role in told.covered_by] == ["water-taster"]


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Data quality", "data quality"),
        ("ETL", "ETL"),
        ("DevOps practices", "DevOps practices"),
        ("A/B tests", "A/B tests"),
        ("R", "R"),
        ("", ""),
    ],
)
def test_a_name_loses_its_capital_only_where_it_is_a_word(name: str, within: str) -> None:
    assert in_sentence(name) == within


@pytest.mark.parametrize(
    ("parts", "row"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_things_are_listed_as_people_list_them(parts: list[str], row: str) -> None:
    assert listed(parts) == row
