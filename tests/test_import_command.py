"""`rolecall import` takes over own entries, all or none, and shows who owns what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from served_app import folder
from typer.testing import CliRunner, Result

from bot.terminal.main import app

OWN = """\
faqs:
- id: badge
  questions:
  - where is my badge?
  answer: At the desk.
role_texts:
  data-engineer: keeps our trains of data on time
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    (tmp_path / "own.yaml").write_text(OWN)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_what_is_imported_is_exported_as_it_was(here: Path) -> None:
    first = run("import", "own.yaml", "--team", "T1")
    again = run("import", "own.yaml", "--team", "T1")

    assert first.output == "added: faq badge\nadded: role-text data-engineer\n"
    assert again.output == "as it was: faq badge\nas it was: role-text data-engineer\n"
    assert run("export", "own", "--team", "T1").output == OWN
    assert run("export", "own", "--team", "T2").output == ""


def test_a_dry_run_says_what_would_change_and_changes_nothing(here: Path) -> None:
    run("import", "own.yaml", "--team", "T1")
    (here / "new.yaml").write_text(OWN.replace("At the desk", "By the door"))

    dry = run("import", "new.yaml", "--team", "T1", "--dry-run")

    assert dry.output == "changed: faq badge\nas it was: role-text data-engineer\n"
    assert run("export", "own", "--team", "T1").output == OWN


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_where_one_entry_is_wrong_none_is_imported(here: Path, more: tuple[str, ...]) -> None:
    (here / "bad.yaml").write_text(OWN + "  no-such-role: says something\n")

    result = run("import", "bad.yaml", "--team", "T1", *more)

    assert result.exit_code == 1
    assert "there is no role 'no-such-role'" in result.stderr
    assert run("export", "own", "--team", "T1").output == ""


def test_owners_of_files_are_shown_with_who_they_are_here(here: Path) -> None:
    (here / "CODEOWNERS").write_text("/pay/ @acme/pay @ana\n/free/\n")
    (here / "map.yaml").write_text('"@ACME/pay": S123\n')

    result = run("import", "CODEOWNERS", "--dry-run", "--owners", "map.yaml")

    assert result.output.splitlines() == [
        "found: path pay: @acme/pay (S123), @ana (CODEOWNERS:1)",
        "found: path free: nobody (CODEOWNERS:2)",
        "shown as text: @ana",
    ]


def test_owners_of_files_are_kept_and_replaced_when_the_file_is_read_again(here: Path) -> None:
    (here / "CODEOWNERS").write_text("/pay/ @acme/pay @ana\n/free/ @ana\n/same/ @ana\n")
    (here / "map.yaml").write_text('"@ACME/pay": S123\n')
    first = run("import", "CODEOWNERS", "--team", "T1", "--owners", "map.yaml")
    (here / "CODEOWNERS").write_text("/pay/ @acme/bill\n/same/ @ana\n/new/ @ben\n")
    dry = run("import", "CODEOWNERS", "--team", "T1", "--dry-run")
    second = run("import", "CODEOWNERS", "--team", "T1")

    assert first.output.splitlines() == ["CODEOWNERS: 3 added", "shown as text: @ana"]
    assert dry.output.splitlines() == [
        "added: path new: @ben (CODEOWNERS:3)",
        "changed: path pay: @acme/bill (CODEOWNERS:1)",
        "moved: path same: @ana (CODEOWNERS:2)",
        "removed: path free: @ana (CODEOWNERS:2)",
        "shown as text: @acme/bill",
        "shown as text: @ana",
        "shown as text: @ben",
    ]
    assert second.output.splitlines()[0] == "CODEOWNERS: 1 added, 1 changed, 1 moved, 1 removed"
    assert "as before: 3" in run("import", "CODEOWNERS", "--team", "T1", "--dry-run").output
    assert "added: path pay" in run("import", "CODEOWNERS", "--team", "T2", "--dry-run").output


