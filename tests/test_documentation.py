"""What the pages say is so: links lead somewhere, commands run, tables agree with the code."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from pages import PAGES, ROOT, Fence, anchors, fences, headings, links, prose, rows
from typer.core import TyperGroup
from typer.testing import CliRunner

from bot.knowledge.loading import examine
from bot.manifest import SCOPES
from bot.settings import Settings
from bot.terminal.main import app

README = ROOT / "README.md"
KNOWLEDGE = ROOT / "docs" / "knowledge.md"
ROLECALL = re.compile(r"^(?:\.venv/bin/rolecall|rolecall|python -m bot) (?P<rest>.+)$")


def by_name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if link.startswith("https://"):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors(target), f"{link}: no such heading"


def commands() -> list[str]:
    """Return every call of `rolecall` on the pages, in blocks and between words, and in the Procfile."""
    blocks = [line.lstrip("$ ") for fence in fences("sh", "console") for line in fence.body.splitlines()]
    inline = [code for page in PAGES for code in re.findall(r"`([^`\n]+)`", prose(page))]
    started = [line.partition(": ")[2] for line in (ROOT / "Procfile").read_text("utf-8").splitlines()]
    found = (ROLECALL.search(line) for line in (*blocks, *inline, *started))
    return sorted({match["rest"].partition("  #")[0].strip() for match in found if match})


@pytest.mark.parametrize("arguments", commands())
def test_every_command_on_the_pages_exists_with_its_options(arguments: str) -> None:
    name, *rest = shlex.split(arguments)
    if name in {"--help", "--version"}:
        return
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    command = group.commands.get(name)
    assert command is not None, f"there is no `rolecall {name}`"
    while isinstance(command, TyperGroup) and rest:
        name = rest.pop(0)
        assert name in command.commands, f"there is no `rolecall {arguments}`"
        command = command.commands[name]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known


def test_every_make_target_on_the_pages_exists() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    named = set(re.findall(r"(?:^|`)make ([a-z]+)\b", text, re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert named
    assert named <= targets


@pytest.mark.slow
@pytest.mark.parametrize("fence", fences("console"), ids=lambda fence: by_name(fence.page))
def test_what_a_command_prints_is_what_the_page_shows(fence: Fence, tmp_path: Path) -> None:
    prompt, _, shown = fence.body.partition("\n")
    call = ROLECALL.search(prompt.removeprefix("$ "))
    assert call is not None
    arguments = shlex.split(call["rest"])
    printed = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert printed.stdout == shown


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the knowledge with everything added that the pages give as an example."""
    folder = tmp_path_factory.mktemp("extended") / "knowledge"
    shutil.copytree(ROOT / "knowledge", folder)
    examples = [fence for fence in fences("yaml") if fence.title]
    assert {Path(fence.title).parent.name for fence in examples} == {"", "roles", "topics", "faqs"}
    for fence in examples:
        file = folder / fence.title
        file.parent.mkdir(exist_ok=True)
        earlier = file.read_text("utf-8") if file.exists() else ""
        file.write_text(earlier + fence.body, "utf-8")
    return folder


def test_the_examples_of_knowledge_are_valid_as_they_stand(extended: Path) -> None:
    assert examine(extended).problems == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "kind", "found"),
    [
        ("who owns fare experiments?", "ownership", {"topic": "fare-experiments", "roles": ["data-analyst"]}),
        ("what does a data steward do?", "role", {"roles": ["data-steward"]}),
        ("how do I get access to the ticketing database?", "faq", {"faq": "ticketing-database-access"}),
    ],
)
def test_the_examples_of_knowledge_are_answered(
    extended: Path, question: str, kind: str, found: dict[str, object]
) -> None:
    result = CliRunner().invoke(app, ["ask", "--json", "--knowledge", str(extended), question])
    answer = json.loads(result.stdout)
    assert answer["kind"] == kind
    for key, value in found.items():
        assert (answer[key][:1] if key == "roles" else answer[key]) == value


@pytest.mark.parametrize("fence", [f for f in fences("yaml") if not f.title], ids=lambda f: by_name(f.page))
def test_each_line_for_editors_names_a_schema_that_is_there(fence: Fence) -> None:
    schema = re.match(r"# yaml-language-server: \$schema=\.\./(\S+)", fence.body)
    assert schema is not None
    assert (ROOT / "knowledge" / schema[1]).is_file()


def test_the_readme_names_every_setting_with_its_default() -> None:
    shown = {cells[0].strip("`"): cells[1].strip("`") for cells in rows(README, "setting")}
    assert shown.keys() == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if field.default not in (None, ()):
            assert shown[name.upper()] == str(field.default)


def test_the_readme_names_every_command_of_the_app() -> None:
    manifest = json.loads((ROOT / "manifest.json").read_text("utf-8"))
    typed = {cells[0].strip("`").partition(" ")[0] for cells in rows(README, "type")}
    assert {command["command"] for command in manifest["features"]["slash_commands"]} == {
        word for word in typed if word.startswith("/")
    }
    assert f"@{manifest['features']['bot_user']['display_name']}" in typed


def test_the_page_on_security_gives_the_reason_for_every_scope() -> None:
    table = rows(ROOT / "docs" / "security.md", "scope")
    assert {cells[0].strip("`"): cells[1] for cells in table} == SCOPES


def test_the_page_on_architecture_names_every_room() -> None:
    named = {cells[0].strip("`") for cells in rows(ROOT / "docs" / "architecture.md", "room")}
    rooms = {f"bot/{room.parent.name}" for room in (ROOT / "bot").glob("*/__init__.py")}
    assert named == rooms


def test_every_message_that_is_explained_is_one_that_we_say() -> None:
    explained = [h.strip("`") for h in headings(ROOT / "docs" / "troubleshooting.md") if h.startswith("`")]
    sources = [ROOT / "Makefile", *(ROOT / "bot").rglob("*.py")]
    said = re.sub(r'"\s+f?"', "", "\n".join(file.read_text("utf-8") for file in sources))
    assert explained
    assert [message for message in explained if message not in said] == []


def test_the_site_leaves_no_page_out() -> None:
    pages = {page.name for page in (ROOT / "docs").glob("*.md")}
    assert set(re.findall(r'"(\w+\.md)"', (ROOT / "zensical.toml").read_text("utf-8"))) == pages
    first = (ROOT / "docs" / "index.md").read_text("utf-8")
    assert {"index.md", *re.findall(r"\((\w+\.md)\)", first)} == pages
