"""Who may do what: a table of every deed by every kind of person."""

from __future__ import annotations

import pytest

from bot.knowledge.models import Faq
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign, Edit, NameStewards, Settle, Write, needed
from bot.workspace.own import OwnFaq
from bot.workspace.rights import Deed, Person, Rights, Standing
from bot.workspace.settings import WorkspaceSettings

HERE = WorkspaceId("T0001")

KEEPING = {Deed.CHANGE, Deed.DECIDE, Deed.SEE_GAPS}
ASKING = {Deed.SEE_DIRECTORY, Deed.BE_LEARNT_FROM, Deed.PROPOSE}

PEOPLE = {
    "a workspace admin": (Person("UADM", Standing.ADMIN), set(Deed)),
    "an admin by the server's settings": (Person("UOPS", Standing.MEMBER), set(Deed)),
    "an admin of another workspace": (Person("UFAR", Standing.MEMBER), ASKING),
    "a steward": (Person("USTW", Standing.MEMBER), ASKING | KEEPING),
    "a member": (Person("UMEM", Standing.MEMBER), ASKING),
    "a guest": (Person("UGST", Standing.GUEST), {Deed.BE_LEARNT_FROM}),
    "a guest who is named steward": (Person("USTW", Standing.GUEST), {Deed.BE_LEARNT_FROM}),
    "somebody of another organisation": (Person("UEXT", Standing.STRANGER), set[Deed]()),
    "a stranger with a steward's id": (Person("USTW", Standing.STRANGER), set[Deed]()),
    "a stranger with an admin's id": (Person("UOPS", Standing.STRANGER), set[Deed]()),
    "a bot": (Person("UBOT", Standing.BOT), set[Deed]()),
}


def rights(**settings: bool) -> Rights:
    admins = [("T0001", "UOPS"), ("T0002", "UFAR")]
    return Rights(HERE, WorkspaceSettings(**settings), stewards=("USTW",), admins=admins)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("deed", Deed)
def test_everybody_may_do_what_the_table_says(who: str, deed: Deed) -> None:
    person, deeds = PEOPLE[who]

    assert rights().may(person, deed) is (deed in deeds)


@pytest.mark.parametrize("who", PEOPLE)
def test_in_shared_channels_nobody_sees_the_directory_and_nothing_is_learnt(who: str) -> None:
    person, deeds = PEOPLE[who]
    allowed = {deed for deed in Deed if rights().may(person, deed, shared=True)}

    assert allowed == deeds - {Deed.SEE_DIRECTORY, Deed.BE_LEARNT_FROM}


def test_guests_see_the_directory_where_a_setting_allows_it() -> None:
    guest, stranger = Person("UGST", Standing.GUEST), Person("UEXT", Standing.STRANGER)
    open_to_guests = rights(guests_see_directory=True)

    assert open_to_guests.may(guest, Deed.SEE_DIRECTORY)
    assert not open_to_guests.may(guest, Deed.SEE_DIRECTORY, shared=True)
    assert not open_to_guests.may(guest, Deed.PROPOSE)
    assert not open_to_guests.may(stranger, Deed.SEE_DIRECTORY)


@pytest.mark.parametrize(
    ("edit", "deed"),
    [
        (Assign(of=Subject(kind=SubjectKind.ROLE, id="data-engineer"), entry=Entry()), Deed.CHANGE),
        (Write(own=OwnFaq(value=Faq(id="a", questions=("b",), answer="c"))), Deed.CHANGE),
        (Settle(settings=WorkspaceSettings()), Deed.CHANGE),
        (NameStewards(people=("UADA",)), Deed.NAME_STEWARDS),
    ],
)
def test_stewards_change_everything_but_who_is_steward(edit: Edit, deed: Deed) -> None:
    assert needed(edit) is deed
