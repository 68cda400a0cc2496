"""The `rolecall` command; each of its commands pays only for what it imports."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import __version__
from bot.manifest import COMMAND
from bot.terminal import db, export
from bot.terminal.check import check, schema
from bot.terminal.env_file import defaults
from bot.terminal.importing import export_own, export_workspace, import_files

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer

app = typer.Typer(
    name="rolecall",
    help="Who does what in a data organisation, with the sources that say so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(check)
app.command()(schema)
app.add_typer(db.app, name="db")
app.add_typer(export.app, name="export")
app.command("import")(import_files)
export.app.command("own")(export_own)
export.app.command("workspace")(export_workspace)

_SETTINGS = {"serve", "doctor"}
"""Commands that read all settings, and say themselves what is wrong with `.env`."""


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rolecall {__version__}")
        raise typer.Exit


@app.callback()
def _command(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_tell_version, is_eager=True)
    ] = False,
) -> None:
    """Take from `.env` what neither options nor the environment say."""
    command = context.invoked_subcommand
    if command and command not in _SETTINGS:
        context.default_map = {command: defaults()}


Knowledge = Annotated[
    Path | None,
    typer.Option("--knowledge", envvar="ROLECALL_KNOWLEDGE", help="A knowledge folder to use instead."),
]


@app.command()
def ask(
    question: Annotated[list[str] | None, typer.Argument(help="What you want to know.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    blocks: Annotated[bool, typer.Option("--blocks", help="Print the Slack message as JSON.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Say what the answer was read from.")] = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read a question a line, print a JSON object a line.")
    ] = False,
    team: Annotated[
        str | None, typer.Option("--team", help="Answer with what this workspace keeps too: T0123ABCD.")
    ] = None,
    context: Annotated[
        str | None, typer.Option("--context", help="What the question follows up on: data-engineer.")
    ] = None,
    knowledge: Knowledge = None,
) -> None:
    """Answer a question."""
    gc.disable()  # hardly anything that a start makes is garbage
    from bot.terminal import ask as asking

    if as_json + blocks + jsonl > 1 or (why and (blocks or jsonl)):
        raise typer.BadParameter("choose one of --json, --blocks, --why and --jsonl, or --why with --json")
    if bool(question) == jsonl:
        raise typer.BadParameter("give a question, or --jsonl and a question a line")
    if team and jsonl:
        raise typer.BadParameter("--team answers one question at a time, not --jsonl")
    answerer = _answerer(knowledge, warm=jsonl)
    gc.freeze()  # nor is anything of it later, not even at the end
    gc.enable()
    if jsonl:
        asking.answer_lines(answerer, context)
        return
    forms = (
        (as_json and why, asking.why_as_json),
        (as_json, asking.as_json),
        (blocks, asking.as_blocks),
        (why, asking.why),
    )
    show = next((form for wanted, form in forms if wanted), asking.readable)
    show(asking.ask(answerer, " ".join(question or ()), context, team))


@app.command("eval")
def evaluate(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Labelled questions, as JSON lines.")
    ],
    knowledge: Knowledge = None,
) -> None:
    """Measure the answers against labelled questions."""
    from bot.terminal.evaluate import evaluate_file

    evaluate_file(file, _answerer(knowledge))


@app.command()
def bench(
    questions: Annotated[
        list[Path] | None,
        typer.Option("--questions", exists=True, dir_okay=False, help="Labelled questions, as JSON lines."),
    ] = None,
    banking: Annotated[
        Path | None,
        typer.Option("--banking", exists=True, file_okay=False, help="A folder with BANKING77's CSV files."),
    ] = None,
    pack: Annotated[
        Path | None,
        typer.Option("--pack", exists=True, dir_okay=False, help="A pack of questions and answers, as YAML."),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Measure only small packs, in seconds.")] = False,
    workspaces: Annotated[
        int, typer.Option("--workspaces", min=0, help="Measure instead what so many workspaces take: 10000.")
    ] = 0,
    postgresql: Annotated[
        str | None, typer.Option("--postgresql", help="With --workspaces: a database to measure on too.")
    ] = None,
    knowledge: Knowledge = None,
) -> None:
    """Measure how right and how fast it is on this machine, as Markdown."""
    from bot.terminal.bench import Course, print_benchmark, print_workspaces

    if workspaces:
        print_workspaces(_answerer(knowledge), workspaces, postgresql, quick=quick)
        return

    print_benchmark(_answerer(knowledge), Course(questions or [], banking, pack, quick))


@app.command()
def manifest(
    url: Annotated[
        str | None, typer.Option("--url", help="The address of the app: https://...; else Socket Mode.")
    ] = None,
    command: Annotated[str, typer.Option("--command", help="The name of the slash command.")] = COMMAND,
    extra: Annotated[
        str | None, typer.Option("--with", help="agent: as one of Slack's, on a paid plan.")
    ] = None,
) -> None:
    """Print the Slack app manifest."""
    from bot.terminal.manifest import print_manifest

    print_manifest(url, command, extra)


@app.command()
def serve(
    http: Annotated[bool, typer.Option("--http", help="Listen for requests from Slack.")] = False,
    socket: Annotated[bool, typer.Option("--socket", help="Connect to Slack by Socket Mode.")] = False,
    knowledge: Knowledge = None,
) -> None:
    """Run against Slack; without a choice, by Socket Mode where only SLACK_APP_TOKEN is set."""
    if http and socket:
        raise typer.BadParameter("choose one of --http and --socket")
    # Hardly anything that a start makes is garbage, and to look for it takes a quarter of the time.
    gc.disable()
    from bot.terminal.serve import serve_slack

    serve_slack("http" if http else "socket" if socket else None, knowledge)


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
    knowledge: Knowledge = None,
) -> None:
    """Look at settings, tokens, database, knowledge and clock; say what to do, exit with 1 on any error."""
    from bot.terminal.doctor import examine

    examine(knowledge, as_json=as_json)


@app.command()
def picture(
    kind: Annotated[
        str, typer.Argument(help="What to draw: skills, flow, works-with, compare, raci or example.")
    ],
    roles: Annotated[list[str] | None, typer.Argument(help="The roles it is about.")] = None,
    *,
    file: Annotated[Path, typer.Option("-o", "--output", help="Where to write the PNG.", dir_okay=False)],
    group: Annotated[
        str | None, typer.Option("--group", help="For raci: one group of topics, such as “Machine learning”.")
    ] = None,
    knowledge: Knowledge = None,
) -> None:
    """Draw a picture."""
    from bot.terminal.picture import draw_picture

    draw_picture(kind, roles or (), group, file, knowledge)


@app.command()
def gaps(
    team: Annotated[
        str | None, typer.Option("--team", help="Only this workspace: T0123ABCD; else every one.")
    ] = None,
    state: Annotated[str, typer.Option("--state", help="open, answered or not-ours.")] = "open",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List what nobody could answer, most often asked first."""
    from bot.terminal.gaps import print_gaps

    print_gaps(team, state, as_json=as_json)


@app.command()
def playground(
    port: Annotated[int, typer.Option("--port", envvar="PORT", min=0, max=65535)] = 3000,
    knowledge: Knowledge = None,
) -> None:
    """Open the local workspace, for the browser; no Slack account is needed."""
    from bot.terminal.playground import run_playground

    run_playground(port, knowledge)


@app.command()
def mcp(
    http: Annotated[bool, typer.Option("--http", help="Serve by streamable HTTP instead of stdio.")] = False,
    host: Annotated[str, typer.Option("--host", envvar="HOST")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", envvar="PORT", min=0, max=65535)] = 3000,
    knowledge: Knowledge = None,
) -> None:
    """Answer agents by the Model Context Protocol."""
    from bot.terminal.mcp import run_mcp

    run_mcp(knowledge, (host, port) if http else None)


def main() -> None:
    """Run the command line."""
    # What we multiply is small: threads for it take longer to start than they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # None of pydantic's plugins is ours, and to look for one reads what every package says of itself.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    app()


def _answerer(knowledge: Path | None, *, warm: bool = True) -> Answerer:
    from bot.terminal.ask import load_answerer

    return load_answerer(knowledge, warm=warm)
