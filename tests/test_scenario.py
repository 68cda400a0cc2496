"""What one workspace knows of itself, from the day it installs the app until a month after it took it out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import payloads
from pydantic import SecretStr
from served_app import START, Served, labels
from test_app_directory import asked, assign
from test_app_gaps import answer_it
from test_app_importing import handed
from test_app_installing import Hall, open_to_all

from bot.playground.talking import uninstall
from bot.workspace.directory import WorkspaceId

UNHEARD_OF = "who waters the palms in the office?"
CODEOWNERS = b"* @acme/data-platform\n/src/pay/ @acme/pay\n"
CATALOGUE = b"""\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: payments-service}
spec: {owner: payments}
"""
MANIFEST = b"""{"nodes": {"model.shop.orders": {"resource_type": "model", "name": "orders",
"meta": {"owner": "ana@example.com"}}}}"""
THINGS = {
    "CODEOWNERS": (CODEOWNERS, "who owns src/pay/api.py?", "@acme/pay (CODEOWNERS, line 2)"),
    "catalog-info.yaml": (CATALOGUE, "who owns payments-service?", "payments (catalog-info.yaml, line 4)"),
    "manifest.json": (
        MANIFEST,
        "who owns the orders model?",
        "ana (ana@example.com)",
    ),
}


async def test_a_workspace_learns_who_it_is_until_it_takes_the_app_out(url: str) -> None:
    async with open_to_all(database_url=SecretStr(url)) as opened:
        await opened.install(opened.one)
        assert opened.one.courier is not None
        hall = Served(opened.app, opened.one, opened.one.courier.transport)
        await people_are_told(hall)
        await what_nobody_knew_is_said(hall)
        await a_role_is_not_here(hall)
        await files_say_who_owns_what(hall)
        await it_is_taken_out(opened, hall)


async def said(hall: Served, question: str) -> str:
    """Ask a while after the last time, so that Slack takes the answer at once; return the answer."""
    await hall.workspace.clock.advance(60)
    await asked(hall, question)
    return str(hall.seen("CHELP")[-1]["text"])


async def people_are_told(hall: Served) -> None:
    await assign(hall, "data-engineer", people=["UANA"], channel="CHELP")
    assert "Here: ana, ask in #data-help" in await said(hall, "who owns data quality?")
    assert "ana" in await said(hall, "who is our data engineer?")


async def what_nobody_knew_is_said(hall: Served) -> None:
    assert "I know the answer" in labels(await asked(hall, UNHEARD_OF))
    await answer_it(hall, answer="Adam does, on Fridays.")
    assert "Adam does, on Fridays." in await said(hall, UNHEARD_OF)


async def a_role_is_not_here(hall: Served) -> None:
    await assign(hall, "data-analyst", absent=["absent"], covered=["data-engineer"])
    told = await said(hall, "what does a data analyst do?")
    assert "no data analysts; data engineers cover for them" in told


async def files_say_who_owns_what(hall: Served) -> None:
    for name, (content, question, owner) in THINGS.items():
        await handed(hall, content, name)
        await hall.press(hall.seen("DADAM")[-1], "Import", user="UADAM")
        assert owner in await said(hall, question)


async def it_is_taken_out(opened: Hall, hall: Served) -> None:
    store = hall.app.workspaces.store(WorkspaceId(payloads.TEAM))
    uninstall(opened.one)
    await opened.quiet()
    reply = await hall.transport.send(payloads.command("data-engineer"), {})
    assert "not installed here any more" in reply.body.decode()
    kept: Any = opened.app.workspaces._kept
    assert await kept.token_for(store.workspace) is None
    for days, left in ((29, 3), (31, 0)):
        opened.clock.now = datetime.fromtimestamp(START, UTC) + timedelta(days=days)
        await opened.app.jobs.run()
        assert len(await store.assets.files()) == left
    assert not (await store.contents.contents()).directory.entries
    assert await store.contents.audit() == []
