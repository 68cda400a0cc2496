"""Own entries go out as YAML and come back as they were; what an import would change is known before."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.imports.found import BadImport, Found
from bot.imports.own import Written, read_own, write_own
from bot.imports.owners import OwnerMap
from bot.imports.plan import Plan, plan_assets, plan_entries, unmapped
from bot.imports.reading import read_file
from bot.knowledge.assets import Asset, AssetKind, Owner
from bot.knowledge.loading import load
from bot.knowledge.models import Faq

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
    text = write_own(written)

    assert written.roles
    assert read_own(text.encode(), "f") == written
    assert write_own(read_own(text.encode(), "f")) == text


@given(id_=st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True), answer=TEXTS, question=TEXTS)
def test_any_text_survives_the_way_out_and_back(id_: str, answer: str, question: str) -> None:
    try:
        faq = Faq(id=id_, questions=(question,), answer=answer)
        written = Written(faqs=(faq,), role_texts={id_: answer})
    except ValidationError:
        reject()

    assert read_own(write_own(written).encode(), "f") == written


def test_nothing_is_an_empty_file() -> None:
    assert write_own(Written()) == ""
    assert read_own(b"", "f") == read_own(b"# nothing yet\n", "f") == Written()


def test_a_plain_list_is_a_pack_of_questions() -> None:
    found = read_own(b"- id: badge\n  questions: [where is it?]\n  answer: At the desk.\n", "f")

    assert found.faqs == (Faq(id="badge", questions=("where is it?",), answer="At the desk."),)


BADGE = b"- id: badge\n  questions: [where is it?]\n  answer: At the desk.\n"


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (BADGE + b"  note: x\n", 4, "unknown key 'note'"),
        (BADGE + BADGE, 4, "'badge' is there twice"),
        (b"faqs:\n- id: badge\n  questions: [a]\n", 2, "'answer' is missing"),
        (b"roles: []\nfaq: []\n", 2, "unknown key 'faq'; did you mean 'faqs'?"),
        (b"role_texts:\n  Data Engineer: a\n", 2, ""),
        (b"role_texts:\n  a: [b]\n", 2, "a text"),
        (b"roles:\n- id: a\n  id: b\n", 3, "stands here twice"),
        (b"roles: 7\n", 1, "a list"),
        (b"just words\n", 1, "should hold roles"),
        (b"a: b: c\n", 1, "not valid YAML"),
        (b"\xff", 1, "not UTF-8"),
        (b"[" * 40, 1, "levels deep"),
        (b"#" * 1_000_001, 0, "larger than 1 MB"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(data: bytes, line: int, reason: str) -> None:
    with pytest.raises(BadImport) as refused:
        read_own(data, "own.yaml")

    assert (refused.value.file, refused.value.line) == ("own.yaml", line)
    assert reason in refused.value.reason


@given(st.binary(max_size=200), st.sampled_from(["CODEOWNERS", "m.json", "c.yaml", "x.yml", "x.txt", ""]))
def test_any_file_of_any_name_is_read_or_refused_in_one_way(data: bytes, name: str) -> None:
    with contextlib.suppress(BadImport):
        assert isinstance(read_file(data, name), Found | Written)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        (".github/CODEOWNERS", b"* @a", Found),
        ("target/manifest.json", b'{"nodes": {}}', Found),
        ("catalog-info.yaml", b"apiVersion: backstage.io/v1\nkind: API\nmetadata: {name: x}", Found),
        ("own.yml", BADGE, Written),
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
