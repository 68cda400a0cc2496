"""Own entries go out as YAML and come back as they were; what an import would change is known before."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from pydantic import JsonValue, ValidationError

from bot.imports.found import BadImport, Found
from bot.imports.owners import OwnerMap
from bot.imports.plan import Plan, plan_assets, plan_entries, unmapped
from bot.knowledge.assets import Asset, AssetKind, Owner
from bot.knowledge.loading import load
from bot.knowledge.models import Faq
from bot.workspace.checking import check
from bot.workspace.contents import Contents
from bot.workspace.directory import Confirmation, Entry, Subject, SubjectKind
from bot.workspace.edits import (
    Assign,
    Edit,
    MarkAbsent,
    NameStewards,
    Place,
    PutAside,
    Settle,
    SettleChannel,
)
from bot.workspace.intake import Files, planned, read_file, require_fit, require_known
from bot.workspace.own import OwnEntry
from bot.workspace.settings import Answering, ChannelSettings, WorkspaceSettings
from bot.workspace.written import Document, Written, read_written, write_written, written_of

TEXTS = st.text(max_size=60) | st.sampled_from(
    [
        "yes",
        "1.5",
        "2024-01-01",
        "~",
        "- a",
        "a: b",
        "# x",
        "&a",
        "'",
        '"',
        "a\nb\n",
        "a\u2028b",
        "x\x85y",
        "<<",
    ]
)


def test_everything_that_is_known_comes_back_as_it_went() -> None:
    base = load()
    written = Written(
        roles=tuple(base.roles.values()),
        topics=tuple(base.topics.values()),
        faqs=tuple(base.faqs.values()),
        role_texts={"data-engineer": "Builds: it all"},
        topic_texts={"data-quality": "yes"},
        concept_texts={"data-mesh": "1.5"},
    )
    text = write_written(written)

    assert written.roles
    assert read_written(text.encode(), "f").written == written
    assert write_written(read_written(text.encode(), "f").written) == text


@given(id_=st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True), answer=TEXTS, question=TEXTS)
def test_any_text_survives_the_way_out_and_back(id_: str, answer: str, question: str) -> None:
    try:
        faq = Faq(id=id_, questions=(question,), answer=answer)
        written = Written(faqs=(faq,), role_texts={id_: answer})
    except ValidationError:
        reject()

    assert read_written(write_written(written).encode(), "f").written == written


ROLE, TOPIC = (
    Subject(kind=SubjectKind.ROLE, id="data-engineer"),
    Subject(kind=SubjectKind.TOPIC, id="data-quality"),
)
NOW = datetime(2026, 11, 27, 9, 30, 1, 250_000, UTC)
EARLIER = datetime(2025, 2, 3, 4, 5, 6, tzinfo=UTC)

people = st.from_regex(r"[UW][A-Z0-9]{1,10}", fullmatch=True)
groups = st.from_regex(r"S[A-Z0-9]{1,10}", fullmatch=True)
channels = st.from_regex(r"[CGD][A-Z0-9]{1,10}", fullmatch=True)
lines = st.text(min_size=1, max_size=40).map(str.strip).filter(bool)
entries = st.builds(
    Entry,
    people=st.lists(people, max_size=3).map(tuple),
    groups=st.lists(groups, max_size=2).map(tuple),
    channel=st.none() | channels,
    backup=st.none() | people | groups,
    note=st.none() | lines,
    link=st.none() | st.just("https://example.com/rota?x=1&y=ü"),
).filter(bool)
moments = st.integers(0, 10**10).map(lambda tenths: EARLIER + timedelta(seconds=tenths / 10))
ids = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True)
edits = st.one_of(
    st.builds(
        Assign,
        of=st.builds(Subject, kind=st.sampled_from(SubjectKind), id=ids),
        entry=entries,
        confirmed=st.builds(Confirmation, by=people | st.just("import"), at=moments),
    ),
    st.builds(MarkAbsent, role=ids, covered_by=st.lists(ids, max_size=2).map(tuple)),
    st.builds(NameStewards, people=st.lists(people, max_size=3).map(tuple)),
    st.builds(
        Settle,
        settings=st.builds(
            WorkspaceSettings,
            guests_see_directory=st.booleans(),
            retention_days=st.integers(1, 365),
            digest_channel=st.none() | channels,
            fallback_channel=st.none() | channels,
            time_zone=st.sampled_from([None, "UTC", "America/Sao_Paulo", "Asia/Kolkata"]),
        ),
    ),
    st.builds(
        SettleChannel,
        channel=channels,
        settings=st.builds(
            ChannelSettings,
            answering=st.sampled_from(Answering),
            in_thread=st.booleans(),
            hourly_limit=st.integers(1, 60),
            onboarding=st.booleans(),
            onboarding_by=st.none() | people,
        ),
    ),
    st.builds(
        PutAside,
        gap=st.from_regex(r"[a-f0-9]{16}", fullmatch=True),
        texts=st.lists(lines, min_size=1, max_size=3).map(tuple),
    ),
)


def kept(made: Iterable[Edit]) -> dict[Place, JsonValue]:
    """Return what stands in each place once changes are made, as it is kept."""
    standing: dict[Place, JsonValue] = {}
    for edit in made:
        after = edit.after(standing.pop(edit.place, None), "UBY", NOW)
        if after is not None:
            standing[edit.place] = after
    return standing


@given(st.lists(edits, max_size=12))
def test_whatever_a_workspace_keeps_comes_back_as_it_was(made: list[Edit]) -> None:
    before = kept(made)
    text = write_written(written_of(Contents.of(1, before.items())))
    found = read_written(text.encode(), "all.yaml")
    again = kept(edit for _, edit in found.edits(Contents()))

    usual = Place("settings", "")
    if before.get(usual) == WorkspaceSettings().model_dump(mode="json"):
        del before[usual]  # chosen as it is anyway
    assert again == before
    assert write_written(written_of(Contents.of(1, again.items()))) == text


def test_what_a_file_leaves_out_of_the_settings_stays_as_it_was_chosen() -> None:
    chosen = Settle(settings=WorkspaceSettings(retention_days=30, digest_channel="C1"))
    manners = SettleChannel(channel="C2", settings=ChannelSettings(answering=Answering.OFF))
    standing = Contents.of(1, kept([chosen, manners]).items())
    file = b"settings:\n  retention_days: 60\nchannels:\n  C2: {in_thread: false}\n"
    made = [edit for _, edit in read_written(file, "f").edits(standing)]

    assert made == [
        Settle(settings=WorkspaceSettings(retention_days=60, digest_channel="C1")),
        SettleChannel(channel="C2", settings=ChannelSettings(answering=Answering.OFF, in_thread=False)),
    ]


def test_an_entry_without_who_confirmed_it_stays_confirmed_while_it_says_the_same() -> None:
    confirmed = Confirmation(by="U7", at=EARLIER)
    assign = Assign(of=ROLE, entry=Entry(people=("U1",)), confirmed=confirmed)
    standing = Contents.of(1, kept([assign]).items())
    same, other = (
        planned(
            Files(
                (read_written(f"directory: {{roles: {{data-engineer: {{people: [{who}]}}}}}}".encode(), "f"),)
            ),
            standing,
            {},
        )
        for who in ("U1", "U2")
    )

    assert (same.edits.kept, bool(same)) == ((assign,), False)
    [(_, changed)] = other.edits.changed
    assert isinstance(changed, Assign)
    assert changed.confirmed is None


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("directory:\n  roles:\n    no-such: {people: [U1]}\n", 3, "there is no role 'no-such'"),
        (
            "directory:\n  topics:\n    data-engineer: {people: [U1]}\n",
            3,
            "there is no topic 'data-engineer'",
        ),
        ("stewards: [U1]\nnot_here:\n  data-engineer: [no-such]\n", 3, "there is no role 'no-such'"),
        ("not_here:\n  data-engineer: [data-engineer]\n", 2, "'data-engineer' cannot cover for itself"),
    ],
)
def test_roles_and_topics_that_there_are_not_are_refused_with_their_line(
    text: str, line: int, reason: str
) -> None:
    with pytest.raises(BadImport) as refused:
        require_known([read_written(text.encode(), "f")], Contents(), load())

    assert (refused.value.line, refused.value.reason) == (line, reason)


async def test_people_can_be_named_for_a_role_that_comes_with_them() -> None:
    text = "faqs: []\ntopics: []\ndirectory:\n  roles:\n    data-keeper: {people: [U1]}\nroles:\n"
    role = "- id: data-keeper\n  name: Data keeper\n  plural: Data keepers\n  partner: true\n"
    role += "  purpose: {text: keeps data, ours: true}\n"
    document = read_written((text + role).encode(), "f")

    require_known([document], Contents(), load())
    await require_fit([document], Contents(), fitting)


async def fitting(own: Sequence[OwnEntry]) -> None:
    check(own)


async def test_an_entry_that_does_not_fit_the_knowledge_is_refused_with_its_line() -> None:
    text = b"faqs:\n- {id: a, questions: [one], answer: x}\n"
    text += b"- {id: b, questions: [two], answer: x, roles: [nobody]}\n"
    with pytest.raises(BadImport) as refused:
        await require_fit([read_written(text, "own.yaml")], Contents(), fitting)

    assert (refused.value.file, refused.value.line) == ("own.yaml", 3)
    assert "nobody" in refused.value.reason


def test_two_files_that_ask_for_one_thing_are_refused() -> None:
    one, two = (read_written(b"stewards: [U1]\n", name) for name in ("one.yaml", "two.yaml"))

    with pytest.raises(BadImport, match=r"two.yaml:1: stewards stands in two of the files"):
        planned(Files((one, two)), Contents(), {})


def test_nothing_is_an_empty_file() -> None:
    assert write_written(Written()) == ""
    nothing = (read_written(data, "f") for data in (b"", b"# nothing yet\n"))
    assert [each.written for each in nothing] == [Written(), Written()]


def test_a_plain_list_is_a_pack_of_questions() -> None:
    found = read_written(b"- id: badge\n  questions: [where is it?]\n  answer: At the desk.\n", "f").written

    assert found.faqs == (Faq(id="badge", questions=("where is it?",), answer="At the desk."),)


BADGE = b"- id: badge\n  questions: [where is it?]\n  answer: At the desk.\n"


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (BADGE + b"  note: x\n", 4, "unknown key 'note'"),
        (BADGE + BADGE, 4, "'badge' is there twice"),
        (b"faqs:\n- id: badge\n  questions: [a]\n", 2, "'answer' is missing"),
        (b"directory:\n  roles:\n    data-engineer:\n      people: [U1, ana]\n", 4, "id of a person"),
        (b"directory:\n  roles:\n    data-engineer:\n      groups: [U1]\n", 4, "id of a user group"),
        (b"directory:\n  roles:\n    data-engineer:\n      link: 'javascript:x'\n", 4, "address of a page"),
        (b"directory:\n  roles:\n    data-engineer:\n      peple: [U1]\n", 4, "did you mean 'people'?"),
        (b"settings:\n  retention_days: 900\n", 2, "too large: at most 365"),
        (b"settings:\n  digest_channel: '#data'\n", 2, "id of a channel"),
        (b"settings:\n  time_zone: Prague\n", 2, "is not the name of a time zone"),
        (b"channels:\n  general: {answering: off}\n", 2, "id of a channel"),
        (b"channels:\n  C1: {answering: 'sometimes'}\n", 2, "sometimes"),
        (b"stewards: [U1, S2]\n", 1, "id of a person"),
        (b"not_here:\n  Data Engineer: []\n", 2, "is not an id"),
        (b"roles: []\nfaq: []\n", 2, "unknown key 'faq'; did you mean 'faqs'?"),
        (b"role_texts:\n  Data Engineer: a\n", 2, ""),
        (b"role_texts:\n  a: [b]\n", 2, "a text"),
        (b"roles:\n- id: a\n  id: b\n", 3, "stands here twice"),
        (b"roles: 7\n", 1, "a list"),
        (b"just words\n", 1, "should hold roles"),
        (b"a: b: c\n", 1, "not valid YAML"),
        (b"\xff", 1, "not UTF-8"),
        (b"[" * 40, 1, "levels deep"),
        (b"#" * 5_000_001, 0, "larger than 5 MB"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(data: bytes, line: int, reason: str) -> None:
    with pytest.raises(BadImport) as refused:
        read_written(data, "own.yaml")

    assert (refused.value.file, refused.value.line) == ("own.yaml", line)
    assert reason in refused.value.reason


@given(st.binary(max_size=200), st.sampled_from(["CODEOWNERS", "m.json", "c.yaml", "x.yml", "x.txt", ""]))
def test_any_file_of_any_name_is_read_or_refused_in_one_way(data: bytes, name: str) -> None:
    with contextlib.suppress(BadImport):
        assert isinstance(read_file(data, name), Found | Document)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        (".github/CODEOWNERS", b"* @a", Found),
        ("target/manifest.json", b'{"nodes": {}}', Found),
        ("catalog-info.yaml", b"apiVersion: backstage.io/v1\nkind: API\nmetadata: {name: x}", Found),
        ("own.yml", BADGE, Document),
    ],
)
def test_a_file_is_known_by_its_name_and_what_is_in_it(name: str, data: bytes, kind: type) -> None:
    assert type(read_file(data, name)) is kind


ANA, WEB = Owner("Ana", "ana"), Owner("@Web", "@web")
ORDERS = Asset("m.orders", "orders", AssetKind.MODEL, (ANA,), "m.json", 3)
CARTS = Asset("m.carts", "carts", AssetKind.MODEL, (WEB,), "m.json", 9)
ELSEWHERE = replace(CARTS, file="other.json")


@pytest.mark.parametrize(
    ("found", "standing", "plan"),
    [
        ([], [], Plan()),
        ([ORDERS], [], Plan(added=(ORDERS,))),
        ([ORDERS], [ORDERS], Plan(kept=(ORDERS,))),
        ([], [ORDERS], Plan(removed=(ORDERS,))),
        ([], [ELSEWHERE], Plan()),
        ([CARTS], [ELSEWHERE], Plan(added=(CARTS,))),
        ([replace(ORDERS, line=4)], [ORDERS], Plan(moved=((ORDERS, replace(ORDERS, line=4)),))),
        (
            [replace(ORDERS, owners=(WEB,), line=4)],
            [ORDERS],
            Plan(changed=((ORDERS, replace(ORDERS, owners=(WEB,), line=4)),)),
        ),
    ],
)
def test_a_plan_says_what_an_import_would_change(
    found: list[Asset], standing: list[Asset], plan: Plan[Asset]
) -> None:
    made = plan_assets(found, standing, ["m.json"])

    assert made == plan
    assert bool(made) == any((plan.added, plan.changed, plan.moved, plan.removed))


def test_an_entry_that_the_file_lacks_stays() -> None:
    plan = plan_entries([("a", 2), ("b", 1)], [("a", 1), ("b", 1), ("c", 1)], key=lambda pair: pair[0])

    assert plan == Plan(changed=((("a", 1), ("a", 2)),), kept=(("b", 1),))


def test_owners_that_nobody_is_are_named_once() -> None:
    assert unmapped([ORDERS, CARTS, ELSEWHERE], OwnerMap({"ana": "U1"})) == (WEB,)
