"""A steward imports a CODEOWNERS, and somebody else learns whose a file is: with the real app."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, expect

from browser.stage import Visit

pytestmark = pytest.mark.browser

CODEOWNERS = b"* @acme/data-platform\n/src/payments/ Ana@example.com @acme/pay\n"


@pytest.fixture
def visit(with_rolecall: Visit) -> Visit:
    with_rolecall.page.context.set_default_timeout(10_000)
    return with_rolecall


def test_a_steward_imports_a_file_and_somebody_learns_whose_a_path_is(visit: Visit) -> None:
    page = visit.go("UADAM/DADAM/home")
    page.get_by_role("button", name="Import a file").click()
    form = page.get_by_role("dialog")
    chosen = FilePayload(name="CODEOWNERS", mimeType="text/plain", buffer=CODEOWNERS)
    form.get_by_label("The file").set_input_files([chosen])
    expect(form.get_by_role("status")).to_contain_text("Added: CODEOWNERS")
    form.get_by_role("button", name="Look at it").click()
    expect(form).to_contain_text("Nothing changes before you say so.")
    page.keyboard.press("Escape")

    visit.go("UADAM/DADAM")
    preview = page.get_by_role("article", name="rolecall").last
    expect(preview).to_contain_text("CODEOWNERS: 2 added")
    expect(preview).to_contain_text("Ana@example.com is ana")
    preview.get_by_role("button", name="Import").click()
    expect(page.get_by_role("article", name="rolecall").last).to_contain_text("Taken over.")

    visit.go("UNIA/DNIA")
    box = visit.composer("Message").first
    box.fill("who owns src/payments/api.py?")
    box.press("Enter")
    answer = page.get_by_role("article", name="rolecall").last
    expect(answer).to_contain_text("src/payments/api.py")
    expect(answer).to_contain_text("ana (Ana@example.com), @acme/pay")
    expect(answer).to_contain_text("From CODEOWNERS, line 2: /src/payments/")
