"""What people fill in is checked, and becomes the snapshot that answers are made with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from bot.answers.workspace import Contact
from bot.workspace.contents import Contents
from bot.workspace.directory import Entry, Subject, SubjectKind
from bot.workspace.edits import EDIT, Assign, Place, PutAside
from bot.workspace.settings import Answering, ChannelSettings

NOW = datetime(2026, 11, 2, tzinfo=UTC).isoformat()


def listed(**entry: object) -> Any:
    return {"entry": entry, "confirmed_by": "UADM", "confirmed_at": NOW}


CONTENTS = Contents.of(
    7,
    [
        (
            Place("role", "data-engineer"),
            listed(
                people=["UADA", "UBOB"], groups=["SDATA"], channel="CHELP", backup="UEVE", note="mornings"
            ),
        ),
        (Place("topic", "data-quality"), listed(people=["UADA"], link="https://wiki.example/quality")),
        (Place("topic", "dashboards"), listed(channel="CHELP")),
        (Place("absence", "data-scientist"), ["data-analyst"]),
        (Place("settings", ""), {"retention_days": 30}),
        (Place("channel", "CNEW"), {"onboarding": True, "answering": "questions"}),
        (Place("stewards", ""), ["USTW"]),
    ],
)


@pytest.mark.parametrize(
    "entry",
    [
        {"people": ["someone"]},
        {"people": ["<@U1>"]},
        {"people": ["SDATA"]},
        {"groups": ["UADA"]},
        {"channel": "general"},
        {"channel": "C1> <!channel"},
        {"link": "javascript:alert(1)"},
        {"link": "ftp://files.example"},
        {"link": "https://a.example|<!here>"},
        {"note": ""},
        {"note": "long " * 100},
        {"email": "a@b.example"},
    ],
)
def test_an_entry_takes_ids_and_web_links_only(entry: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Entry.model_validate(entry)


@pytest.mark.parametrize(
    ("entry", "filled", "somebody"),
    [
        (Entry(), False, False),
        (Entry(people=("UADA",)), True, True),
        (Entry(groups=("SDATA",)), True, True),
        (Entry(channel="CHELP"), True, False),
        (Entry(note="ask in person"), True, False),
    ],
)
def test_an_entry_knows_whether_it_says_anything(entry: Entry, filled: bool, somebody: bool) -> None:
    assert (bool(entry), entry.somebody) == (filled, somebody)


def test_the_snapshot_says_who_it_is_here() -> None:
    here = CONTENTS.snapshot

    engineer = here.for_role("data-engineer")
    assert engineer.people == (Contact("UADA", "UADA"), Contact("UBOB", "UBOB"))
    assert engineer.groups == (Contact("SDATA", "SDATA"),)
    assert engineer.channel == Contact("CHELP", "CHELP")
    assert engineer.backup == Contact("UEVE", "UEVE")
    assert engineer.note == "mornings"
    assert here.topics["data-quality"].link == "https://wiki.example/quality"
    assert here.absent == {"data-scientist": ("data-analyst",)}
    assert CONTENTS.snapshot is here


def test_settings_are_those_that_were_chosen_else_the_defaults() -> None:
    assert CONTENTS.settings.retention_days == 30
    assert CONTENTS.channel("CNEW").answering is Answering.QUESTIONS
    assert CONTENTS.channel("COTHER") == ChannelSettings()
    assert CONTENTS.stewards == ("USTW",)
    assert CONTENTS.version == 7
    assert CONTENTS.size == 3


def test_a_person_finds_what_they_are_named_for() -> None:
    directory = CONTENTS.directory

    assert [str(subject) for subject in directory.of_person("UADA")] == [
        "role data-engineer",
        "topic data-quality",
    ]
    assert [str(subject) for subject in directory.of_person("UEVE")] == ["role data-engineer"]
    assert [*directory.of_person("UNEW")] == []


@pytest.mark.parametrize(("gone", "count"), [("CHELP", 2), ("SDATA", 1), ("UEVE", 1), ("UADA", 2), ("C0", 0)])
def test_whatever_is_gone_is_found_in_the_entries_that_name_it(gone: str, count: int) -> None:
    assert len([*CONTENTS.directory.naming(gone)]) == count


def test_an_edit_comes_back_from_json_as_it_went() -> None:
    edit = Assign(of=Subject(kind=SubjectKind.TOPIC, id="data-quality"), entry=Entry(people=("UADA",)))

    assert EDIT.validate_json(EDIT.dump_json(edit)) == edit


def test_a_name_that_a_program_made_is_of_plain_letters() -> None:
    """Those of every script would take megabytes to check."""
    assert PutAside(gap="g_1-x", texts=("where?",)).gap == "g_1-x"
    for name in ("", "gäp", "g 1", "g" * 41):
        with pytest.raises(ValidationError):
            PutAside(gap=name, texts=("where?",))