def test_what_was_imported_is_answered_in_the_terminal(here: Path) -> None:
    (here / "CODEOWNERS").write_text("# whose\n/src/pay-service/ @acme/pay\n")
    run("import", "CODEOWNERS", "--team", "T1")
    question = ("ask", "--json", "--knowledge", str(folder()), "who owns src/pay-service?")
    there, elsewhere = (json.loads(run(*question, "--team", team).stdout) for team in ("T1", "T2"))

    path = {
        "name": "src/pay-service",
        "kind": "path",
        "owners": ["@acme/pay"],
        "file": "CODEOWNERS",
        "line": 2,
    }
    assert (there["kind"], there["assets"], there["people"]) == ("asset", [path], [])
    assert (elsewhere["kind"] == "asset", elsewhere["assets"]) == (False, [])


ALL = """\
roles:
- id: data-keeper
  name: Data keeper
  plural: Data keepers
  partner: true
  purpose:
    ours: true
    text: keeps what was counted
faqs:
- id: badge
  questions:
  - where is my badge?
  answer: At the desk.
directory:
  roles:
    data-engineer:
      people:
      - U1
      - U2
      groups:
      - S1
      channel: C1
      backup: U3
      note: 'Rota: changes on Mondays'
      link: https://example.com/rota
      confirmed:
        by: U7
        at: '2026-02-03T04:05:06Z'
    data-keeper:
      people:
      - U4
      confirmed:
        by: import
        at: '2026-02-03T04:05:06.700000Z'
  topics:
    data-quality:
      groups:
      - S1
      confirmed:
        by: U7
        at: '2026-02-03T04:05:06Z'
not_here:
  analytics-engineer:
  - data-engineer
stewards:
- U1
- U4
settings:
  guests_see_directory: true
  retention_days: 30
  digest_channel: C1
  fallback_channel: null
  time_zone: Europe/Prague
channels:
  C1:
    answering: questions
    in_thread: false
    hourly_limit: 12
    onboarding: true
    onboarding_by: U1
not_ours:
  0123456789abcdef:
  - who waters the plants?
"""


def test_all_that_a_workspace_keeps_goes_out_and_comes_in_as_it_was(here: Path) -> None:
    (here / "all.yaml").write_text(ALL)
    dry = run("import", "all.yaml", "--team", "T1", "--dry-run")
    assert run("export", "workspace", "--team", "T1").output == ""
    first = run("import", "all.yaml", "--team", "T1")
    out = run("export", "workspace", "--team", "T1").output
    (here / "again.yaml").write_text(out)
    again = run("import", "again.yaml", "--team", "T1")
    run("import", "again.yaml", "--team", "T2")

    assert dry.output == first.output
    assert first.output.splitlines() == [
        "added: role data-keeper",
        "added: faq badge",
        "added: people of role data-engineer",
        "added: people of role data-keeper",
        "added: people of topic data-quality",
        "added: role not here analytics-engineer",
        "added: stewards",
        "added: settings",
        "added: channel C1",
        "added: not-ours 0123456789abcdef",
    ]
    assert out == ALL
    assert {line.partition(":")[0] for line in again.output.splitlines()} == {"as it was"}
    assert run("export", "workspace", "--team", "T2").output == ALL
    changes = [json.loads(line) for line in run("export", "audit", "--team", "T1").output.splitlines()]
    assert {change["by"] for change in changes} == {"import"}
    assert len(changes) == 10


FORMATS = {
    "CODEOWNERS": "* @acme/all\n[Pay]\n/pay/ @acme/pay @ana\n!/pay/free/\n",
    "catalog-info.yaml": """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: payments-service}
spec: {owner: Payments}
""",
    "manifest.json": """{"nodes": {"model.shop.orders": {"resource_type": "model", "name": "orders",
"meta": {"owner": {"name": "Ana ", "email": "ana@example.com"}}}}}""",
}


