"""The pieces that cards are built from: Slack's own block classes, set the way all our cards set them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.cards.presses import ASK, SHARE, TURN, View, encode
from bot.cards.wording import shorten
from bot.matching.reading import Meaning

if TYPE_CHECKING:
    from slack_sdk.models import blocks as slack
else:

    class _Slack:
        """Slack's classes, imported when the first card is drawn: who only wants the texts needs none."""

        def __getattr__(self, name: str) -> type:
            """Return a class, and keep it so that it is looked up once."""
            setattr(self, name, getattr(import_module("slack_sdk.models.blocks"), name))
            return self.__dict__[name]

    slack = _Slack()

LABEL = 75
SECTION = 3000
FIELD = 2000
OPTIONS = 100
OPTION_VALUE = 150
ROWS, COLUMNS = 100, 20

Drawing: TypeAlias = "Iterator[slack.Block | None]"
"""The blocks of a card from top to bottom; None where a piece has nothing to show."""
Buttons: TypeAlias = "Iterator[slack.InteractiveElement | None]"

_BOLD = {"bold": True}


@dataclass(frozen=True, slots=True)
class Scene:
    """How a card is shown: which side of it, which page, to whom, and whether tables may stand there."""

    view: View = View.FIRST
    page: int = 0
    public: bool = False
    """True where others see it already, so that there is nothing to share."""
    tables: bool = True
    """False in modals and on the Home, where Slack refuses them."""


def mrkdwn(text: str, limit: int = SECTION) -> slack.MarkdownTextObject:
    """Return text in Slack's markup, taken as it stands: nothing in it is turned into a link or a mention."""
    return slack.MarkdownTextObject(text=shorten(text, limit), verbatim=True)


def section(text: str, accessory: slack.InteractiveElement | None = None) -> slack.SectionBlock:
    """Return a paragraph; `text` is markup, with typed words escaped before."""
    return slack.SectionBlock(text=mrkdwn(text), accessory=accessory)


def fields(pairs: Iterable[tuple[str, str]]) -> slack.SectionBlock:
    """Return labelled values two by two; both are markup already."""
    return slack.SectionBlock(fields=[mrkdwn(f"{label}\n{value}", FIELD) for label, value in pairs])


def bullets(heading: str, items: Iterable[tuple[str, str]]) -> slack.RichTextBlock:
    """Return a heading over a list whose items open in bold; rich text needs no escaping."""
    lines = [slack.RichTextSectionElement(elements=_item(title, text)) for title, text in items]
    elements = [slack.RichTextListElement(style="bullet", elements=lines)]
    return slack.RichTextBlock(elements=[*_heading(heading), *elements])


def small_print(*texts: str) -> slack.ContextBlock:
    """Return quiet lines under a card."""
    return slack.ContextBlock(elements=[mrkdwn(text) for text in texts])


def actions(*elements: slack.InteractiveElement | None) -> slack.ActionsBlock | None:
    """Return a row of what can be pressed, without those that are not there."""
    there = [element for element in elements if element is not None]
    return slack.ActionsBlock(elements=there) if there else None


def ask(
    label: str, meaning: Meaning, view: View = View.FIRST, *, aloud: str | None = None
) -> slack.ButtonElement:
    """Return a button that shows another card; `aloud` is what screen readers say for a short label."""
    return _button(label, ASK, encode(meaning, view), aloud)


def turn(
    label: str, meaning: Meaning, scene: Scene, page: int, *, aloud: str | None = None
) -> slack.ButtonElement:
    """Return a button that puts another page of this card in its place."""
    return _button(label, TURN, encode(meaning, scene.view, page), aloud)


def share(meaning: Meaning, scene: Scene) -> slack.ButtonElement | None:
    """Return the button that shows this card to everybody, where only the asker sees it."""
    if scene.public:
        return None
    value = encode(meaning, scene.view, scene.page)
    return _button("Share", SHARE, value, "Share this answer with everybody here")


def pick(placeholder: str, choices: Sequence[tuple[str, Meaning]]) -> slack.StaticSelectElement | None:
    """Return a menu whose choices each ask for a card; None without choices, or with ids too long."""
    values = [(shorten(label, LABEL), encode(meaning)) for label, meaning in choices[:OPTIONS]]
    if not values or any(len(value) > OPTION_VALUE for _, value in values):
        return None
    options = [slack.Option(text=slack.PlainTextObject(text=label), value=value) for label, value in values]
    return slack.StaticSelectElement(
        placeholder=slack.PlainTextObject(text=shorten(placeholder, LABEL)), action_id=ASK, options=options
    )


def table(rows: Sequence[Sequence[str]]) -> slack.TableBlock:
    """Return a table whose first row and first column are its headings; messages only, one in each."""
    kept = [row[:COLUMNS] for row in rows[:ROWS]]
    cells = [
        [_cell(text, bold=not (line and column)) for column, text in enumerate(row)]
        for line, row in enumerate(kept)
    ]
    return slack.TableBlock(rows=cells, column_settings=[{"is_wrapped": True} for _ in kept[0]])


def rich(parts: Iterable[tuple[str, bool]]) -> slack.RichTextBlock:
    """Return a paragraph of typed text: each part as it was typed, or as a link where it is one."""
    elements = [
        slack.RichTextElementParts.Link(url=part) if link else slack.RichTextElementParts.Text(text=part)
        for part, link in parts
    ]
    return slack.RichTextBlock(elements=[slack.RichTextSectionElement(elements=elements)])


def finish(blocks: Iterable[slack.Block | None], stem: str) -> tuple[dict[str, Any], ...]:
    """Return the blocks as Slack wants them, checked, with ids that are unique in the message."""
    finished = []
    pressed = 0
    for position, block in enumerate(filter(None, blocks)):
        drawn = block.to_dict()
        drawn["block_id"] = f"{stem}:{position}"
        for element in _pressable(drawn):
            if element["action_id"] != SHARE:
                element["action_id"] = f"{element['action_id']}:{pressed}"
                pressed += 1
        finished.append(drawn)
    return tuple(finished)


def _pressable(block: dict[str, Any]) -> list[dict[str, Any]]:
    elements = [*block.get("elements", ()), *filter(None, [block.get("accessory")])]
    return [element for element in elements if "action_id" in element]


def _button(label: str, action_id: str, value: str, aloud: str | None) -> slack.ButtonElement:
    return slack.ButtonElement(
        text=slack.PlainTextObject(text=shorten(label, LABEL)),
        action_id=action_id,
        value=value,
        accessibility_label=shorten(aloud, LABEL) if aloud else None,
    )


def _heading(heading: str) -> list[slack.RichTextSectionElement]:
    return (
        [slack.RichTextSectionElement(elements=[slack.RichTextElementParts.Text(text=heading, style=_BOLD)])]
        if heading
        else []
    )


def _item(title: str, text: str) -> list[slack.RichTextElementParts.Text]:
    parts = [slack.RichTextElementParts.Text(text=title, style=_BOLD)] if title else []
    if text:
        parts.append(slack.RichTextElementParts.Text(text=f": {text}" if title else text))
    return parts


def _cell(text: str, *, bold: bool) -> slack.RichTextBlock:
    # Slack refuses an empty cell, and for a while refused raw text; rich text has always worked.
    part = slack.RichTextElementParts.Text(text=text or " ", style=_BOLD if bold and text else None)
    return slack.RichTextBlock(elements=[slack.RichTextSectionElement(elements=[part])])
