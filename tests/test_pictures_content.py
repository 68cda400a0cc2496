"""What pictures show, before anything is drawn: small descriptions, and an alt text that tells the same."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest
from small_knowledge import PIPES, SMALL, said

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from bot.knowledge.models import Axis, Collaboration, Part, Role, SkillLevel, Walkthrough
from bot.pictures.content.network import _in_a_ring
from bot.pictures.content.raci import groups
from bot.pictures.content.wording import CannotDrawError, few, some
from bot.pictures.drawings import (
    READ,
    Comparison,
    Drawing,
    Few,
    FlowMap,
    Lanes,
    LaneStep,
    Mark,
    Matrix,
    Network,
    SkillPlot,
    Standing,
    Station,
)
from bot.pictures.motif import MOST_ROLES, Motif, PictureKind, describe


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return load()


def motifs(knowledge: KnowledgeBase) -> list[Motif]:
    """Return one motif for all that can be drawn of one role or two, and of all together."""
    roles = list(knowledge.roles)
    return [
        *(Motif(kind) for kind in PictureKind if MOST_ROLES[kind][0] == 0),
        *(Motif(PictureKind.SKILLS, (role,)) for role in roles),
        *(Motif(PictureKind.WORKS_WITH, (role,)) for role in roles),
        *(Motif(PictureKind.COMPARE, pair) for pair in combinations(roles, 2)),
        *(Motif(PictureKind.RACI, group=group) for group in groups(knowledge)),
    ]


def drawn(kind: str, *roles: str, group: str | None = None, knowledge: KnowledgeBase = SMALL) -> Drawing:
    return describe(Motif(PictureKind(kind), roles, group), knowledge)


def skilled(role: Role, *levels: int, sourced: bool = True) -> Role:
    rests_on = ("000:1",) if sourced else ()
    each = (SkillLevel(level=level, rests_on=rests_on) for level in levels)
    return role.model_copy(update={"skill_levels": dict(zip(Axis, each, strict=True))})


def with_roles(*roles: Role) -> KnowledgeBase:
    return replace(SMALL, roles={**SMALL.roles, **{role.id: role for role in roles}})


TEN = with_roles(
    skilled(SMALL.roles["data-plumber"], 5, 1, 2, 5, 1, 2, 1, 2, 1, 4),
    skilled(SMALL.roles["water-taster"], 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, sourced=False),
)


def test_every_picture_of_the_knowledge_survives_the_way_to_the_process_that_draws(
    knowledge: KnowledgeBase,
) -> None:
    described = 0
    for motif in motifs(knowledge):
        try:
            drawing = describe(motif, knowledge)
        except CannotDrawError:
            continue
        described += 1
        assert READ.validate_json(drawing.model_dump_json()) == drawing
        assert drawing.alt.endswith(".")
        assert 30 < len(drawing.alt) < 1000, motif
    assert described > 100


def test_the_levels_of_a_role_are_told_as_our_own_estimate() -> None:
    plot = drawn("skills", "data-plumber", knowledge=TEN)
    assert isinstance(plot, SkillPlot)
    assert plot.title == "Skills of data plumbers"
    assert plot.axes[:2] == ("SQL and databases", "Programming")
    assert [each.level for each in plot.profiles[0].estimates] == [5, 1, 2, 5, 1, 2, 1, 2, 1, 4]
    assert "our own estimate" in plot.caption.lower()
    assert "our own estimate" in plot.alt
    assert "SQL and databases 5, data modelling 5, communication 4, pipelines 2" in plot.alt


def test_levels_that_rest_on_nothing_are_told_apart_and_several_roles_tell_their_best() -> None:
    plot = drawn("skills", "data-plumber", "water-taster", knowledge=TEN)
    assert isinstance(plot, SkillPlot)
    assert [{each.sourced for each in profile.estimates} for profile in plot.profiles] == [{True}, {False}]
    assert "Data plumbers are highest in SQL and databases and data modelling (5)." in plot.alt
    assert "Water tasters are highest in data modelling and communication (4)." in plot.alt


def test_data_flows_from_who_hands_it_over_to_who_gets_it() -> None:
    flow = drawn("flow")
    assert isinstance(flow, FlowMap)
    assert flow.hub == "Data plumbers"
    assert flow.duties[:2] == ("Pipes", "Taps")
    assert flow.producers == ()
    assert flow.consumers == (Station(name="Water tasters", note="Fresh water"),)
    assert "to data plumbers, and from them to water tasters." in flow.alt


def test_the_map_of_the_data_flow_leads_through_data_engineers(knowledge: KnowledgeBase) -> None:
    flow = drawn("flow", knowledge=knowledge)
    assert isinstance(flow, FlowMap)
    assert flow.hub == "Data engineers"
    assert [station.name for station in flow.producers] == ["Clients", "Software engineers"]
    assert {"Data analysts", "Data scientists", "Machine learning engineers"} <= {
        station.name for station in flow.consumers
    }
    [onward] = flow.onward
    assert (flow.consumers[onward.giver].name, onward.station.name) == ("Data analysts", "Product managers")
    helpers = {station.name: station.note for station in flow.helpers}
    assert helpers["Data architects"] == "The design of databases, warehouses and lakes"
    assert list(helpers)[-1] == "Analytics engineers"
    assert helpers["Analytics engineers"] == "What they bring is not told"


def test_around_a_role_stand_those_it_works_with_and_whom_they_work_with() -> None:
    meet = Collaboration(role="ml-mapper", summary=said("They meet.", "001"))
    plumber, taster = SMALL.roles["data-plumber"], SMALL.roles["water-taster"]
    met = with_roles(
        plumber.model_copy(update={"works_with": (*plumber.works_with, meet)}),
        taster.model_copy(update={"works_with": (meet,)}),
    )
    network = drawn("works-with", "data-plumber", knowledge=met)
    assert isinstance(network, Network)
    assert {(each.name, each.sources) for each in network.neighbours} == {
        ("Water tasters", 2),
        ("ML mappers", 1),
    }
    assert network.links == ((0, 1),)
    assert network.lead == "2 roles; two of them work with each other, too"
    assert network.alt == (
        "Data plumbers work with water tasters and ML mappers. "
        "Among these, water tasters with ML mappers work together as well."
    )


def test_of_a_single_one_the_picture_tells_how_they_work_together() -> None:
    assert drawn("works-with", "water-taster").lead == "Plumbers deliver the water that tasters taste."


@pytest.mark.parametrize(
    ("links", "close"),
    [
        ([(0, 3)], [(0, 3)]),
        ([(0, 2), (2, 4), (4, 0)], [(0, 2), (2, 4)]),
        ([(0, 5), (5, 2), (2, 7), (7, 4)], [(0, 5), (5, 2), (2, 7), (7, 4)]),
    ],
)
def test_neighbours_that_work_with_each_other_stand_side_by_side(
    links: list[tuple[int, int]], close: list[tuple[int, int]]
) -> None:
    order = _in_a_ring(8, links)
    assert sorted(order) == list(range(8))
    for first, second in close:
        assert abs(order.index(first) - order.index(second)) in (1, 7)


def test_two_roles_share_some_things_and_have_others_alone() -> None:
    comparison = drawn("compare", "data-plumber", "water-taster")
    assert isinstance(comparison, Comparison)
    assert comparison.heads == ("Only data plumbers", "Both", "Only water tasters")
    tools = next(contrast for contrast in comparison.contrasts if contrast.label == "Tools")
    assert tools.both == Few(names=("Wrench",))
    assert tools.first == Few(names=("Sonar",))
    assert tools.second == Few(names=("Paper cup",))
    assert comparison.alt == (
        "What data plumbers and water tasters share: pipes and Wrench. "
        "Only data plumbers: taps, wells, valves, meters and 3 more. "
        "Only water tasters: tasting, paper cup and patience."
    )


def test_duties_of_one_name_that_mean_two_things_are_told_apart(knowledge: KnowledgeBase) -> None:
    comparison = drawn(
        "compare", "machine-learning-engineer", "site-reliability-engineer", knowledge=knowledge
    )
    assert isinstance(comparison, Comparison)
    duties = comparison.contrasts[0]
    assert "Model monitoring" in duties.first.names
    assert "System monitoring" in duties.second.names


def test_names_keep_the_case_that_their_entries_give_them(knowledge: KnowledgeBase) -> None:
    comparison = drawn("compare", "data-engineer", "data-scientist", knowledge=knowledge)
    assert isinstance(comparison, Comparison)
    tools = next(contrast for contrast in comparison.contrasts if contrast.label == "Tools")
    assert "scikit-learn" in tools.second.names
    assert tools.both.names == ("SQL",)


def test_the_matrix_holds_every_part_once_in_full_or_in_part() -> None:
    matrix = drawn("raci")
    assert isinstance(matrix, Matrix)
    [panel] = matrix.panels
    assert panel.title == "Water"
    cells = {
        (row.title, column): cell
        for row in panel.rows
        for column, cell in zip(panel.columns, row.cells, strict=True)
    }
    assert cells["Pipes", "Data plumber"] == (Mark(part=Part.RESPONSIBLE, partial=False),)
    assert cells["Pipes", "ML mapper"] == ()
    assert cells["Water quality", "ML mapper"] == (Mark(part=Part.RESPONSIBLE, partial=True),)
    assert [mark.part for mark in cells["Water quality", "Data plumber"]] == [Part.CONSULTED, Part.INFORMED]
    assert "2 topics by role" in matrix.alt


def test_a_part_held_in_full_and_in_part_is_told_in_full() -> None:
    stake = PIPES.stakes[0]
    twice = PIPES.model_copy(update={"stakes": (stake.model_copy(update={"partial": True}), stake)})
    matrix = drawn("raci", knowledge=replace(SMALL, topics={"pipes": twice}))
    assert isinstance(matrix, Matrix)
    assert matrix.panels[0].rows[0].cells == ((Mark(part=Part.RESPONSIBLE, partial=False),),)


def test_the_matrix_of_one_group_shows_only_who_has_a_part_in_it(knowledge: KnowledgeBase) -> None:
    matrix = drawn("raci", group="machine learning", knowledge=knowledge)
    assert isinstance(matrix, Matrix)
    [panel] = matrix.panels
    assert panel.title == "Machine learning"
    assert "Machine learning engineer" in panel.columns
    assert "Client" not in panel.columns
    assert "machine learning engineers for 15" in matrix.alt.lower()


def test_roles_that_a_workspace_does_not_have_stand_under_the_matrix_and_not_in_it() -> None:
    matrix = describe(Motif(PictureKind.RACI, without=("ml-mapper", "gone")), SMALL)
    assert isinstance(matrix, Matrix)
    assert "ML mapper" not in matrix.panels[0].columns
    assert matrix.caption.endswith("Not here, so left out: ML mappers.")
    asked_for = describe(Motif(PictureKind.RACI, ("ml-mapper",), without=("ml-mapper",)), SMALL)
    assert isinstance(asked_for, Matrix)
    assert asked_for.panels[0].columns == ("ML mapper",)


def test_the_matrix_of_one_role_shows_only_its_topics() -> None:
    matrix = drawn("raci", "ml-mapper")
    assert isinstance(matrix, Matrix)
    assert [(row.title, len(row.cells)) for row in matrix.panels[0].rows] == [("Water quality", 1)]
    assert "one topic by role" in matrix.alt


def test_the_example_has_a_lane_for_each_role_and_keeps_apart_what_has_no_order() -> None:
    lanes = drawn("example")
    assert isinstance(lanes, Lanes)
    assert lanes.roles == ("Data plumber", "Water taster")
    assert lanes.steps == (
        LaneStep(title="Somebody is thirsty", standing=Standing.ORDERED, lanes=()),
        LaneStep(title="Digging", standing=Standing.ORDERED, lanes=(0,)),
        LaneStep(title="Tasting", standing=Standing.UNORDERED, lanes=(1,)),
        LaneStep(title="Singing", standing=Standing.GENERAL, lanes=()),
    )
    assert lanes.alt == (
        "A new well, as lanes by role. In order: Somebody is thirsty; Digging (data plumber). "
        "In no fixed order: Tasting (water taster). In general: Singing."
    )


def test_the_example_of_two_roles_is_the_story_about_them() -> None:
    assert drawn("example", "data-plumber", "water-taster").title == "Two hands"


def test_a_long_story_is_cut_for_those_who_hear_it() -> None:
    story = SMALL.walkthroughs["new-well"]
    long = Walkthrough(id="long", title="Long", summary=story.summary, steps=(story.steps[1],) * 40)
    lanes = drawn("example", knowledge=replace(SMALL, walkthroughs={"long": long}))
    assert lanes.alt.endswith("; 28 more.")


@pytest.mark.parametrize(
    ("motif", "told"),
    [
        (Motif(PictureKind.SKILLS), "takes 1 to 3 roles"),
        (Motif(PictureKind.SKILLS, ("well-owner",)), "No skill levels are estimated for well owners."),
        (Motif(PictureKind.SKILLS, ("nobody",)), "no role “nobody” here"),
        (Motif(PictureKind.FLOW, ("well-owner",)), "takes no roles"),
        (Motif(PictureKind.WORKS_WITH), "takes one role"),
        (Motif(PictureKind.WORKS_WITH, ("well-owner",)), "No source says who well owners work with."),
        (Motif(PictureKind.COMPARE, ("ml-mapper",)), "takes 2 different roles"),
        (Motif(PictureKind.COMPARE, ("ml-mapper", "ml-mapper")), "takes 2 different roles"),
        (
            Motif(PictureKind.COMPARE, ("well-owner", "well-owner", "nobody")),
            "There is no role “nobody” here.",
        ),
        (Motif(PictureKind.RACI, group="Fire"), "no group of topics “Fire” but these: Water."),
        (Motif(PictureKind.RACI, ("well-owner",)), "names a part of well owners"),
        (Motif(PictureKind.EXAMPLE, ("ml-mapper",)), "No example about ML mappers is told here."),
    ],
)
def test_what_cannot_be_drawn_is_said_plainly(motif: Motif, told: str) -> None:
    with pytest.raises(CannotDrawError, match=re.escape(told)):
        describe(motif, SMALL)


@pytest.mark.parametrize("kind", [kind for kind in PictureKind if MOST_ROLES[kind][0] == 0])
def test_of_no_knowledge_nothing_can_be_drawn(kind: PictureKind) -> None:
    with pytest.raises(CannotDrawError):
        describe(Motif(kind), KnowledgeBase())


@pytest.mark.parametrize(
    ("names", "most", "shown", "told"),
    [
        ("", 2, Few(names=()), ""),
        ("ab", 2, Few(names=("a", "b")), "a and b"),
        ("abc", 2, Few(names=("a", "b", "c")), "a, b and c"),
        ("abcd", 2, Few(names=("a", "b"), more=2), "a, b and 2 more"),
    ],
)
def test_one_name_more_than_fits_is_told_and_two_are_counted(
    names: str, most: int, shown: Few, told: str
) -> None:
    assert few(tuple(names), most) == shown
    assert some(tuple(names), most) == told
