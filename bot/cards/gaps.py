"""What nobody could answer: the button to wait for it, the stewards' list, and the form that answers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models import blocks as slack

from bot.answers.questions import capitalised
from bot.cards.blocks import section, small_print
from bot.cards.forms import field, modal, options, told
from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.wording import bold, counted, escape, shorten
from bot.knowledge.models import Role

TELL_ME = "tell-me"
"""The button under "I don't know"; its value is the question."""
I_KNOW = "i-know"
"""The button beside it, and the form in which whoever knows the answer says so."""
ANSWER_GAP = "answer-gap"
"""The button of a gap, and the form that it opens."""
NOT_OURS = "not-ours"
UNDO = "ours-again"
"""The button that takes back that a question was put aside."""

NO_ANSWER = "Write what people should be told."
NO_QUESTION = "Give at least one way to ask it, one on each line."
TOO_LONG = "Each way to ask it may have at most 400 characters."

QUESTION = 400
"""Characters of one way to ask something."""

_ANSWER = 2900
_WAYS = 2900
_SHOWN = 300
_TEXTS = 3
_MOST = 10
_ROLES = 100
_KNOWN = "known"


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap as it is listed."""

    key: str
    texts: Sequence[str]
    """As they were asked, most often asked first."""
    count: int
    people: int
    last_asked: datetime
    channel: str | None
    waiting: int


def waitable(message: Message, question: str, *, editable: bool = False) -> Message:
    """Return an "I don't know" with a button to be told once somebody knows, and one for whoever does."""
    tell = slack.ButtonElement(
        text="Tell me when it is answered",
        action_id=TELL_ME,
        value=question[:_SHOWN],
        accessibility_label="Tell me when it is answered, in a direct message",
    )
    know = slack.ButtonElement(
        text="I know the answer",
        action_id=I_KNOW,
        value=question[:_SHOWN],
        accessibility_label="I know the answer: write what people should be told",
    )
    block = slack.ActionsBlock(block_id=TELL_ME, elements=[tell, *([know] if editable else [])])
    return Message(message.text, (*message.blocks, block.to_dict()))


def waiting() -> Message:
    """Return that somebody will be told."""
    return line(
        "I will tell you in a direct message as soon as somebody has answered it. "
        "I remember you for that, for 30 days at most."
    )


def answered_already() -> Message:
    """Return that there is an answer by now."""
    return line("Somebody has answered this by now. Please ask again.")


def nobody_answers() -> Message:
    """Return that those who look after the answers have put a question aside."""
    return line(
        "Those who look after my answers have said that this is not for me to answer, so nothing will come."
    )


def gaps_card(gaps: Sequence[GapLine], more: int = 0, aside: GapLine | None = None) -> Message:
    """Return the list of what nobody could answer, with buttons; `more` are not shown.

    `aside` was just put aside, which can be taken back.
    """
    drawn = [*(_undo(aside) if aside else ()), *gap_blocks(gaps, more)]
    return Message(_lead(len(gaps) + more), tuple(block.to_dict() for block in drawn))


def gap_blocks(gaps: Sequence[GapLine], more: int = 0) -> Iterator[slack.Block]:
    """Yield the list of gaps for a message or the Home: a heading, then two blocks each for ten at most."""
    yield section(bold(_lead(len(gaps) + more)))
    for gap in gaps[:_MOST]:
        yield section(_told(gap))
        buttons = [
            _button("Answer", ANSWER_GAP, gap, "Answer the question"),
            _button("Not ours", NOT_OURS, gap, "Not ours to answer, put the question aside"),
        ]
        yield slack.ActionsBlock(block_id=f"gap:{gap.key}", elements=buttons)
    rest = more + len(gaps[_MOST:])
    if rest:
        yield small_print(f"{rest} more, asked less often; answer some of these and they come up.")


def answer_view(gap: GapLine, roles: Iterable[Role], metadata: str) -> dict[str, Any]:
    """Return the form that answers a gap; `metadata` comes back with it."""
    return modal(
        "Answer a question",
        _inputs(gap.key, list(roles), _ways(gap)),
        submit="Save",
        callback_id=ANSWER_GAP,
        private_metadata=metadata,
    )


def know_view(question: str, roles: Iterable[Role], *, proposing: bool) -> dict[str, Any]:
    """Return the form in which somebody answers what nobody could; the question comes back with it."""
    return modal(
        "Answer a question",
        _inputs(_KNOWN, list(roles), [_way(question)]),
        submit="Propose" if proposing else "Save",
        callback_id=I_KNOW,
        private_metadata=question[:_SHOWN],
    )


