"""What newcomers are told: the welcome, their plan, its steps, and what changes about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models import blocks as slack

from bot.answers.kinds import OwnershipAnswer
from bot.answers.questions import capitalised, listed, plural
from bot.cards.blocks import LABEL, OPTIONS, actions, bullets, pick, section, small_print
from bot.cards.here import here_text
from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.wording import bold, counted, escape, shorten
from bot.knowledge.models import PlanStep, Role

ROLE = "onboard-role"
"""The menu of roles."""
OPEN = "onboard-open"
"""The button of a message that was scheduled; its value is the key of that message."""
SHOW = "onboard-show"
"""The button that shows a step; its value is the step."""
DONE = "onboard-done"
CHANGE, PAUSE, RESUME, STOP = "onboard-change", "onboard-pause", "onboard-resume", "onboard-stop"
WELCOME = "onboard-welcome"
"""The block by which a welcome is known."""

_OURS = "onboard"
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


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who came by an onboarding channel, for whoever marked it."""

    name: str
    role: str | None
    finished: tuple[str, ...]
    """The titles of the steps that they have finished."""
    total: int
    course: str


def welcome(roles: Sequence[Role], channel: str | None) -> Message:
    """Return the one message that welcomes somebody, with the choice of a role."""
    where = f" You have just joined <#{channel}>." if channel else ""
    lead = (
        f"Welcome.{where} I know who does what in data here. Tell me your role and I will show you around: "
        "a little now, and a little more on your first, third and seventh day."
    )
    blocks = [section(lead), *_choice(roles), small_print("You can change it, pause or stop at any time.")]
    return _message("Welcome. Tell me your role and I will show you around.", blocks, WELCOME)


def choose_role(roles: Sequence[Role], *, again: bool = False) -> Message:
    """Return the choice of a role, for the first time or for another one."""
    lead = (
        "Which role shall it be? Your plan starts anew with it."
        if again
        else "Tell me your role and I will show you around: a little now, more on days one, three and seven."
    )
    return _message(lead, [section(lead), *_choice(roles)], f"{_OURS}-choice")


def plan_card(standing: Standing, notes: Iterable[str] = ()) -> Message:
    """Return where somebody stands, with what can be done about it; `notes` are what has just changed."""
    said = [*notes]
    text = " ".join([_lead(standing), *said])
    blocks = [*(section(escape(note)) for note in said), *plan_blocks(standing)]
    return _message(escape(text), blocks, f"{_OURS}-plan")


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
    lead.block_id = f"{_OURS}-lead"
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
    return Message(text, (lead.to_dict(), *inner.blocks, done.to_dict()))


def finished_in(message: Mapping[str, Any], step: str, standing: Standing) -> Message:
    """Return a step's message with how far somebody is in the place of its button."""
    of = f"{standing.done} of {counted(len(standing.steps), 'step')}"
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
    ours = [dict(block) for block in before if str(block.get("block_id", "")).startswith(_OURS)]
    if not ours:
        return message
    return Message(message.text, (ours[0], *message.blocks, *ours[1:]))


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


def due_message(key: int, plan: str) -> Message:
    """Return the thin message that is scheduled: its words fit whatever its button will show then."""
    text = f"Good morning. The next part of “{plan}” is here."
    button = slack.ButtonElement(text="Show it", action_id=OPEN, value=str(key), style="primary")
    return _message(
        escape(text), [section(escape(text)), slack.ActionsBlock(elements=[button])], f"{_OURS}-due"
    )


def key_in(message: Mapping[str, Any]) -> int | None:
    """Return the key of a thin message, None for any other message."""
    elements = (each for block in message.get("blocks", ()) for each in block.get("elements", ()))
    values = [str(each.get("value")) for each in elements if each.get("action_id") == OPEN]
    return int(values[0]) if values and values[0].isdecimal() else None


def is_welcome(message: Mapping[str, Any]) -> bool:
    """Tell whether a message is the welcome."""
    ids = (str(block.get("block_id", "")) for block in message.get("blocks", ()))
    return any(each.startswith(WELCOME) for each in ids)


def chosen(role: str) -> str:
    """Say that a plan has begun."""
    return f"Here we go: your plan for the role of {role} starts now."


def paused() -> str:
    """Say that nothing will come until the person goes on."""
    return "Paused. Nothing more will come until you go on."


