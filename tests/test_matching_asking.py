"""What is a question to everybody, and what is talk."""

from __future__ import annotations

import pytest

from bot.matching.asking import Courtesy, asks, courtesy, leans


@pytest.mark.parametrize(
    "text",
    [
        "who owns data quality?",
        "Who owns data quality",
        "what does a data engineer do?",
        "hi all, who looks after the dashboards?",
        "anyone know who builds the pipelines",
        "do we have somebody for *model deployment*?",
    ],
)
def test_a_question_to_everybody(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "who else?",
        "the data quality is bad",
        "<@UANA> who owns data quality?",
        "<!here> who owns data quality?",
        "who owns this?",
        "who is on call today?",
        "why is the dashboard empty?",
        "who broke it? and who mends the dashboards?",
        "which data engineer did that. ask ana. she knows",
        "who owns data quality? " + "and so on " * 20,
    ],
)
def test_talk_or_a_question_to_somebody(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    "text", ["and what tools?", "skills?", "who do they work with", "compare with analysts"]
)
def test_a_reply_that_asks_for_more(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text", ["thank you", "", "great, that helps", "<@UANA> and you?", "and " * 20 + "so?"]
)
def test_a_reply_that_does_not(text: str) -> None:
    assert not leans(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", Courtesy.GREETING),
        ("Hiii <@UBOT> :wave:", Courtesy.GREETING),
        ("good morning everybody", Courtesy.GREETING),
        ("thanks!", Courtesy.THANKS),
        ("ok great, thank you so much", Courtesy.THANKS),
        ("that helped, thx :raised_hands:", Courtesy.THANKS),
        ("ok", Courtesy.THANKS),
        ("that", None),
        ("help", None),
        ("", None),
        ("hello, who owns data quality?", None),
        ("ok, and the tools?", None),
        ("thanks, and skills", None),
    ],
)
def test_who_is_polite_asks_nothing(text: str, said: Courtesy | None) -> None:
    assert courtesy(text) is said
