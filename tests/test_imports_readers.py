"""Files that say who owns what are read as they mean it, or refused with the line and the reason."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.imports.backstage import read_backstage
from bot.imports.codeowners import read_codeowners
from bot.imports.dbt import read_dbt
from bot.imports.found import BadImport, Party
from bot.imports.owners import OwnerMap, read_owner_map
from bot.knowledge.assets import Asset, AssetKind, Owner, Pattern

GITHUB = b"""\
# Everything that nobody else has
*                 @acme/platform
*.sql             @acme/analytics ana@example.com  # and Ana
/docs/*           @writers
/build/           @builders
apps/             @octocat
/models/**/stage  @acme/stage
/app/[slug]/      @web
/with\\ space/     @spacious
/apps/secret/
"""

GITLAB = b"""\
* @everyone

[Models][2] @acme/models
models/
models/orders.sql @ana

^[Docs]
*.md @writers
!CHANGELOG.md
CHANGELOG.md @nobody

[MODELS]
models/legacy/ @@maintainer
"""

CATALOG = b"""\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: Payments
spec:
  type: team
  profile: {displayName: The payments team, email: pay@example.com}
  members: [ana, user:other/ben]
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ana}
spec: {memberOf: [payments]}
---
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: payments-service
spec:
  owner: Payments
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: billing, namespace: money}
spec:
  owner: team
