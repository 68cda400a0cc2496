"""What is said about the directory itself: proposals, who is named for what, what is amiss, and refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models import blocks as slack

from bot.answers.questions import listed
from bot.answers.workspace import Contact
from bot.cards.blocks import LABEL, section
from bot.cards.here import linked
from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.wording import bold, counted, escape, several, shorten

APPROVE = "approve"
DECLINE = "decline"

_MOST = 10
_LONGEST = 2900


def proposal_card(proposal: str, by: Contact, title: str, before: str, after: str) -> Message:
    """Return the message to somebody who may decide; `before` and `after` are lines of markup."""
    text = f"{by.name} proposes a change: {title}"
    body = f"{bold(title)}\nNow: {before or 'nobody'}\nProposed: {after or 'nobody'}"
    return Message(
        escape(text),
        (
            _block(section(f"{linked(by)} proposes a change.\n{shorten(body, _LONGEST)}"), "proposal"),
            _block(
                slack.ActionsBlock(
                    elements=[
                        slack.ButtonElement(
                            text="Approve", action_id=APPROVE, value=proposal, style="primary"
                        ),
                        slack.ButtonElement(text="Decline", action_id=DECLINE, value=proposal),
                    ]
                ),
                "decision",
            ),
        ),
    )


def decided(title: str, *, approved: bool) -> Message:
    """Return what takes the place of a proposal that was decided."""
    return line(f"{title}: approved, every answer says so now." if approved else f"{title}: declined.")


def overtaken() -> Message:
    """Return that a proposal can no longer be decided."""
    return line("Somebody was faster: this was decided already, or has changed since it was proposed.")


def your_proposal(title: str, *, approved: bool) -> Message:
    """Return what the person is told who proposed something."""
    done = "was approved. Every answer says so now." if approved else "was declined."
    return line(f"Your proposal ({title}) {done}")


def not_allowed(deed: str) -> Message:
    """Return that somebody may not do something."""
    return line(f"Only admins of this workspace, and the stewards they name, may {deed}.")


def not_here() -> Message:
    """Return that the directory is neither shown nor changed where others listen in."""
    return line("I keep who does what here to this workspace's own people and channels. Please ask me there.")


def out_of_reach() -> Message:
    """Return that what is kept cannot be reached."""
    return line("I cannot get at what this workspace keeps right now. Please try again in a few minutes.")


def outsiders(names: Sequence[str]) -> str:
    """Return what stands at an input with people who are not of this workspace, as plain text."""
    return f"Only people of this workspace can be named: not {listed(list(names))}."


def absent(covered_by: str) -> str:
    """Return that a role does not exist here, as markup."""
    return "this role is not here" + (f"; {escape(covered_by)} cover for it" if covered_by else "")


def named_for(titles: Sequence[str]) -> Message:
    """Return for what somebody is named."""
    if not titles:
        return line("You are named for nothing here yet. Say so with /role assign and the name of a role.")
    return line(f"You are named for {listed(list(titles))}.")


def gone(contact: Contact, titles: Sequence[str], *, deleted: bool = False) -> Message:
    """Return what admins are told when somebody leaves, or a channel is archived or `deleted`."""
    where = f"#{contact.name}" if contact.id.startswith(("C", "G")) else contact.name
    became = "was deleted" if deleted else "was archived"
    what = f"{became if contact.id.startswith(('C', 'G')) else 'has left'}, and is"
    return line(f"{where} {what} still named for {listed(list(titles))}. Change it with /role assign.")


_AMISS = {
    "roles_without_people": "Roles without people",
    "topics_without_anybody": "Topics without anybody",
    "accountable_twice": "Two accountable for one topic",
    "stale": "Not confirmed for six months",
    "gone": "No longer in the knowledge base",
}


def amiss_by_heading(found: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Return the headings of what is amiss in the directory, with the names of what each holds."""
    return {heading: found[key] for key, heading in _AMISS.items() if found[key]}


def amiss_line(found: Mapping[str, Sequence[str]]) -> str:
    """Return how much is amiss, and how to see it; empty where all is well. Plain text."""
    told = ", ".join(f"{heading.lower()}: {len(names)}" for heading, names in amiss_by_heading(found).items())
    return f"To look at with /role health: {told}." if told else ""


def health_card(found: Mapping[str, Sequence[str]]) -> Message:
    """Return what is amiss in the directory, by the words of the health that is told."""
    amiss = amiss_by_heading(found)
    if not amiss:
        return line("All is well: every topic has somebody, and every entry was confirmed within six months.")
    lead = f"{counted(sum(map(len, amiss.values())), 'thing')} to look at"
    blocks = [
        _block(section(f"{bold(heading)} ({len(names)})\n{escape(several(names, _MOST))}"), f"health:{at}")
        for at, (heading, names) in enumerate(amiss.items())
    ]
    text = "; ".join(f"{heading}: {len(names)}" for heading, names in amiss.items())
    return Message(f"{lead}. {escape(text)}", (_block(section(lead), "health"), *blocks))


def group_options(groups: Mapping[str, str], typed: str) -> list[dict[str, Any]]:
    """Return the user groups whose names hold what somebody typed."""
    wanted = typed.casefold().strip()
    found = sorted((name, id_) for id_, name in groups.items() if wanted in name.casefold())
    return [_option(name, id_) for name, id_ in found[:100]]


def _option(name: str, value: str) -> dict[str, Any]:
    text = slack.PlainTextObject(text=shorten(name, LABEL))
    drawn: dict[str, Any] = slack.Option(text=text, value=value).to_dict()
    return drawn


def _block(block: slack.Block, block_id: str) -> dict[str, Any]:
    drawn: dict[str, Any] = {**block.to_dict(), "block_id": block_id}
    return drawn
