"""Who says so: the small print under an answer, and the card that tells how far to trust each source."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.kinds import Answer, Holder, OwnershipAnswer, SourceAnswer
from bot.answers.questions import listed, plural
from bot.answers.told import Told
from bot.cards.blocks import Drawing, Scene, actions, ask, section, share
from bot.cards.wording import bold, counted, escape, number, sentence, shorten
from bot.knowledge.models import Cited, Source
from bot.matching.reading import Kind, Meaning

_MOST = 6


def support(count: int, total: int) -> str:
    """Return how many sources speak, as it stands after "by": "all five sources", "one of five sources"."""
    if total > 1 and count == total:
        return f"all {counted(total, 'source')}"
    return f"{number(count)} of {counted(total, 'source')}" if total > count else counted(count, "source")


def said_by(answer: Told) -> str:
    """Return the small print that names the number of sources; empty where none is cited."""
    return f"Said by {support(len(answer.sources), answer.source_count)}" if answer.sources else ""


def marked_ours(statement: Cited, text: str) -> str:
    """Return the text, marked where it is the project's judgement and no source's."""
    return f"{text} (our own judgement)" if statement.ours else text


def small_lines(*lines: str) -> str:
    """Return the lines of the small print as one, those that say something."""
    return " · ".join(filter(None, lines))


def sources_blocks(answer: Answer, scene: Scene) -> Drawing:
    """Draw what each source is and how far to trust it, the weightiest first."""
    if not answer.cited:
        yield section("No source stands behind this answer.")
        return
    yield section(escape(_lead(answer)))
    for source in answer.cited[:_MOST]:
        yield section(f"{bold(source.title)}\n{escape(shorten(_told(answer, source), 900))}")
    yield actions(
        ask("Back to the answer", answer.meaning),
        share(answer.meaning, scene),
    )


def source_text(answer: SourceAnswer, _most: int | None) -> list[str]:
    """Return what a source is, as plain text."""
    return [f"{answer.source.title}: {_description(answer.source)}"]


def source_blocks(answer: SourceAnswer, scene: Scene) -> Drawing:
    """Draw what one source is and how far to trust it."""
    source = answer.source
    yield section(f"{bold(source.title)}\n{escape(shorten(_description(source), 1000))}")
    yield actions(ask("Which roles are there?", Meaning(Kind.LIST)), share(answer.meaning, scene))


def _lead(answer: Answer) -> str:
    return sentence(f"this rests on {support(len(answer.cited), answer.source_count)}")


def _told(answer: Answer, source: Source) -> str:
    """Return what a source is, and whom it names where the answer is about who owns something."""
    named = _names(answer, source.id) if isinstance(answer, OwnershipAnswer) else ""
    return " ".join(filter(None, [named, _description(source)]))


def _names(answer: OwnershipAnswer, source: str) -> str:
    owners = _plurals(answer.owners, source)
    if owners:
        return f"Makes {listed(owners)} responsible."
    others = _plurals(answer.others, source)
    return f"Gives a part to {listed(others)}." if others else ""


def _plurals(holders: Iterable[Holder], source: str) -> list[str]:
    names = (plural(holder.role) for holder in holders if source in holder.stake.source_ids)
    return list(dict.fromkeys(names))


def _description(source: Source) -> str:
    made = ", ".join(filter(None, [source.author, source.published]))
    return " ".join(
        filter(None, [sentence(source.what), sentence(source.trust), f"({made})" if made else ""])
    )
