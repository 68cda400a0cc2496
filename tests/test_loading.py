"""A knowledge folder becomes a knowledge base, and nothing that stands in one makes loading fall over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from knowledge_fixture import FILES, tiny_knowledge

from bot.knowledge.loading import examine, load
from bot.knowledge.models import Axis, Part
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.shelves import default_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_knowledge(tmp_path)


def test_every_shelf_is_filled_in_the_order_of_its_files(folder: Path) -> None:
    base = load(folder)
    assert list(base.roles) == ["client", "data-analyst", "data-engineer"]
    assert list(base.topics) == ["data-quality", "dashboards"]
    assert [list(shelf) for shelf in (base.tools, base.skills, base.concepts)] == [
        ["kafka"],
        ["sql"],
        ["data-quality"],
    ]
    assert list(base.sources) == ["001", "002"]
    assert [list(shelf) for shelf in (base.walkthroughs, base.plans)] == [["example"], ["newcomer"]]
    assert list(base.faqs) == ["access", "laptop"]
    assert [words.id for words in base.synonyms] == ["broken", "fast"]
    assert [area.id for area in base.outside] == ["pay"]


def test_values_arrive_as_they_stand(folder: Path) -> None:
    base = load(folder)
    assert base.roles["client"].partner is True
    assert base.roles["data-engineer"].skill_levels[Axis.PIPELINES].level == 3
    assert base.roles["data-engineer"].duties[0].sources == ("001:3", "002")
    assert base.topics["data-quality"].stakes[1].part is Part.INFORMED
    assert base.plans["newcomer"].steps[1].show == "walkthrough:example"


def test_a_folder_of_faqs_alone_is_a_knowledge_base(tmp_path: Path) -> None:
    (tmp_path / "faqs").mkdir()
    (tmp_path / "faqs" / "access.yaml").write_text(FILES["faqs/access.yaml"], encoding="utf-8")
    base = load(tmp_path)
    assert list(base.faqs) == ["access", "laptop"]
    assert not base.roles


def test_the_version_follows_the_content(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tiny_knowledge(tmp_path_factory.mktemp("other"))
    assert load(folder).version == load(other).version
    (other / "skills.yaml").write_text("- id: sql\n  name: Structured queries\n", encoding="utf-8")
    assert load(folder).version != load(other).version


def test_the_version_tells_a_renamed_file(folder: Path) -> None:
    before = load(folder).version
    (folder / "faqs" / "access.yaml").rename(folder / "faqs" / "entry.yaml")
    assert load(folder).version != before


def test_warnings_stop_nothing(folder: Path) -> None:
    (folder / "roles" / "client.yaml").rename(folder / "roles" / "customer.yaml")
    (folder / "tool.yaml").write_text("nothing reads this", encoding="utf-8")
    assert len(examine(folder).problems) == 2
    assert "client" in load(folder).roles


def test_an_error_carries_every_problem_and_says_them_all(folder: Path) -> None:
    (folder / "skills.yaml").write_text("", encoding="utf-8")
    (folder / "outside.yaml").write_text("- id: pay\n  title: Pay\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    lines = str(caught.value).splitlines()
    assert lines == [str(problem) for problem in caught.value.problems]
    assert lines == [
        f"{folder}/outside.yaml:1:3 'phrases' is missing",
        f"{folder}/skills.yaml:1:1 the file is empty; it should hold a list, one skill an item",
    ]


def test_an_error_of_meaning_stops_loading(folder: Path) -> None:
    path = folder / "topics" / "quality.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("002:6", "009"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="unknown source '009'"):
        load(folder)


def test_a_folder_that_does_not_exist_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path / "nowhere")
    assert str(caught.value) == f"{tmp_path}/nowhere: there is no such folder"


def test_a_folder_without_knowledge_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Nothing here", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path)
    message = "holds no knowledge: no roles/, topics/, faqs/ or other file that is read"
    assert str(caught.value) == f"{tmp_path}: {message}"


def test_the_shipped_knowledge_has_no_errors() -> None:
    base = load()
    assert len(base.roles) == 15
    assert len(base.topics) >= 99
    assert default_folder().is_dir()


def check_survives(folder: Path) -> None:
    """Loading may refuse the folder, but in one way only, and both ways of looking agree."""
    if examine(folder).errors:
        with pytest.raises(KnowledgeError):
            load(folder)
    else:
        assert load(folder).version


@given(
    name=st.sampled_from(sorted(FILES)), data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode)
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_make_loading_fall_over(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    try:
        check_survives(folder)
    finally:
        tiny_knowledge(folder)


WORDS = st.sampled_from(
    ["", "no", "data-engineer", "data-quality", "responsible", "001", "a: b", "\x1b", "🐟"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | WORDS | st.binary(max_size=4)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def ways(value: object) -> list[tuple[Any, Any]]:
    """Return every container within a value with each of its keys or positions."""
    items = list(
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [(value, key) for key, _ in items] + [way for _, inner in items for way in ways(inner)]


@given(name=st.sampled_from(sorted(FILES)), value=VALUES, data=st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_in_the_place_of_another_makes_loading_fall_over(
    folder: Path, name: str, value: object, data: st.DataObject
) -> None:
    content = yaml.safe_load(FILES[name])
    container, key = data.draw(st.sampled_from(ways(content)))
    container[key] = value
    (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    try:
        check_survives(folder)
    finally:
        tiny_knowledge(folder)