def answered_view(question: str, people: int) -> dict[str, Any]:
    """Return the modal that says that a gap is answered."""
    who = f" I am telling {_people(people)} who asked to be told." if people else ""
    return told("Saved", f"{bold(shorten(question, _SHOWN))}\nFrom now on I answer this.{who}")


def errors_at(key: str, wrong: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong in the form of a gap, by input, as Slack wants it: by block."""
    return {f"{name}:{key}": text for name, text in wrong.items()}


def problems_at(messages: Iterable[str]) -> str:
    """Return what stands at an input whose entry does not fit the knowledge."""
    return shorten("; ".join(messages), 150)


def settled() -> Message:
    """Return that somebody else has settled a gap."""
    return line("Somebody was faster: this is no longer open.")


def now_answered(question: str, answer: Message) -> Message:
    """Return what somebody is told who waited: the question, with the card that answers it."""
    lead = section(f"You asked to be told: {bold(shorten(question, _SHOWN))}")
    return Message(f"{escape(question)}: {answer.text}", (lead.to_dict(), *answer.blocks))


def put_aside(question: str) -> Message:
    """Return what somebody is told who waited for what nobody will answer."""
    return line(
        f"You asked to be told about: {shorten(question, _SHOWN)}. Those who look after my answers have said "
        "that this is not for me to answer."
    )


def _undo(gap: GapLine) -> Iterator[slack.Block]:
    text = f"Put aside: {shorten(gap.texts[0] if gap.texts else '', _SHOWN)}"
    yield section(escape(text))
    yield slack.ActionsBlock(block_id=UNDO, elements=[_button("Undo", UNDO, gap, "Undo: take back")])


def _lead(count: int) -> str:
    if not count:
        return "There is nothing that I could not answer."
    return capitalised(f"{counted(count, 'question')} that I could not answer")


def _told(gap: GapLine) -> str:
    first, *others = gap.texts or ("",)
    also = [f"also: {escape(shorten(text, _SHOWN))}" for text in others[: _TEXTS - 1]]
    when = f"<!date^{int(gap.last_asked.timestamp())}^{{date_short_pretty}}|{gap.last_asked:%d %B %Y}>"
    facts = [
        f"Asked {_times(gap.count)}" + (f" by {_people(gap.people)}" if gap.count > 1 else ""),
        ("last " if gap.count > 1 else "") + when + (f" in <#{gap.channel}>" if gap.channel else ""),
        *([f"{_people(gap.waiting)} waiting to be told"] if gap.waiting else []),
    ]
    return "\n".join([bold(shorten(first, _SHOWN)), *also, ", ".join(facts)])


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"


def _button(label: str, action_id: str, gap: GapLine, aloud: str) -> slack.ButtonElement:
    aloud = shorten(f"{aloud}: {gap.texts[0] if gap.texts else ''}", 75)
    return slack.ButtonElement(text=label, action_id=action_id, value=gap.key, accessibility_label=aloud)


def _inputs(about: str, roles: Sequence[Role], asked: Iterable[str]) -> Iterator[slack.Block]:
    answer = slack.PlainTextInputElement(multiline=True, max_length=_ANSWER)
    yield field("answer", "What should people be told?", answer, about=about, needed=True)
    ways = slack.PlainTextInputElement(
        multiline=True, max_length=_WAYS, initial_value="\n".join(asked) or None
    )
    hint = "One on each line; I understand others that are alike."
    yield field("ways", "How people ask it", ways, about=about, hint=hint, needed=True)
    if roles:
        menu = slack.StaticSelectElement(
            placeholder="No role", options=options([(role.name, role.id) for role in roles[:_ROLES]])
        )
        yield field("role", "The role that it is about", menu, about=about)


def _way(text: str) -> str:
    """Return as much of a question as a way to ask it may have, without cutting a word."""
    return text if len(text) <= QUESTION else shorten(text, QUESTION + 1).removesuffix("…")


def _ways(gap: GapLine) -> Iterator[str]:
    """Yield the texts that may be asked in so few characters, as many as the input holds."""
    left = _WAYS
    for text in gap.texts:
        way = _way(text)
        left -= len(way) + 1
        if left >= 0:
            yield way