---
apiVersion: backstage.io/v1beta1
kind: Resource
metadata: {name: orders-db}
spec: {owner: 'User:default/Ana'}
---
apiVersion: backstage.io/v1alpha1
kind: Location
metadata: {name: elsewhere}
---
apiVersion: example.com/v1
kind: Component
metadata: {name: of-another-system}
"""

MANIFEST = {
    "metadata": {"dbt_version": "1.10.0"},
    "nodes": {
        "model.shop.orders": {
            "name": "orders",
            "resource_type": "model",
            "config": {"meta": {"owner": "@Ana"}, "group": "finance"},
        },
        "model.shop.refunds": {
            "name": "refunds",
            "resource_type": "model",
            "config": {"meta": {}, "group": "finance"},
        },
        "model.shop.carts": {
            "name": "carts",
            "resource_type": "model",
            "meta": {"owner": ["Web", {"name": "Ben", "email": "Ben@example.com"}]},
        },
        "seed.shop.countries": {"name": "countries", "resource_type": "seed", "group": "finance"},
        "model.shop.orphan": {"name": "orphan", "resource_type": "model"},
        "test.shop.unique": {"name": "unique", "resource_type": "test", "group": "finance"},
    },
    "groups": {
        "group.shop.finance": {"name": "finance", "owner": {"name": "Finance", "email": ["fin@example.com"]}}
    },
    "exposures": {
        "exposure.shop.weekly": {"name": "weekly", "owner": {"name": None, "email": "eve@example.com"}}
    },
    "parent_map": {"model.shop.orders": []},
}


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("README", ["@acme/platform"]),
        ("deep/in/x.sql", ["@acme/analytics", "ana@example.com"]),
        ("docs/intro.txt", ["@writers"]),
        ("docs/deep/intro.txt", ["@acme/platform"]),
        ("build/logs/x", ["@builders"]),
        ("other/build/x", ["@acme/platform"]),
        ("some/apps/x", ["@octocat"]),
        ("apps/secret/key", []),
        ("/models/a/b/stage/x", ["@acme/stage"]),
        ("app/[slug]/page", ["@web"]),
        ("app/s/page", ["@acme/platform"]),
        ("with space/x", ["@spacious"]),
    ],
)
def test_the_last_line_that_matches_says_who_owns_a_path(path: str, owners: list[str]) -> None:
    assert [owner.written for owner in read_codeowners(GITHUB).owners(path)] == owners


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("x", ["@everyone"]),
        ("models/a.sql", ["@everyone", "@acme/models"]),
        ("models/orders.sql", ["@everyone", "@ana"]),
        ("models/legacy/a.sql", ["@everyone", "@@maintainer"]),
        ("README.md", ["@everyone", "@writers"]),
        ("CHANGELOG.md", ["@everyone"]),
    ],
)
def test_each_section_has_its_say(path: str, owners: list[str]) -> None:
    assert [owner.written for owner in read_codeowners(GITLAB).owners(path)] == owners


def test_a_pattern_is_an_asset_with_its_owners_as_written_and_its_line() -> None:
    found = read_codeowners(b"\n/pay/ @Acme/Pay\n/pay/ @acme/Two @acme/two\n/free/\n", "own/CODEOWNERS").found

    two = (Owner("@acme/Two", "@acme/two"), Owner("@acme/two", "@acme/two"))
    assert found.assets == (
        Asset("path:/pay/", "pay", AssetKind.PATH, two, "own/CODEOWNERS", 3, Pattern("/pay/")),
        Asset("path:/free/", "free", AssetKind.PATH, (), "own/CODEOWNERS", 4, Pattern("/free/")),
    )


def test_a_catalogue_gives_groups_people_and_what_they_own() -> None:
    found = read_backstage(CATALOG, "c.yaml")

    assert found.parties == (
        Party(
            "group:default/payments",
            "The payments team",
            "pay@example.com",
            ("user:default/ana", "user:other/ben"),
            "c.yaml",
            4,
        ),
        Party("user:default/ana", "ana", None, (), "c.yaml", 12),
    )
    assert found.assets == (
        Asset(
            "component:default/payments-service",
            "payments-service",
            AssetKind.COMPONENT,
            (Owner("Payments", "group:default/payments"),),
            "c.yaml",
            21,
        ),
        Asset(
            "system:money/billing",
            "billing",
            AssetKind.SYSTEM,
            (Owner("team", "group:money/team"),),
            "c.yaml",
            27,
        ),
        Asset(
            "resource:default/orders-db",
            "orders-db",
            AssetKind.RESOURCE,
            (Owner("User:default/Ana", "user:default/ana"),),
            "c.yaml",
            32,
        ),
    )


def test_a_manifest_gives_models_seeds_and_exposures_with_their_owners() -> None:
    text = json.dumps(MANIFEST, indent=1)
    found = read_dbt(text.encode(), "m.json")

    finance = Owner("Finance", "fin@example.com")
    assert {asset.id: (asset.kind, asset.owners) for asset in found.assets} == {
        "model.shop.orders": (AssetKind.MODEL, (Owner("@Ana", "@ana"),)),
        "model.shop.refunds": (AssetKind.MODEL, (finance,)),
        "model.shop.carts": (AssetKind.MODEL, (Owner("Web", "web"), Owner("Ben", "ben@example.com"))),
        "seed.shop.countries": (AssetKind.SEED, (finance,)),
        "exposure.shop.weekly": (AssetKind.EXPOSURE, (Owner("eve@example.com", "eve@example.com"),)),
    }
    assert [(party.name, party.email) for party in found.parties] == [("finance", "fin@example.com")]
    lines = text.split("\n")
    placed = [(each.name, each.line) for each in found.assets] + [
        (each.name, each.line) for each in found.parties
    ]
    assert all(name in lines[line - 1] for name, line in placed)


def entity(**given: object) -> bytes:
    whole = {"apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": {"name": "x"}}
    return json.dumps({**whole, "spec": {"owner": "a"}, **given}).encode()


def manifest(**given: object) -> bytes:
    return json.dumps({**MANIFEST, **given}).encode()


@pytest.mark.parametrize(
    ("read", "data", "line", "reason"),
    [
        (read_codeowners, b"* @a\nx acme", 2, "'acme' is no owner"),
        (read_codeowners, b"* @a\n\nx @a\n/ @b", 4, "is not a pattern"),
        (read_codeowners, b"!x @a", 1, "cannot name owners"),
        (read_codeowners, b"[S] nobody", 1, "'nobody' is no owner"),
        (read_codeowners, b"* @a\n\xff @b", 2, "not UTF-8"),
        (read_codeowners, b"x\x07y @a", 1, "cannot be shown"),
        (read_codeowners, b"x" * 501, 1, "longer than 500"),
        (read_codeowners, b"#" * 3_000_001, 0, "larger than 3 MB"),
        (read_backstage, b"a: b", 1, "needs 'apiVersion' and 'kind'"),
        (read_backstage, entity(spec={}), 1, "'spec.owner' should be a text"),
        (read_backstage, entity(spec=None), 1, "'spec.owner' should be a text"),
        (read_backstage, entity(spec="a"), 1, "'spec' should hold keys"),
        (read_backstage, entity(spec={"owner": "a b"}), 1, "refers to no group or person"),
        (read_backstage, entity(metadata={}), 1, "'metadata.name' should be a text"),
        (read_backstage, entity() + b"\n---\n" + entity(), 3, "is there twice"),
        (read_backstage, entity() + b"\n---\n- a: b", 3, "needs 'apiVersion' and 'kind'"),
        (read_backstage, entity() + b"\n---\na: b: c", 3, "not valid YAML"),
        (read_backstage, b"a: !!python/object:os.system b", 1, "has no use here"),
        (read_backstage, b"[" * 60, 1, "levels deep"),
        (read_backstage, entity(kind="Group", spec={"members": "ana"}), 1, "should be a list"),
        (read_dbt, b"{}", 1, "not a manifest"),
        (read_dbt, b"[]", 1, "not a manifest"),
        (read_dbt, b'{"nodes":\n {]', 2, "not valid JSON"),
        (read_dbt, b"[" * 100_000, 1, "nested too deep"),
        (read_dbt, b"1" * 5000, 1, "a number is too long"),
        (read_dbt, manifest(groups={}), 1, "there is no group 'finance'"),
        (read_dbt, manifest(groups={"g": {"name": "finance", "owner": {}}}), 1, "the group has no owner"),
        (read_dbt, manifest(exposures={"e": {"name": "weekly"}}), 1, "the exposure has no owner"),
        (read_dbt, manifest(exposures={"e": {"owner": "a"}}), 1, "the name of 'e' should be a text"),
        (read_dbt, manifest(exposures={"e": {"name": "e", "owner": [[["a"]]]}}), 1, "should be one list"),
        (read_dbt, manifest(exposures={"e": {"name": "e", "owner": 7}}), 1, "the owner should be a text"),
        (read_dbt, manifest(exposures={"e": {"name": "e", "owner": "\ud800"}}), 1, "cannot be shown"),
        (read_dbt, manifest(exposures=[]), 1, "should hold keys"),
        (read_owner_map, b"a: S1\nb: data", 2, "should have the id"),
        (read_owner_map, b"- a", 1, "an owner and an id"),
        (read_owner_map, b"a: S1\na: S2", 2, "stands here twice"),
    ],
)
def test_a_bad_file_is_refused_with_the_line_and_the_reason(
    read: Callable[[bytes, str], object], data: bytes, line: int, reason: str
) -> None:
    with pytest.raises(BadImport) as refused:
        read(data, "some/file")

    assert (refused.value.file, refused.value.line) == ("some/file", line)
    assert reason in refused.value.reason


@pytest.mark.parametrize("read", [read_codeowners, read_backstage, read_owner_map])
def test_a_file_with_nothing_in_it_says_nothing(read: Callable[[bytes, str], object]) -> None:
    assert read(b"", "f") == read(b"\xef\xbb\xbf\n", "f")


PIECES = st.sampled_from(
    [
        *(
            b"* @a\n",
            b"[S] @b\n",
            b"!",
            b"\\",
            b" ",
            b"\n",
            b"#",
            b"/",
            b"**",
            b"[",
            b"]",
            b"---\n",
            b"&a ",
            b"*a",
        ),
        *(
            b"kind: Group\n",
            b"apiVersion: backstage.io/v1\n",
            b"metadata: {name: x}\n",
            b"spec: {owner: a}\n",
        ),
        *(
            b'{"nodes": {',
            b'"groups":',
            b'"exposures":',
            b'{"owner": ',
            b'"a"',
            b": ",
            b", ",
            b"}",
            b"null",
            b"1",
        ),
        *(b"<<: ", b"? ", b"!!set", b"2020-01-01", b"\x00", b"\x85", b"\xed\xa0\x80", b"\xe2\x80\xa8"),
    ]
)


def test_a_line_that_github_passes_over_is_refused_where_the_file_is_githubs() -> None:
    with pytest.raises(BadImport, match="GitHub passes over a line with '!'") as refused:
        read_codeowners(b"* @a\n!x\n", ".github/CODEOWNERS")

    assert refused.value.line == 2
    assert read_codeowners(b"* @a\n!x\n", ".gitlab/CODEOWNERS").owners("x") == ()


@given(st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=25).map(b"".join)))
def test_whatever_a_file_holds_it_is_read_or_refused_in_one_way(data: bytes) -> None:
    for read in (read_codeowners, read_backstage, read_dbt, read_owner_map):
        with contextlib.suppress(BadImport):
            read(data, "f")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["nodes", "groups", "exposures", "name", "owner", "meta", "config", "group", "email"]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(nodes=JSON, groups=JSON, owner=JSON, spec=JSON, metadata=JSON)
def test_a_file_of_the_wrong_shape_is_refused_in_one_way(
    nodes: object, groups: object, owner: object, spec: object, metadata: object
) -> None:
    model = {"name": "a", "resource_type": "model", "meta": {"owner": owner}, "group": groups}
    files: list[tuple[Callable[[bytes, str], object], object]] = [
        (read_dbt, {"nodes": nodes, "groups": groups}),
        (read_dbt, {"nodes": {"m": model, "n": nodes}, "groups": {"g": {"name": "a", "owner": owner}}}),
        (
            read_backstage,
            {"apiVersion": "backstage.io/v1", "kind": "Group", "metadata": metadata, "spec": spec},
        ),
        (read_owner_map, {"a": owner}),
    ]
    for read, content in files:
        with contextlib.suppress(BadImport):
            read(json.dumps(content).encode(), "f")


@pytest.mark.parametrize(
    ("owner", "id_"),
    [
        (Owner("@Acme/Pay", "@acme/pay"), "S1"),
        (Owner("Payments", "group:default/payments"), "S2"),
        (Owner("Ana", "ana@example.com"), "U3"),
        (Owner("Web", "web"), None),
    ],
)
def test_an_owner_is_mapped_by_reference_or_as_written(owner: Owner, id_: str | None) -> None:
    data = b'"@acme/PAY": S1\ngroup:default/payments: S2\nana: U3\n'

    assert read_owner_map(data, "f").of(owner) == id_
    assert OwnerMap().of(owner) is None