def test_what_was_imported_goes_out_and_comes_in_with_all_else(here: Path) -> None:
    (here / "map.yaml").write_text('"@acme/pay": S123\n"ana@example.com": U1\n')
    for name, text in FORMATS.items():
        (here / name).write_text(text)
    run("import", "own.yaml", *FORMATS, "--team", "T1", "--owners", "map.yaml")
    out = run("export", "workspace", "--team", "T1").output
    (here / "all.yaml").write_text(out)
    dry = run("import", "all.yaml", "--dry-run")
    first, again = (run("import", "all.yaml", "--team", "T2") for _ in range(2))

    assert "found: model orders: Ana  (U1) (manifest.json:1)" in dry.output.splitlines()
    assert first.output.splitlines() == [
        "added: faq badge",
        "added: role-text data-engineer",
        "CODEOWNERS: 3 added",
        "catalog-info.yaml: 1 added",
        "manifest.json: 1 added",
        "shown as text: @acme/all",
        "shown as text: @ana",
        "shown as text: Payments",
    ]
    assert "CODEOWNERS: 3 as before" in again.output.splitlines()
    assert run("export", "workspace", "--team", "T2").output == out
    assert run("export", "own", "--team", "T2").output == OWN
    # The files themselves, read anew, change nothing either.
    files = run("import", *FORMATS, "--team", "T2", "--dry-run").output.splitlines()
    assert [line for line in files if not line.startswith("shown as text")] == [
        "as before: 3",
        "as before: 1",
        "as before: 1",
    ]
    for question in ("who owns the orders model?", "who owns payments-service?", "who owns pay/a.py?"):
        asked = ("ask", "--json", "--knowledge", str(folder()), question)
        told = [json.loads(run(*asked, "--team", team).stdout)["assets"] for team in ("T1", "T2")]
        assert told[0] == told[1] != []


def test_what_is_written_by_hand_is_confirmed_by_the_import(here: Path) -> None:
    (here / "hand.yaml").write_text("directory: {roles: {data-engineer: {people: [U1]}}}\n")
    first = run("import", "hand.yaml", "--team", "T1")
    again = run("import", "hand.yaml", "--team", "T1")
    out = run("export", "workspace", "--team", "T1").output

    assert first.output == "added: people of role data-engineer\n"
    assert again.output == "as it was: people of role data-engineer\n"
    assert "confirmed:\n        by: import\n" in out


def test_where_one_name_of_the_directory_is_wrong_nothing_at_all_is_imported(here: Path) -> None:
    (here / "all.yaml").write_text(ALL.replace("    data-quality:", "    data-qualities:"))
    (here / "CODEOWNERS").write_text("/pay/ @acme/pay\n")

    wrong = run("import", "CODEOWNERS", "all.yaml", "--team", "T1")

    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert wrong.stderr == "all.yaml:36: there is no topic 'data-qualities'\n"
    assert run("export", "workspace", "--team", "T1").output == ""
    assert run("export", "audit", "--team", "T1").output == ""
    assert "added: path pay" in run("import", "CODEOWNERS", "--team", "T1", "--dry-run").output


def test_where_one_file_is_wrong_nothing_of_the_others_is_kept(here: Path) -> None:
    (here / "CODEOWNERS").write_text("/pay/ @acme/pay\n")
    (here / "manifest.json").write_text('{"nodes": {},\n"exposures": {"e": {"name": "e"}}}')

    wrong = run("import", "own.yaml", "CODEOWNERS", "manifest.json", "--team", "T1")

    assert wrong.exit_code == 1
    assert wrong.stderr.startswith("manifest.json:2: ")
    assert "added: path pay" in run("import", "CODEOWNERS", "--team", "T1", "--dry-run").output
    assert run("export", "own", "--team", "T1").output == ""


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["own.yaml"], 2, "--team"),
        (["own.yaml", "own.yaml", "--dry-run"], 2, "named twice"),
        (["gone.yaml", "--dry-run"], 1, "gone.yaml: the file cannot be opened"),
        (["owners.txt", "--dry-run"], 1, "cannot be opened"),
        (["bad.yaml", "--dry-run"], 1, "bad.yaml:1: not valid YAML"),
    ],
)
def test_what_cannot_be_done_is_said(here: Path, arguments: list[str], code: int, message: str) -> None:
    (here / "bad.yaml").write_text("a: b: c")
    (here / "CODEOWNERS").write_text("* @a")

    result = run("import", *arguments)

    assert result.exit_code == code
    assert message in " ".join(result.stderr.split())
    assert result.stdout == ""
