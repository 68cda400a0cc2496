"""What people type into Slack, as the words that they mean."""

from __future__ import annotations

import pytest

from bot.matching.text import LONGEST, clean, words

CLEANED = [
    ("who owns data quality?", "who owns data quality?"),
    ("<@U123|nia> who owns <#C1|data>?", "who owns ?"),
    ("<!here> <!subteam^S1|@data> who?", "who?"),
    ("see <https://a.example/b|the wiki> first", "see the wiki first"),
    ("<https://a.example>", ""),
    ("<mailto:a@b.example|mail me>", "mail me"),
    ("who owns *the* _core_ ~tables~ `orders`?", "who owns the core tables orders ?"),
    ("who owns `src/__init__.py` and *fct__orders*.", "who owns src/__init__.py and fct__orders ."),
    ("```select 1``` who owns it", "who owns it"),
    ("```who owns it```", "who owns it"),
    ("an ```unclosed fence", "an unclosed fence"),
    ("R&amp;D &lt;3", "R&D <3"),
    (":wave: hello :+1::skin-tone-2:", "hello"),
    ("at 10:30:45 it broke", "at 10:30:45 it broke"),
    ("snake_case_name", "snake_case_name"),
    ("  two \n\n lines\t", "two lines"),
    ("zero\u200bwidth\ufeff", "zerowidth"),
    ("\x00\x07 bell", "bell"),
    ("", ""),
]

READ = [
    ("Who OWNS the Tables", "who owns the tables"),
    ("the débutant\u2019s façade", "the debutant facade"),
    ("who's it, what'd they say, we'll see", "who it what they say we see"),
    ("don't", "do not"),
    ("wont u help w/ the diff btwn DE & DA", "will not you help with the difference between de and da"),
    ("w/o tests", "without tests"),
    ("hey, thanks, please, lol", ""),
    ("an SRE beside a DE", "a sre beside a de"),
    ("full-width \uff21\uff22\uff23", "full width abc"),
    ("ci/cd a_b 5x", "ci cd a b 5x"),
    ("?!... --- 🎉", ""),
]


@pytest.mark.parametrize(("typed", "wanted"), CLEANED)
def test_markup_is_taken_away_and_what_was_meant_is_kept(typed: str, wanted: str) -> None:
    assert clean(typed) == wanted


@pytest.mark.parametrize(("cleaned", "wanted"), READ)
def test_a_text_is_read_as_plain_words(cleaned: str, wanted: str) -> None:
    assert words(cleaned) == wanted.split()


def test_of_a_long_message_the_beginning_and_the_end_are_read() -> None:
    cut = clean("who begins " + "padding " * 5_000 + "who ends")
    assert len(cut) <= LONGEST
    assert cut.startswith("who begins padding")
    assert cut.endswith("padding who ends")
    assert set(cut.split()) == {"who", "begins", "padding", "ends"}


def test_a_long_text_without_spaces_is_cut_too() -> None:
    assert len(clean("x" * 40_000)) <= LONGEST