def resumed() -> str:
    """Say that it goes on."""
    return "Good, we go on."


def stopped() -> str:
    """Say that it is over."""
    return "Stopped. Nothing more will come; choose a role whenever you want to start again."


def may_still_arrive(at: datetime) -> str:
    """Say that a message that is not wanted any more may still arrive."""
    return f"One message may still arrive at {at:%H:%M} UTC, as it is about to be sent. Just leave it."


def zone_unknown() -> str:
    """Say when messages come to somebody whose time zone nobody knows."""
    return "Slack doesn't tell me your time zone, so messages come at ten in the morning, UTC."


def in_direct_messages() -> str:
    """Say where the steps are."""
    return "I have put it into your direct messages with me."


def no_plan() -> Message:
    """Say that there is nothing to begin."""
    return line("There is no onboarding plan for that role. Ask me anything instead.")


def not_enrolled() -> Message:
    """Say that somebody has no plan any more."""
    return line("You have no plan with me at the moment. Type `/role onboard` to begin one.")


def newcomers_card(channels: Mapping[str, Sequence[Newcomer]]) -> Message:
    """Return who finished what, for whoever marked those channels."""
    if not channels:
        return line("You have marked no channel as one for newcomers.")
    blocks: list[slack.Block] = []
    for channel, people in list(channels.items())[:10]:
        blocks.append(section(f"{bold('Newcomers')} in <#{channel}>"))
        lines = [(person.name, _progress(person)) for person in people[:40]]
        blocks.append(bullets("", lines) if lines else section("Nobody has joined yet."))
        if len(people) > len(lines):
            blocks.append(small_print(f"{len(people) - len(lines)} more who joined earlier."))
    count = sum(len(people) for people in channels.values())
    return _message(f"{capitalised(counted(count, 'newcomer'))}", blocks, f"{_OURS}-newcomers")


def _message(text: str, blocks: Iterable[slack.Block], stem: str) -> Message:
    drawn = []
    for position, block in enumerate(blocks):
        block.block_id = f"{stem}:{position}"
        drawn.append(block.to_dict())
    return Message(text, tuple(drawn))


def _choice(roles: Sequence[Role]) -> Iterator[slack.Block]:
    options = [
        slack.Option(text=slack.PlainTextObject(text=shorten(role.name, LABEL)), value=role.id)
        for role in roles[:OPTIONS]
    ]
    menu = slack.StaticSelectElement(placeholder="Your role", action_id=ROLE, options=options)
    yield slack.ActionsBlock(elements=[menu])


def _lead(standing: Standing) -> str:
    role = f"Your role: {standing.role}."
    so_far = f"{standing.done} of {counted(len(standing.steps), 'step')} done."
    state = {"paused": "Paused.", "stopped": "Stopped."}.get(standing.course, "")
    return " ".join(filter(None, [role, so_far, state]))


def _step(step: StepLine, standing: Standing) -> str:
    title = escape(shorten(step.title, _LONGEST))
    if step.done:
        return f":white_check_mark: {title}: done"
    if step.delivered:
        return f":small_blue_diamond: {title}: here for you"
    if standing.course == "running" and step.due:
        return f":white_small_square: {title}: comes {_date(step.due)}"
    return f":white_small_square: {title}: not yet"


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
    if standing.course == "running":
        yield slack.ButtonElement(text="Pause", action_id=PAUSE)
    if standing.course == "paused":
        yield slack.ButtonElement(text="Go on", action_id=RESUME, style="primary")
    if standing.course != "stopped":
        yield slack.ButtonElement(text="Stop", action_id=STOP)


def _owners(answer: OwnershipAnswer) -> str:
    who = listed([plural(holder.role) for holder in answer.owners[:2]])
    here = here_text(answer.here, answer.owners[0].role if answer.owners else None, answer.covered_by)
    return f"{who} ({here})" if here else who


def _progress(person: Newcomer) -> str:
    if person.role is None:
        return "has not chosen a role yet"
    state = {"paused": ", paused", "stopped": ", stopped"}.get(person.course, "")
    done = f"{len(person.finished)} of {counted(person.total, 'step')}"
    finished = f": {', '.join(person.finished)}" if person.finished else ""
    return f"{person.role}, {done}{state}{finished}"
