"""The card that tells a story step by step, with Back and Next."""

from __future__ import annotations

from bot.answers.kinds import Stage, WalkthroughAnswer
from bot.answers.questions import capitalised, listed, plural
from bot.cards.blocks import Buttons, Drawing, Scene, actions, ask, bullets, section, share, small_print, turn
from bot.cards.presses import View
from bot.cards.sources import marked_ours, small_lines
from bot.cards.wording import bold, escape, sentence, shorten
from bot.matching.reading import Kind, Meaning

_WHOLE = 40


def walkthrough_text(answer: WalkthroughAnswer, most: int | None) -> list[str]:
    """Return the story with its steps, as plain text."""
    stages = answer.stages if most is None else answer.stages[:most]
    lines = [f"{_mark(answer, position)} {_told(stage)}" for position, stage in enumerate(stages)]
    rest = [f"{len(answer.stages) - len(stages)} more steps"] if len(stages) < len(answer.stages) else []
    return [f"{answer.story.title}: {answer.story.summary.text}", "\n".join([*lines, *rest])]


def walkthrough_blocks(answer: WalkthroughAnswer, scene: Scene) -> Drawing:
    """Draw one step; the first page also says what the story is."""
    whole = scene.view is View.WHOLE
    page = min(scene.page, len(answer.stages) - 1)
    if whole or page == 0:
        yield section(f"{bold(answer.story.title)}\n{escape(shorten(answer.story.summary.text, 400))}")
    if whole:
        yield bullets(
            "", [(_numbered(answer, n), _detail(stage)) for n, stage in enumerate(answer.stages[:_WHOLE])]
        )
    else:
        stage = answer.stages[page]
        text = marked_ours(stage.step, stage.step.text)
        yield section(f"{bold(_heading(answer, page))}\n{escape(shorten(text, 600))}")
        line = small_lines(_roles(stage), _standing(stage))
        yield small_print(escape(capitalised(line))) if line else None
    yield actions(*_buttons(answer, scene, page))


def _heading(answer: WalkthroughAnswer, position: int) -> str:
    stage = answer.stages[position]
    step = f"Step {position + 1} of {len(answer.stages)}"
    return f"{step}: {shorten(stage.step.title, 120)}"


def _numbered(answer: WalkthroughAnswer, position: int) -> str:
    title = shorten(answer.stages[position].step.title, 120)
    return f"{_mark(answer, position)} {title}".removeprefix("- ")


def _detail(stage: Stage) -> str:
    standing = _standing(stage)
    text = shorten(marked_ours(stage.step, stage.step.text), 300)
    return f"{text} ({standing})" if standing else text


def _mark(answer: WalkthroughAnswer, position: int) -> str:
    step = answer.stages[position].step
    return f"{position + 1}." if step.ordered and not step.general else "-"


def _told(stage: Stage) -> str:
    who = _roles(stage)
    notes = small_lines(who, _standing(stage))
    text = sentence(marked_ours(stage.step, stage.step.text))
    return f"{stage.step.title}: {text}" + (f" ({notes})" if notes else "")


def _roles(stage: Stage) -> str:
    return listed([plural(role) for role in stage.roles])


def _standing(stage: Stage) -> str:
    """Return how a step stands in the story, where it is not simply the next one."""
    if stage.step.general:
        return "a general duty"
    return "" if stage.step.ordered else "no fixed order"


def _buttons(answer: WalkthroughAnswer, scene: Scene, page: int) -> Buttons:
    if scene.view is View.WHOLE:
        yield ask("Step by step", answer.meaning)
        yield ask("Who says so", answer.meaning, View.SOURCES)
        yield share(answer.meaning, scene)
        return
    last = len(answer.stages) - 1
    if page:
        yield turn("Back", answer.meaning, scene, page - 1, aloud=f"Back to step {page}")
    if page < last:
        yield turn("Next", answer.meaning, scene, page + 1, aloud=f"Next, step {page + 2} of {last + 1}")
    for role in answer.stages[page].roles[:1]:
        yield ask(f"About {plural(role)}", Meaning(Kind.ROLE, roles=(role.id,)))
    yield ask("All steps", answer.meaning, View.WHOLE)
    yield share(answer.meaning, scene)
