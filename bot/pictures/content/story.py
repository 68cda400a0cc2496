"""The worked example as lanes by role, in the order that its source supports."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.questions import in_sentence, listed, plural
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Role, Step, Walkthrough
from bot.pictures.content.wording import CannotDrawError, few, from_sources
from bot.pictures.drawings import Lanes, LaneStep, Standing

_MOST = 12
"""Steps of each standing that the text for those who don't see the picture tells."""


def lanes(roles: Sequence[Role], knowledge: KnowledgeBase) -> Lanes:
    """Return the whole team's example, or the story of the roles given; raise CannotDrawError without one."""
    wanted = {role.id for role in roles}
    stories = knowledge.walkthroughs.values()
    story = next((each for each in stories if set(each.roles) == wanted), None)
    if story is None:
        about = f" about {listed([plural(role) for role in roles])}" if roles else ""
        raise CannotDrawError(f"No example{about} is told here.")
    return _drawn(story, knowledge)


def _drawn(story: Walkthrough, knowledge: KnowledgeBase) -> Lanes:
    order = list(dict.fromkeys(role for step in story.steps for role in step.roles))
    if not order:
        raise CannotDrawError(f"“{story.title}” names no role.")
    steps = sorted(story.steps, key=lambda step: list(Standing).index(_standing(step)))
    cited = (*story.summary.source_ids, *(id_ for step in steps for id_ in step.source_ids))
    return Lanes(
        title=story.title,
        lead=story.summary.text,
        caption=from_sources(cited, knowledge),
        alt=_alt(story, steps, knowledge),
        roles=tuple(knowledge.roles[role].name for role in order),
        steps=tuple(
            LaneStep(
                title=step.title,
                standing=_standing(step),
                lanes=tuple(order.index(role) for role in dict.fromkeys(step.roles)),
            )
            for step in steps
        ),
    )


def _standing(step: Step) -> Standing:
    if step.general:
        return Standing.GENERAL
    return Standing.ORDERED if step.ordered else Standing.UNORDERED


def _alt(story: Walkthrough, steps: Sequence[Step], knowledge: KnowledgeBase) -> str:
    def told(standing: Standing) -> str:
        lines = few([_who(step, knowledge) for step in steps if _standing(step) is standing], _MOST)
        return "; ".join([*lines.names, *([f"{lines.more} more"] if lines.more else [])])

    parts = (
        (f"{story.title}, as lanes by role. In order: ", told(Standing.ORDERED)),
        ("In no fixed order: ", told(Standing.UNORDERED)),
        ("In general: ", told(Standing.GENERAL)),
    )
    return " ".join(f"{start}{text}." for start, text in parts if text)


def _who(step: Step, knowledge: KnowledgeBase) -> str:
    names = listed([in_sentence(knowledge.roles[role].name) for role in step.roles])
    return f"{step.title} ({names})" if names else step.title
