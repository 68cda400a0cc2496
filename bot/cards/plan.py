"""A newcomer's plan, how far they are with it, and its steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models import blocks as slack

from bot.answers.kinds import OwnershipAnswer
from bot.answers.questions import listed, plural
from bot.cards.blocks import LABEL, actions, bullets, pick, section, small_print
from bot.cards.footing import is_foot
from bot.cards.here import here_text
from bot.cards.message import Message
from bot.cards.onboarding import CHANGE, DONE, OURS, PAUSE, RESUME, SHOW, STOP, stacked
from bot.cards.wording import bold, escape, shorten
from bot.knowledge.models import PlanStep

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as it is listed."""

    id: str
    title: str
    done: bool
    delivered: bool
    due: datetime | None = None
    """When it will come, where that is known."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in their plan."""

    title: str
    role: str
    """The role's name."""
    course: str
    """`running`, `paused` or `stopped`."""
    steps: tuple[StepLine, ...]
    next_at: datetime | None

    @property
    def done(self) -> int:
        """How many steps are finished."""
        return sum(step.done for step in self.steps)

    @property
    def under_way(self) -> bool:
        """Whether there is more to come."""
        return self.done < len(self.steps)


def plan_card(standing: Standing, notes: Iterable[str] = ()) -> Message:
    """Return where somebody stands, with what can be done about it; `notes` are what has just changed."""
    said = [*notes]
    text = " ".join([_lead(standing), *said])
    blocks = [*(section(escape(note)) for note in said), *plan_blocks(standing)]
    return stacked(escape(text), blocks, f"{OURS}-plan")


def plan_blocks(standing: Standing) -> Iterator[slack.Block]:
    """Yield somebody's plan, for a message or the Home."""
    yield section(f"{bold(standing.title)}\n{escape(_lead(standing))}")
    for step in standing.steps:
        yield section(_step(step, standing), None if step.done else _show(step))
    row = actions(*_controls(standing))
    assert row is not None  # noqa: S101 - for the type checker: there is always something to press
    yield row


def step_card(step: PlanStep, inner: Message) -> Message:
    """Return a step: what it is about, what it shows, and the button that finishes it."""
    lead = section(f"{bold(step.title)}\n{escape(step.text)}")
    lead.block_id = f"{OURS}-lead"
    done = actions(
        slack.ButtonElement(
            text="Done",
            action_id=DONE,
            value=step.id,
            style="primary",
            accessibility_label=shorten(f"Done with: {step.title}", LABEL),
        )
    )
    assert done is not None  # noqa: S101 - for the type checker
    done.block_id = f"{DONE}:{step.id}"
    text = f"{escape(step.title)}: {escape(step.text)}\n\n{inner.text}"
    return _around(lead.to_dict(), Message(text, inner.blocks), done.to_dict())


def _around(lead: dict[str, Any], inner: Message, *done: dict[str, Any]) -> Message:
    """Return a card within its step; whether it was of use is asked last."""
    drawn = [block for block in inner.blocks if not is_foot(block)]
    return Message(inner.text, (lead, *drawn, *done, *filter(is_foot, inner.blocks)))


def finished_in(message: Mapping[str, Any], step: str, standing: Standing) -> Message:
    """Return a step's message with how far somebody is in the place of its button."""
    of = f"{standing.done} of {len(standing.steps)} steps"
    last = standing.done == len(standing.steps)
    told = "That was the last step. You know your way around now." if last else f"Done, {of} so far."
    said = small_print(told)
    said.block_id = f"{DONE}:{step}"
    blocks = [
        said.to_dict() if block.get("block_id") == f"{DONE}:{step}" else block
        for block in message.get("blocks", ())
    ]
    return Message(escape(told), tuple(blocks))


def turned_within(message: Message, before: Iterable[Mapping[str, Any]]) -> Message:
    """Return another page of a card within the step that it was shown in, where it stands in one."""
    ours = [dict(block) for block in before if str(block.get("block_id", "")).startswith(OURS)]
    if not ours:
        return message
    return _around(ours[0], message, *ours[1:])


def met_first_card(owned: Sequence[OwnershipAnswer]) -> Message:
    """Return what somebody new will meet first, with who owns it and where to ask."""
    lines = [(answer.subject.title, _owners(answer)) for answer in owned]
    menu = pick("Look one up", [(answer.subject.title, answer.meaning) for answer in owned])
    text = "\n".join(f"{title}: {who}" for title, who in lines)
    blocks = [*([bullets("", lines)] if lines else []), actions(menu)]
    drawn = [block.to_dict() for block in blocks if block is not None]
    for position, block in enumerate(drawn):
        block["block_id"] = f"first:{position}"
        for element in block.get("elements", ()):
            if "action_id" in element:
                element["action_id"] += ":0"
    return Message(escape(text or "Nothing in particular."), tuple(drawn))


def _lead(standing: Standing) -> str:
    role = f"Your role: {standing.role}."
    so_far = f"{standing.done} of {len(standing.steps)} steps done."
    state = {"paused": "Paused.", "stopped": "Stopped."}.get(standing.course, "")
    return " ".join(filter(None, [role, so_far, state]))


def _step(step: StepLine, standing: Standing) -> str:
    return f"{bold(shorten(step.title, _LONGEST))}: {_when(step, standing)}"


def _when(step: StepLine, standing: Standing) -> str:
    if step.done:
        return "done"
    if step.delivered:
        return "here for you"
    if standing.course == "running" and step.due:
        return f"comes {_date(step.due)}"
    return "not yet"


def _date(at: datetime) -> str:
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{at:%d %B, %H:%M} UTC>"


def _show(step: StepLine) -> slack.ButtonElement:
    return slack.ButtonElement(
        text="Show",
        action_id=f"{SHOW}:{step.id}",
        value=step.id,
        accessibility_label=shorten(f"Show: {step.title}", LABEL),
    )


def _controls(standing: Standing) -> Iterator[slack.ButtonElement]:
    yield slack.ButtonElement(text="Change role", action_id=CHANGE)
    if standing.course == "running" and standing.under_way:
        yield slack.ButtonElement(text="Pause", action_id=PAUSE)
    if standing.course == "paused":
        yield slack.ButtonElement(text="Go on", action_id=RESUME, style="primary")
    if standing.course != "stopped":
        yield slack.ButtonElement(text="Stop", action_id=STOP)


def _owners(answer: OwnershipAnswer) -> str:
    absent = {role.id for role, _ in answer.absent}
    who = listed([plural(holder.role) for holder in answer.owners[:2] if holder.role.id not in absent])
    here = here_text(answer.here, answer.owners[0].role if answer.owners else None, answer.covered_by)
    return f"{who} ({here})" if here else who
