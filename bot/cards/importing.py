"""Files that a steward hands over in Slack: the form, what an import would change, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models import blocks as slack
from slack_sdk.models.blocks.block_elements import FileInputElement

from bot.cards.blocks import section, small_print
from bot.cards.forms import field, modal, told
from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.wording import bold, escape, several, shorten

IMPORT = "import"
"""The button on the Home, and the form that it opens."""
TAKE_OVER, LEAVE = "take-over", "leave-it"

FILE, NAME = "file", "name"
"""The inputs of the form."""
NO_FILE = "Choose a file."
NOT_READABLE = "I read CODEOWNERS, catalog-info.yaml, dbt's manifest.json, and what rolecall export prints."
TOO_LARGE = "The file has more than 10 MB. Take it over with rolecall import, in a terminal."

_SHOWN = 15
_OWNERS = 10
_NAME = 150
_LINE = 180
_LONGEST = 200
_REASON = 600


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would change."""

    file: str
    summary: Sequence[str]
    changes: Sequence[str]
    """A line for each thing."""
    mapped: Mapping[str, str]
    """Owners as written, with what they are called here."""
    unmapped: Sequence[str]
    """Owners who are nobody here."""
    value: str = ""
    """What comes back with the buttons; empty where nothing would change."""


def import_view() -> dict[str, Any]:
    """Return the form in which a file is handed over."""
    return modal("Import a file", _inputs(), submit="Look at it", callback_id=IMPORT)


def reading_view(file: str) -> dict[str, Any]:
    """Return the modal that says that a file is being read."""
    text = "I tell you in a direct message what importing it would change. Nothing changes before you say so."
    return told("Reading it", bold(shorten(file, _NAME)), text)


def may_not_read() -> Message:
    """Return that the app may not read files here."""
    return line(
        "I may not read files in this workspace: files:read was left out when I was installed. Grant it and "
        "install me once more, or take the file over with rolecall import, in a terminal."
    )


def unreadable(file: str, reason: str) -> Message:
    """Return why a file cannot be taken over, with the line that is wrong."""
    file, reason = shorten(file, _NAME), shorten(reason, _REASON)
    return line(f"I could not take over {file}, and nothing was changed. {reason}")


def gone() -> Message:
    """Return that a file is not there any more."""
    return line("That file is not in Slack any more. Please hand it over again: /role import")


def preview_card(preview: Preview, *, again: bool = False) -> Message:
    """Return what an import would change, with a button that does it.

    `again` says that it is not what was shown before.
    """
    lead = f"{preview.file}: what importing it would change"
    if not preview.value:
        lead = f"{preview.file}: importing it would change nothing"
    blocks = _drawn(preview, lead, again=again)
    drawn = ({**each.to_dict(), "block_id": f"import:{at}"} for at, each in enumerate(blocks))
    return Message(escape(lead), tuple(drawn))


def imported(summary: Sequence[str]) -> Message:
    """Return that a file was taken over, and what that changed."""
    told = [shorten(each, _LINE) for each in summary]
    return line("\n".join(["Taken over. Every answer says so now.", *told]))


def left(file: str) -> Message:
    """Return that nothing was done with a file."""
    return line(f"{shorten(file, _NAME)} was not taken over; nothing has changed.")


def _inputs() -> Iterator[slack.Block]:
    text = "I show you what would change before anything does. Only admins and stewards can import."
    yield section(escape(text))
    chosen = FileInputElement(max_files=1)
    hint = "CODEOWNERS, catalog-info.yaml, dbt's manifest.json, or what rolecall export prints; 10 MB at most"
    yield field(FILE, "The file", chosen, hint=hint, needed=True)
    name = slack.PlainTextInputElement(max_length=_LONGEST)
    hint = "Where several repositories have one: payments/CODEOWNERS. One of the same name takes its place."
    yield field(NAME, "What to call it", name, hint=hint)


def _drawn(preview: Preview, lead: str, *, again: bool) -> Iterator[slack.Block]:
    first = ["Something has changed since I showed you this; it is so now."] if again else []
    summary = [shorten(each, _LINE) for each in preview.summary]
    yield section("\n".join([*first, bold(shorten(lead, _NAME)), *map(escape, summary)]))
    if preview.changes:
        shown = [escape(shorten(each, _LINE)) for each in preview.changes[:_SHOWN]]
        rest = len(preview.changes) - len(shown)
        yield section("\n".join([*shown, *([f"and {rest} more"] if rest > 0 else [])]))
    if preview.mapped:
        who = [f"{shorten(owner, _LINE)} is {name}" for owner, name in preview.mapped.items()]
        yield section(f"{bold('Known here')}\n{escape(several(who, _OWNERS))}")
    if preview.unmapped:
        shown = [shorten(each, _LINE) for each in preview.unmapped]
        yield section(f"{bold('Shown as text')}\n{escape(several(shown, _OWNERS))}")
        yield small_print("They have no user group of their name, and no address that is in Slack.")
    if preview.value:
        yield slack.ActionsBlock(
            elements=[
                slack.ButtonElement(text="Import", action_id=TAKE_OVER, value=preview.value, style="primary"),
                slack.ButtonElement(text="Leave it", action_id=LEAVE, value=preview.value),
            ]
        )
