"""The directory is looked over against the knowledge: who is missing, who is doubled, what is old."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from small_knowledge import PIPES, SMALL

from bot.knowledge.models import Part, Stake
from bot.workspace.directory import Directory, Entry, Listed, Subject, SubjectKind
from bot.workspace.health import Health, health

NOW = datetime(2026, 11, 2, tzinfo=UTC)
ADA, NOBODY, CHANNEL = Entry(people=("UADA",)), Entry(), Entry(channel="CHELP")


def directory(
    roles: Mapping[str, Entry] | None = None,
    topics: Mapping[str, Entry] | None = None,
    absent: Mapping[str, tuple[str, ...]] | None = None,
    age: timedelta = timedelta(0),
) -> Directory:
    kinds = ((SubjectKind.ROLE, roles or {}), (SubjectKind.TOPIC, topics or {}))
    return Directory(
        {
            Subject(kind=kind, id=name): Listed(entry=entry, confirmed_by="UADM", confirmed_at=NOW - age)
            for kind, entries in kinds
            for name, entry in entries.items()
        },
        absent or {},
    )


def looked_over(found: Directory) -> Health:
    return health(found, SMALL, NOW)


EVERYBODY = {"data-plumber": ADA, "water-taster": ADA, "ml-mapper": ADA}


def test_a_full_directory_is_healthy() -> None:
    assert not looked_over(directory(EVERYBODY))


def test_an_empty_directory_lacks_everything_but_partners() -> None:
    found = looked_over(directory())

    assert found
    assert found.topics_without_anybody == ("pipes", "water-quality")
    assert found.roles_without_people == ("data-plumber", "water-taster", "ml-mapper")


def test_a_channel_is_nobody() -> None:
    found = looked_over(directory({**EVERYBODY, "ml-mapper": CHANNEL}))

    assert found.roles_without_people == ("ml-mapper",)


def test_one_responsible_role_with_people_is_enough_for_a_topic() -> None:
    assert looked_over(directory({"ml-mapper": ADA})).topics_without_anybody == ("pipes",)
    assert looked_over(directory({"data-plumber": ADA})).topics_without_anybody == ("water-quality",)
    assert looked_over(directory(topics={"pipes": ADA})).topics_without_anybody == ("water-quality",)


def test_whoever_covers_for_a_role_counts_for_it() -> None:
    covered = {"water-taster": ("data-plumber",), "ml-mapper": ("data-plumber",)}

    assert not looked_over(directory({"data-plumber": ADA}, absent=covered))


def test_a_role_that_nobody_covers_for_leaves_its_topics_to_others() -> None:
    found = looked_over(directory({"data-plumber": ADA}, absent={"water-taster": (), "ml-mapper": ()}))

    assert found.topics_without_anybody == ("water-quality",)
    assert found.roles_without_people == ()


def test_two_accountable_roles_for_one_topic_are_told_unless_one_covers_for_the_other() -> None:
    accountable = tuple(
        Stake(role=role, part=Part.ACCOUNTABLE, text="answers for them", sources=("000",))
        for role in ("data-plumber", "water-taster")
    )
    doubled = PIPES.model_copy(update={"stakes": (*PIPES.stakes, *accountable)})
    knowledge = replace(SMALL, topics={**SMALL.topics, "pipes": doubled})

    two = health(directory(EVERYBODY), knowledge, NOW)
    one = health(directory(EVERYBODY, absent={"water-taster": ("data-plumber",)}), knowledge, NOW)
    assert two.accountable_twice == (("pipes", ("data-plumber", "water-taster")),)
    assert one.accountable_twice == ()


def test_what_nobody_has_confirmed_for_six_months_is_told() -> None:
    assert not looked_over(directory(EVERYBODY, age=timedelta(days=182))).stale

    found = looked_over(directory(EVERYBODY, age=timedelta(days=183)))
    assert [subject.id for subject in found.stale] == ["data-plumber", "ml-mapper", "water-taster"]


def test_entries_of_what_is_no_longer_known_are_told() -> None:
    found = looked_over(directory({**EVERYBODY, "well-digger": ADA}, topics={"wells": ADA}))

    assert [str(subject) for subject in found.gone] == ["role well-digger", "topic wells"]
