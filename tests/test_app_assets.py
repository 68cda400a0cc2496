"""Whose a model, a service or a path is, asked in Slack once the files that say so were imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import payloads
import pytest
from pydantic import SecretStr
from served_app import Served, served

from bot.imports.found import BadImport, Found
from bot.imports.owners import OwnerMap
from bot.playground.blocks import problems
from bot.playground.commands import command
from bot.playground.talking import say
from bot.workspace.assets import AssetFile
from bot.workspace.directory import WorkspaceId
from bot.workspace.intake import read_file, require_here
from bot.workspace.origin import Origin
from bot.workspace.owning import owners_here
from bot.workspace.profiles import Profiles
from bot.workspace.written import Document

HERE = WorkspaceId("TDATA")

NOBODY: Mapping[str, str] = {}
FILES = {
    "CODEOWNERS": "# who reviews what\n/src/billing/ @acme/pay\n",
    "catalog-info.yaml": """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: payments-service
spec:
  type: service
  owner: group:default/payments
""",
    "manifest.json": """\
{"nodes": {
  "model.shop.orders": {
    "resource_type": "model", "name": "orders",
    "config": {"meta": {"owner": "<!channel> Data & friends"}}}},
 "groups": {}, "exposures": {}}
""",
}


async def imported(hall: Served, people: Mapping[str, str] = NOBODY, emptied: str = "") -> None:
    """Import files into the workspace."""
    read = []
    for file, text in FILES.items():
        found = read_file(b"---\n" if file == emptied else text.encode(), file)
        assert isinstance(found, Found)
        read.append(AssetFile(file, found.assets, people))
    await hall.app.workspaces.store(HERE).contents.take_over((), read, "import")


async def asked(hall: Served, question: str, user: str = "UNIA", channel: str = "CHELP") -> dict[str, Any]:
    """Ask aloud; return the answer that all see."""
    say(hall.workspace, user, channel, f"@rolecall {question}")
    await hall.quiet()
    answer = hall.answers()[-1]
    assert problems(answer["blocks"]) == []
    return answer


async def test_what_was_imported_is_answered_with_owner_file_and_line(url: str) -> None:
    async with served(given={"database_url": SecretStr(url)}) as hall:
        assert "default/payments" not in (await asked(hall, "who owns payments-service?"))["text"]
        await imported(hall)

        service = await asked(hall, "who owns payments-service?")
        model = await asked(hall, "whose is the orders model?")
        path = await asked(hall, "who owns src/billing?")
        file = await asked(hall, "who owns `src/billing/__init__.py`?", channel="CGENERAL")
        nothing = await asked(hall, "who owns lib/__init__.py?", channel="CONBOARDING")

    said = "The component payments-service belongs to group:default/payments (catalog-info.yaml, line 7)."
    assert service["text"] == said
    assert "The component *payments-service* belongs to group:default/payments." in str(
        service["blocks"][0]["text"]["text"]
    )
    assert "From catalog-info.yaml, line 7" in str(service["blocks"])
    assert "&lt;!channel&gt; Data &amp; friends (manifest.json, line 2)" in model["text"]
    assert "<!channel>" not in str(model["blocks"])
    assert "@acme/pay (CODEOWNERS, line 2)" in path["text"]
    assert file["text"] == (
        "src/billing/__init__.py falls under /src/billing/, which belongs to @acme/pay (CODEOWNERS, line 2)."
    )
    assert nothing["text"].startswith("I don't know whose lib/__init__.py is: no line of the CODEOWNERS")


async def test_an_owner_who_is_known_here_is_named_and_not_called() -> None:
    async with served() as hall:
        await imported(hall, {"@acme/pay": "UADAM"})
        path = await asked(hall, "who owns src/billing?")

    assert "(@acme/pay)" in path["text"]
    assert "<@UADAM>" not in str(path)
    assert "UADAM|" in str(path["blocks"])


async def known(
    hall: Served, text: str, before: OwnerMap | None = None, file: str = "CODEOWNERS"
) -> list[str | None]:
    """Return who owns each thing of a file in Slack, as far as that tells."""
    found = read_file(text.encode(), file)
    assert isinstance(found, Found)
    client = await hall.app._authorize.client_for(HERE)
    assert client is not None
    at = Origin(HERE, HERE)
    owners = await owners_here({file: found}, before or OwnerMap(), Profiles(), client, at)
    return [owners.of(asset.owners[0]) for asset in found.assets]


async def test_a_team_called_like_a_user_group_is_that_group() -> None:
    async with served() as hall:
        group = hall.workspace.groups["SPLATFORM"]
        text = f"/a/ @acme/{group.handle}\n/b/ @{group.handle}\n/c/ @acme/nobody\n"

        assert await known(hall, text) == [group.id, None, None]


async def test_an_owner_with_an_address_is_whoever_has_it_in_slack() -> None:
    async with served() as hall:
        text = "/a/ Ana@Example.com\n/b/ nobody@example.com\n/c/ adam@example.com\n"
        hall.workspace.people["UADAM"].deleted = True
        assert await known(hall, text) == ["UANA", None, None]
        asked = [entry.request["email"] for entry in hall.workspace.calls("users.lookupByEmail")]
        assert asked == ["ana@example.com", "nobody@example.com", "adam@example.com"]
        assert await known(hall, text, OwnerMap({"ana@example.com": "UNIA"})) == ["UNIA", None, None]

        hall.workspace.granted.discard("users:read.email")
        before = len(hall.workspace.calls("users.lookupByEmail"))
        assert await known(hall, text) == [None, None, None]
        assert len(hall.workspace.calls("users.lookupByEmail")) == before


async def test_the_address_that_a_catalogue_or_a_manifest_gives_its_owner_finds_them_too() -> None:
    catalogue = """\
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ana}
spec: {profile: {displayName: Ana, email: ana@example.com}}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: shop}
spec: {owner: "user:ana"}
"""
    manifest = """\
{"nodes": {"model.shop.orders": {"resource_type": "model", "name": "orders", "group": "finance"}},
 "groups": {"group.shop.finance": {"name": "finance", "owner": {"name": "Fi", "email": "nia@example.com"}}}}
