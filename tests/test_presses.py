"""What a button carries comes back as it went, and nothing else is believed."""

from __future__ import annotations

import pytest
from small_knowledge import SMALL, everything

from bot.cards import Press, View, decode, encode
from bot.matching.reading import Kind, Meaning

LONGEST = "x" * 60


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("page", [0, 7, 999])
def test_every_meaning_comes_back_as_it_went(view: View, page: int) -> None:
    for meaning in everything(SMALL):
        assert decode(encode(meaning, view, page)) == Press(meaning, view, page)


def test_two_roles_with_the_longest_ids_fit_into_an_option() -> None:
    assert len(encode(Meaning(Kind.COMPARISON, roles=(LONGEST, LONGEST)))) <= 150


@pytest.mark.parametrize(
    "value",
    [
        "",
        "hello",
        "2|role|data-engineer",
        "1|astrology",
        "1",
        "1|role|Data Engineer",
        "1|role|<!channel>",
        "1|role|a,,b",
        "1|role|a||||sideways",
        "1|role|a|||||-1",
        "1|role|a|||||1000",
        "1|role|a||||||",
        "1|role|a\n",
        "1|role|" + "a" * 3000,
    ],
)
def test_a_value_that_is_not_ours_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"not|valid"):
        decode(value)
