"""Whatever anybody types is read without a stumble, and layout changes nothing of its meaning."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.answers.answerer import Answerer
from bot.matching.reading import Kind, Reading

QUESTIONS = [
    json.loads(line)["q"]
    for line in (Path(__file__).parent / "questions" / "tuning.jsonl").read_text("utf-8").splitlines()
]

# Nothing is kept between runs; the shipped index is made once, and one text after the other is read by it.
settings.register_profile(
    "reading",
    max_examples=150,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
reading = settings.get_profile("reading")

ANY = st.text(max_size=300)
STRANGE = st.text(
    st.sampled_from(
        "\u0000\u0007\u001b\u200b\u200d\u200e\u200f\u202e\u2066\ufeff\u0301\u0489\u0e33\u3099\ufe0f"
        "אבגدجحﷺ漢字ñßİıſ😀👩\U0001f3fd🇩🇪\ud800\udfff<>|@#!&;:`*_~'\u2019\"{}[]() \n\t"
    ),
    max_size=60,
)
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "{role}", "{item}", "data", "engineer", "DE", "who owns", "<@U1>", "<http://x|", "```", "`",
            ":a:", "&amp;", "&lt;", "&#x41;", "'s", "n't", "w/", "\u200b", "é", "vs", "?", "qualtiy",
        ]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


def well_formed(told: Reading) -> None:
    assert 0 <= told.confidence <= 1
    assert all(0 <= other.confidence <= 1 for other in told.alternatives)
    assert not told.needs_subject or told.kind is Kind.UNKNOWN


@reading
@given(typed=ANY | STRANGE | FRAGMENTS)
@example("")
@example("\ud800")
@example("'" * 50)
@example("a'" * 50)
@example("{role}" * 20)
@example("who owns {role} and {item}")
@example("<" * 500)
@example(":" * 500)
@example("`" * 500)
def test_any_text_is_read_and_answered(shipped: Answerer, typed: str) -> None:
    told = shipped.current.read(typed)
    well_formed(told)
    assert shipped.current.answer(told).kind in set(Kind)
    assert shipped.current.read(typed) == told


@reading
@given(typed=ANY | FRAGMENTS, context=st.sampled_from(["data-engineer", "data-quality", "kafka"]))
def test_any_text_is_read_in_a_conversation(shipped: Answerer, typed: str, context: str) -> None:
    about = shipped.current.read(f"what about {context}?").meaning
    well_formed(shipped.current.read(typed, about))


@settings(reading, max_examples=15)
@given(piece=ANY | STRANGE | FRAGMENTS | st.sampled_from(["x", "x ", "😀", "<@", "```", "a' ", "&amp;"]))
@example("data engineer ")
@example("*_~`")
def test_forty_thousand_characters_are_no_trouble(shipped: Answerer, piece: str) -> None:
    typed = ((piece or "?") * 40_000)[:40_000]
    told = shipped.current.read(typed)
    well_formed(told)
    assert len(told.question) <= 2_000


@reading
@given(emoji=st.lists(st.sampled_from(["😀", ":wave:", "👩‍💻", "🇩🇪", "\u2049\ufe0f", ":+1:"]), min_size=1))
def test_emoji_alone_are_no_question(shipped: Answerer, emoji: list[str]) -> None:
    assert shipped.current.read("".join(emoji)).kind is Kind.UNKNOWN


PUNCTUATION = st.sampled_from(["?", "??", "!", "...", " ?!", ".", "", " …", "?!?"])
SPACES = st.sampled_from([" ", "  ", "\n", "\t", " \u00a0", "\r\n"])


@settings(reading, max_examples=300)
@given(question=st.sampled_from(QUESTIONS), data=st.data())
def test_layout_and_case_do_not_change_the_meaning(
    shipped: Answerer, question: str, data: st.DataObject
) -> None:
    """But for names of one or two letters, which may be words in small letters."""
    ending, space = data.draw(PUNCTUATION), data.draw(SPACES)
    plain = shipped.current.read(question)
    bare = re.sub(r"[?!.…\s]+$", "", question)
    changed = space + bare.replace(" ", space) + ending
    if not re.search(r"[^\w\s'\u2019?!.]", bare):  # markup and smileys need their spaces
        assert shipped.current.read(changed).meaning == plain.meaning
    assert shipped.current.read(question.lower()).meaning == plain.meaning


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Who owns DATA QUALITY?", "who owns data quality"),
        ("DE vs. DA???", "de vs da"),
        ("who's the owner of etl?", "who\u2019s the owner of etl"),
        ("who owns:data quality", "who owns data quality"),
        ("(who owns \u201cdata quality\u201d)", "who owns data quality"),
        ("who owns\u200b data\u00ad quality", "who owns data quality"),
        ("who owns data\u2014quality", "who owns data quality"),
        ("*who* owns _data quality_?", "who owns data quality"),
        ("WHO OWNS DATA QUALITY", "who owns data quality"),
        ("ｗｈｏ ｏｗｎｓ ｄａｔａ ｑｕａｌｉｔｙ", "who owns data quality"),  # noqa: RUF001 - that is the point
        ("\u202ewho owns data quality\u202c", "who owns data quality"),
        ("who\u0301 owns data quality", "who owns data quality"),
    ],
)
def test_two_ways_to_write_the_same(shipped: Answerer, one: str, other: str) -> None:
    assert shipped.current.read(one).meaning == shipped.current.read(other).meaning
    assert shipped.current.read(one).kind is not Kind.UNKNOWN