"""
    async with served() as hall:
        assert await known(hall, catalogue, file="catalog-info.yaml") == ["UANA"]
        assert await known(hall, manifest, file="manifest.json") == ["UNIA"]


HERE_ALONE = [
    ("stewards: [UANA]\ndirectory: {roles: {data-engineer: {people: [UNOBODY]}}}\n", 2, "who 'UNOBODY' is"),
    (
        "\ndirectory: {roles: {data-engineer: {people: [UBOTTDATA]}}}\n",
        2,
        "not one of this workspace's people",
    ),
    ("directory:\n  topics:\n    data-quality:\n      groups: [SOTHER]\n", 4, "no user group 'SOTHER'"),
    ("settings:\n  digest_channel: CHELP\n  fallback_channel: CGENERAL\n", 3, "another organisation"),
]


async def test_an_import_names_only_who_and_what_is_of_this_workspace() -> None:
    async with served() as hall:
        hall.workspace.channels["CGENERAL"].shared = True
        client = await hall.app._authorize.client_for(HERE)
        assert client is not None

        async def require(text: str) -> None:
            document = read_file(text.encode(), "all.yaml")
            assert isinstance(document, Document)
            await require_here([document], Profiles(), client, Origin(HERE, HERE))

        await require(
            "directory: {roles: {data-engineer: {people: [UANA], groups: [SPLATFORM], backup: UNIA}}}"
        )
        for text, line, reason in HERE_ALONE:
            with pytest.raises(BadImport, match=reason) as refused:
                await require(text)
            assert refused.value.line == line


async def test_another_workspace_a_guest_and_strangers_see_nothing_of_it() -> None:
    async with served() as hall:
        await imported(hall)
        assert "default/payments" in str(await asked(hall, "who owns payments-service?", "UADAM"))

        other = await hall.send(payloads.command("who owns payments-service?", team_id="TOTHER"))
        assert "default/payments" not in other.body.decode()
        hall.workspace.people["UNIA"].is_guest = True
        assert "default/payments" not in str(await asked(hall, "who owns payments-service?"))
        hall.workspace.channels["CGENERAL"].shared = True
        abroad = await asked(hall, "who owns payments-service?", "UADAM", "CGENERAL")
        assert "default/payments" not in str(abroad)


@pytest.mark.usefixtures("both_ways")
async def test_a_card_is_shared_and_is_unknown_once_the_file_says_nothing_of_it() -> None:
    async with served() as hall:
        await imported(hall)
        command(hall.workspace, "UNIA", "CHELP", "/role who owns payments-service?")
        await hall.quiet()
        card = hall.private("UNIA")[-1]
        await hall.press(card, "Share")
        assert "payments-service belongs to" in hall.seen("CHELP")[-1]["text"]

        await imported(hall, emptied="catalog-info.yaml")
        assert "default/payments" not in (await asked(hall, "who owns payments-service?"))["text"]
        await hall.press(card, "Share")
        assert "payments-service belongs to" not in hall.seen("CHELP")[-1]["text"]
