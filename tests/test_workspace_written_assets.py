"""What was imported of who owns what goes out as YAML and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.imports.found import BadImport
from bot.imports.owners import OwnerMap
from bot.knowledge.assets import Asset, AssetKind, Owner, Pattern
from bot.knowledge.places import NODES
from bot.workspace.assets import AssetFile
from bot.workspace.contents import Contents
from bot.workspace.intake import Files, planned, read_file
from bot.workspace.written import read_written, write_written, written_of

names = st.text(min_size=1, max_size=30).filter(lambda text: text.isprintable() and bool(text.strip()))
words = st.from_regex(r"[\w.*-]{1,12}", fullmatch=True).filter(str.isprintable)
owners = st.builds(Owner, names, names) | names.map(lambda text: Owner(text, text.strip().casefold()))
listed = st.lists(owners, max_size=2, unique=True).map(tuple)
lines = st.integers(1, 10**8)
paths = st.builds(
    lambda text, section, line, owned: Asset(
        f"path:[{section}]{text}", text, AssetKind.PATH, owned, "F", line, Pattern(text, section, not owned)
    ),
    st.builds("/{}/{}".format, words, words),
    st.just("") | names,
    lines,
    listed,
)
others = st.builds(
    Asset, names, names, st.sampled_from([*{*AssetKind} - {AssetKind.PATH}]), listed, st.just("F"), lines
)


@st.composite
def files(draw: st.DrawFn) -> AssetFile:
    """Draw what a file may say."""
    assets = draw(st.lists(paths | others, min_size=1, max_size=5, unique_by=lambda asset: asset.id))
    owning = sorted({owner.reference for asset in assets for owner in asset.owners})
    someone = st.sampled_from(["U1", "S23", "WX9"])
    people = {owner: draw(someone) for owner in owning if draw(st.booleans())}
    return AssetFile("F", tuple(assets), people)


@given(files())
def test_whatever_a_file_says_comes_back_as_it_was(file: AssetFile) -> None:
    text = write_written(written_of(Contents(), [file]))
    document = read_written(text.encode(), "all.yaml")

    assert document.files == (file,)
    assert write_written(document.written) == text


def test_a_file_may_hold_more_values_than_one_of_the_knowledge_base() -> None:
    many = b"stewards: [" + b"U1," * (NODES + 1) + b"]\nimported: {}\n"

    assert read_written(many, "all.yaml").written.stewards[-1] == "U1"


PAY = """\
imported:
  CODEOWNERS:
    assets:
    - {id: 'path:/pay/', name: pay, kind: path, owners: ['@acme/pay'], line: 1, pattern: {text: /pay/}}
    people:
      '@acme/pay': S1
"""


def test_whom_the_file_names_in_slack_is_what_counts() -> None:
    document = read_written(PAY.encode(), "all.yaml")
    other = AssetFile("CODEOWNERS", document.files[0].assets, {"@acme/pay": "S2"})
    planning = Files((document,)), Contents()

    intake = planned(*planning, {"CODEOWNERS": other}, OwnerMap({"@acme/pay": "S2"}))
    assert (intake.named, intake.files) == (True, document.files)
    assert not planned(*planning, {"CODEOWNERS": document.files[0]})


def test_a_file_that_is_told_of_twice_is_refused() -> None:
    code = read_file(b"/pay/ @acme/pay\n", "CODEOWNERS")
    one, two = (read_written(PAY.encode(), name) for name in ("one.yaml", "two.yaml"))
    for given_ in (Files((one, two)), Files((two,), {"CODEOWNERS": code})):  # type: ignore[dict-item]
        with pytest.raises(BadImport, match=r"two.yaml:2: CODEOWNERS stands in two of the files"):
            planned(given_, Contents(), {})


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("kind: path", "kind: road", 4, "'road' is none of path"),
        (", pattern: {text: /pay/}", "", 4, "a path needs its 'pattern'"),
        ("{text: /pay/}", "{text: '/'}", 4, "'/' is not a pattern of paths"),
        ("{text: /pay/}", "{text: /pay/, excludes: true}", 4, "cannot name owners"),
        ("line: 1", "line: 0", 4, "too small"),
        ("name: pay", "name: ' '", 4, "nothing that can be shown"),
        ("name: pay", f"name: {'a' * 501}", 4, "too long"),
        ("'@acme/pay': S1", "'@acme/pays': S1", 3, "'@acme/pays' owns nothing in this file"),
        ("'@acme/pay': S1", "'@acme/pay': pay", 6, "is not the id"),
        ("  CODEOWNERS", f"  {'a' * 201}", 2, "too long"),
        ("    people", "    - {id: 'path:/pay/', name: a, kind: seed, line: 2}\n    people", 3, "twice"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(old: str, new: str, line: int, reason: str) -> None:
    assert old in PAY
    with pytest.raises(BadImport) as refused:
        read_written(PAY.replace(old, new).encode(), "all.yaml")

    assert reason in refused.value.reason
    assert refused.value.line == line
