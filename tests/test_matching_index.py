"""What an index is made of: classifier, closest phrases, what is possible, and how far it is trusted."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from small_knowledge import SMALL

from bot.answers.answerer import Answerer
from bot.knowledge.base import KnowledgeBase
from bot.matching.build import build
from bot.matching.calibrate import calibrate
from bot.matching.corpus import Corpus
from bot.matching.examples import Examples, evenly
from bot.matching.features import Space, Terms
from bot.matching.index import Index, fit
from bot.matching.judging import UNJUDGED, Judge, Signs, regress
from bot.matching.language import Language
from bot.matching.linear import Floats, Manner, Row, train
from bot.matching.meanings import direction, meaning
from bot.matching.nearest import Nearest
from bot.matching.phrases import Label, Phrase, phrases
from bot.matching.read import read
from bot.matching.reading import Kind
from bot.matching.table import Table
from bot.matching.weights import Weights
from bot.terminal.benchmark.packs import made, made_questions, pack_of

WIFI, TEA = Label(Kind.FAQ, "wifi"), Label(Kind.FAQ, "tea")
PACK = pack_of(
    {
        "wifi": ["where is the wifi password?", "how do i join the network?", "the wifi is slow"],
        "tea": ["who makes the tea?", "where is the kettle?", "is there any milk?"],
        "door": ["the door is locked", "how do i open the gate?", "i lost my key"],
    }
)


def row(ids: list[int], values: list[float]) -> Row:
    return Row(np.array(ids, np.int32), np.array(values, np.float32))


@pytest.mark.parametrize("manner", [Manner(), Manner(cost=0.4, own=32.0, enough=0.2)])
def test_the_classifier_tells_classes_apart(manner: Manner) -> None:
    rows = [row([0, 3], [0.8, 0.6]), row([1, 3], [0.8, 0.6]), row([2, 3], [0.8, 0.6])] * 3
    weights, dense = train(rows, np.zeros((9, 2), np.float32), np.array([0, 1, 2] * 3), 4, 3, manner=manner)
    assert [int(np.argmax(r.values @ weights[r.ids])) for r in rows] == [0, 1, 2] * 3
    assert np.all(np.abs(weights[3]) < np.abs(weights[:3].diagonal()))
    assert not dense.any()


def test_the_classifier_tells_apart_by_vectors_what_no_feature_does() -> None:
    rows, told = [row([0], [0.6])] * 6, np.array([0, 1] * 3)
    given = vectors((0.8, 0), (0, 0.8), (0.8, 0), (0, 0.8), (0.8, 0), (0, 0.8))
    weights, dense = train(rows, given, told, 1, 2)
    assert [int(np.argmax(0.6 * weights[0] + vector @ dense)) for vector in given] == told.tolist()


def test_training_ends_where_every_phrase_pulls_as_much_as_it_lacks() -> None:
    """The optimum of the squared hinge loss: the weights are what phrases lack times what it costs."""
    chance = np.random.default_rng(1)
    rows = [row([at % 3, 3 + at % 2], [0.8, 0.4]) for at in range(12)]
    given, told = chance.normal(size=(12, 2)).astype(np.float32), np.arange(12) % 3
    weights, dense = train(rows, given, told, 5, 3, manner=Manner(2.0, own=3.0, enough=-1), rounds=99)
    known = np.zeros((12, 5), np.float32)
    for at, (ids, values) in enumerate(rows):
        known[at, ids] = values
    own = told[:, None] == np.arange(3)
    side, cost = np.where(own, 1, -1), np.where(own, 6.0, 2.0)
    pull = 2 * cost * np.maximum(1 - side * (known @ weights + given @ dense), 0) * side
    assert np.allclose(known.T @ pull, weights, atol=1e-3)
    assert np.allclose(given.T @ pull, dense, atol=1e-3)


def test_training_comes_to_the_same_each_time() -> None:
    corpus = Corpus.of(PACK, phrases(PACK))
    everything = range(len(corpus.phrases))
    one, other = fit(corpus, everything).weights, fit(corpus, everything).weights
    assert np.array_equal(one.rows, other.rows)
    assert np.array_equal(one.scales, other.scales)


def test_weights_made_small_are_off_by_little() -> None:
    given = np.random.default_rng(0).normal(size=(5, 40)).astype(np.float32)
    given[0] *= 9
    given[2] = 0
    row = Row(np.array([0, 1, 2, 4], np.int32), np.array([1, 2, 3, -1], np.float32))
    apart = np.abs(Weights.of(given).weigh(row) - row.values @ given[row.ids])
    largest = np.abs(given[row.ids]).max(axis=1)
    assert 0 < apart.max() <= np.abs(row.values) @ largest / 254


def test_pairs_with_a_word_between_them_are_kept_from_so_many_phrases_on() -> None:
    language = Language(PACK, {})
    terms = [language.parse(text).terms for text in ("pour the tea", "pour some tea", "pour a cup")]
    features = Table.of(terms, pairs_from=2).features
    assert "k pour tea" in features
    assert "k ^ the" not in features
    assert "p pour the" in features


def test_a_pair_is_found_by_its_words() -> None:
    language = Language(PACK, {})
    table = Table.of(language.parse(text).terms for text in ("pour the tea", "tea time"))
    space = Space.of(table.features, np.ones(len(table.features), np.float32), 1.0)
    assert [space.place(feature) for feature in table.features] == list(range(len(table.features)))
    assert (space.place("p time tea"), space.place("k x y"), space.place("g x")) == (None, None, None)
    asked = space.weigh_loose(language.parse("pour the tea now").terms)
    there = {"p ^ pour", "p pour the", "p the tea", "k ^ the", "k pour tea", "k tea $", "m roles 0"}
    assert {table.features[at] for at in asked.ids.tolist()} == there


def test_a_feature_that_several_words_have_stands_in_a_phrase_once() -> None:
    language = Language(PACK, {})
    terms = [language.parse(text).terms for text in ("tea teapot teacup", "tea", "gate gate")]
    table = Table.of(terms)
    assert list(table.counts()) == sorted(table.counts(), reverse=True)
    for at, parsed in enumerate(terms):
        start = table.ends[at - 1] if at else 0
        ids = table.ids[start : table.ends[at]]
        assert len(set(ids)) == len(ids)
        got = dict(zip((table.features[i] for i in ids), table.weights[start : table.ends[at]], strict=True))
        assert got == pytest.approx(summed(parsed))


def summed(terms: Terms) -> dict[str, float]:
    """Return the features of a phrase the plain way."""
    found: dict[str, float] = {}
    for term in dict.fromkeys(terms.main):
        for feature, weight in term.features():
            found[feature] = found.get(feature, 0.0) + weight
    for feature, weight in terms.loose():
        found[feature] = found.get(feature, 0.0) + weight
    return found


def test_spread_counts_groups_and_not_phrases() -> None:
    language = Language(PACK, {})
    table = Table.of(language.parse(text).terms for text in ("tea", "tea time", "tea pot"))
    spread = dict(zip(table.features, table.spread(np.array([0, 0, 1])), strict=True))
    assert (spread["g tea"], spread["g time"], spread["p tea $"]) == (2, 1, 1)


def vectors(*values: tuple[float, ...]) -> Floats:
    return np.array(values, np.float32)


def test_the_closest_phrase_of_a_label_is_found() -> None:
    told = [Phrase("one", WIFI), Phrase("two", TEA), Phrase("three", WIFI)]
    examples = Examples.of(told, vectors((1, 0, 0), (0, 1, 0), (0.6, 0, 0.8)))
    cosine, text = examples.closest(vectors((0, 0, 1))[0], WIFI)
    assert (round(cosine, 3), text) == (0.8, told[2].text)
    first = vectors((1, 0, 0))[0]
    assert examples.closest(first, WIFI) == (1.0, told[0].text)
    assert examples.closest(first, TEA) == (0.0, told[1].text)
    assert examples.closest(first, Label(Kind.HELP)) == (0.0, None)


def test_of_a_label_with_very_many_phrases_an_even_choice_is_kept() -> None:
    told = [Phrase(str(number), WIFI) for number in range(1_000)]
    kept = Examples.of(told, np.zeros((1_000, 1), np.float32)).texts
    assert kept == [phrase.text for phrase in evenly(told, len(kept))]
    assert 100 < len(kept) < 1_000
    assert evenly(list(range(10)), 3) == [0, 3, 6]


def test_words_that_mean_something_alike_point_alike() -> None:
    bug, error, banana = map(direction, map(meaning, ("bug", "error", "banana")))
    assert bug @ error > bug @ banana + 0.2
    assert np.linalg.norm(meaning("the")) < np.linalg.norm(meaning("dashboard")) / 5
    assert not meaning("xqzzy").any()
    assert not direction(meaning("xqzzy")).any()


def test_what_no_phrase_says_is_found_by_what_it_means() -> None:
    pack = pack_of({"sick": ["I caught a cold and stay in bed"], "tea": ["the kettle is boiling over"]})
    index = build(pack)
    parsed = index.language.parse("feeling ill")
    assert not any(map(index.language.knows, parsed.words))
    scores = dict(zip(index.labels.all, index.score(parsed.terms).scores, strict=True))
    assert scores[Label(Kind.FAQ, "sick")] > scores[Label(Kind.FAQ, "tea")]


def test_more_words_than_are_remembered_do_not_change_an_answer(
    small: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = small.language.parse("who mends the leaking water wrench of a data plumber").terms
    before = small.score(terms).scores
    monkeypatch.setattr("bot.matching.index._MOST_TERMS", len(terms.main) - 2)
    assert np.allclose(small.score(terms).scores, before)
    for word in ("tea", "wifi", "gate"):
        small.score(small.language.parse(f"{word} water cycle").terms)
    assert np.allclose(small.score(terms).scores, before)


def test_nothing_is_closest_where_there_is_nothing(shipped: Answerer) -> None:
    index = shipped.current.index
    assert Nearest(index.space, []).closest(index.language.parse("tea").terms) is None


@pytest.mark.parametrize("least", [0.2, 0.5, 0.8])
def test_the_closest_is_the_same_where_it_is_close_enough(shipped: Answerer, least: float) -> None:
    index = shipped.current.index
    texts = ("where do i get a new badge", "who owns the lanterns", "is the kitchen open on sunday")
    nearest = Nearest(index.space, [index.language.parse(text).terms for text in texts])
    for text in (*texts, "a new badge, where", "who owns them", "get on", "what does a data engineer do"):
        terms = index.language.parse(text).terms
        near = nearest.closest(terms)
        assert near is not None
        assert nearest.closest(terms, least=least) == (near if near.cosine >= least else None)


POSSIBLE = [
    ("what does it do", {Kind.OWNERSHIP, Kind.ABOUT, Kind.LIST, Kind.HELP, Kind.WALKTHROUGH, Kind.UNKNOWN}),
    ("data plumber", {Kind.ROLE, Kind.SKILLS, Kind.TOOLS, Kind.COLLABORATION, Kind.LIST, Kind.HELP}),
    ("data plumber or water taster", {Kind.COMPARISON, Kind.COLLABORATION}),
    ("wrench", {Kind.EXPERTISE}),
]


@pytest.fixture(scope="module")
def small() -> Index:
    return build(SMALL)


@pytest.mark.parametrize(("question", "among"), POSSIBLE)
def test_only_what_a_question_names_the_subjects_of_is_possible(
    small: Index, question: str, among: set[Kind]
) -> None:
    lost = small.labels.penalties(small.language.parse(question))
    kinds = {label.kind for label, loss in zip(small.labels.all, lost, strict=True) if loss == 0}
    assert kinds & {label.kind for label in small.labels.all} >= among & {
        label.kind for label in small.labels.all
    }


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("what does it do", {Kind.ROLE, Kind.SKILLS, Kind.TOOLS, Kind.COMPARISON, Kind.EXPERTISE}),
        ("data plumber", {Kind.COMPARISON, Kind.EXPERTISE}),
        ("data plumber or water taster", {Kind.LIST, Kind.HELP, Kind.EXPERTISE}),
        ("wrench", {Kind.LIST, Kind.HELP, Kind.ROLE}),
        ("who mends the water cycle", {Kind.ABOUT}),
    ],
)
def test_what_lacks_a_subject_is_impossible(small: Index, question: str, never: set[Kind]) -> None:
    lost = small.labels.penalties(small.language.parse(question))
    kinds = {label.kind for label, loss in zip(small.labels.all, lost, strict=True) if loss == 0}
    assert not kinds & never


def test_the_role_that_an_asker_has_is_not_the_one_asked_about(small: Index) -> None:
    at = next(at for at, label in enumerate(small.labels.all) if label.kind is Kind.SKILLS)
    parsed = small.language.parse("i am a water taster and want to be a data plumber")
    assert small.labels.meaning(at, parsed).roles == ("data-plumber",)


def signs(quality: float) -> Signs:
    """Return the signs of a reading from hopeless, 0, to perfect, 1."""
    return Signs(
        margin=2 * quality - 1,
        lead=quality,
        inside=1.5 * quality - 0.5,
        support=9.2 * quality - 4.6,
        cosine=0.9 * quality,
        unseen=0.6 * (1 - quality),
        words=5,
        named=False,
    )


def test_the_better_the_signs_the_surer(shipped: Answerer) -> None:
    judge = shipped.current.index.judge
    told = [judge.judge(signs(step / 10)) for step in range(11)]
    assert all(later >= earlier for sure in zip(*told, strict=True) for earlier, later in pairwise(sure))
    assert told[0][0] < 0.05
    assert told[-1][0] > 0.8


def test_right_is_never_likelier_than_covered(shipped: Answerer) -> None:
    judge = shipped.current.index.judge
    for quality in (0.0, 0.3, 0.6, 1.0):
        right, covered = judge.judge(signs(quality))
        assert 0 <= right <= covered <= 1


def test_what_is_close_by_chance_is_not_trusted() -> None:
    judge = Judge(UNJUDGED.right, UNJUDGED.covered, np.array([0.1, 0.2, 0.3, 0.9]))
    assert [judge.judge_near(cosine) for cosine in (0.05, 0.25, 0.95)] == [0.0, 0.4, 0.8]
    assert UNJUDGED.judge_near(1.0) == 0.0


def test_what_is_further_off_than_is_enough_is_never_as_likely() -> None:
    judge = Judge(UNJUDGED.right, UNJUDGED.covered, np.array([0.1, 0.2, 0.3, 0.9]))
    assert [judge.nearness(likely) for likely in (0.0, 0.2, 0.5, 0.8, 1.0)] == [0.0, 0.1, 0.2, 0.9, 0.9]
    for likely, cosine in product(np.linspace(0, 1, 41), np.linspace(0, 1, 41)):
        assert judge.judge_near(cosine) < likely or cosine >= judge.nearness(likely)
    assert UNJUDGED.nearness(1.0) == 0.0


def test_a_regression_finds_the_odds() -> None:
    vectors = [(1.0, x) for x in (-1.0, 1.0)] * 400
    truth = ([False, True] * 3 + [True, False]) * 100
    odds = regress(vectors, truth, [1.0] * 800)
    low, high = (1 / (1 + np.exp(-np.dot(vector, odds))) for vector in vectors[:2])
    assert [float(low), float(high)] == pytest.approx([0.25, 0.75], abs=0.01)


def test_packs_alone_are_calibrated() -> None:
    """Nothing names what is not theirs, so it is learnt from what is left out and from other questions."""
    known = made(12)
    index = build(pack_of(known))
    assert not np.array_equal(index.judge.right, UNJUDGED.right)
    found = [(asked, read(asked.text, index)) for asked in made_questions(1, known)]
    right = [reading.meaning.entry == asked.entry for asked, reading in found]
    assert sum(right) / len(right) > 0.6
    sure = [ok for ok, (_, reading) in zip(right, found, strict=True) if reading.confidence > 0.8]
    assert sum(sure) / len(sure) > 0.8
    assert read("zebra xylophone quagga", index).kind is Kind.UNKNOWN


@pytest.mark.parametrize("base", [PACK, KnowledgeBase(), pack_of({"tea": ["who makes the tea?"]})])
def test_however_little_there_is_it_can_be_read(base: KnowledgeBase) -> None:
    index = build(base)
    for question in ("who makes the tea?", "what", "help", "😀"):
        assert 0 <= read(question, index).confidence <= 1


def test_where_nothing_can_be_left_out_nothing_is_judged() -> None:
    base = KnowledgeBase()
    assert calibrate(Corpus.of(base, phrases(base))) is UNJUDGED
