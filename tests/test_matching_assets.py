"""Names of models, services and paths are found in questions, and leave other questions alone."""

from __future__ import annotations

import pytest

from bot.answers.answerer import Snapshot
from bot.knowledge.assets import Asset, AssetKind, Owner
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from bot.knowledge.shelves import default_folder
from bot.matching.assets import AssetNames
from bot.matching.overlay import Overlay
from bot.matching.read import read
from bot.matching.reading import Kind, Reading

NAMES = {
    "orders": AssetKind.MODEL,
    "fct_orders": AssetKind.MODEL,
    "customers": AssetKind.MODEL,
    "data": AssetKind.MODEL,
    "report": AssetKind.MODEL,
    "dim_customer_2023": AssetKind.MODEL,
    "dim_customer_2024": AssetKind.MODEL,
    "payments-service": AssetKind.COMPONENT,
    "PaymentsGateway": AssetKind.COMPONENT,
    "airflow": AssetKind.COMPONENT,
    "hermes": AssetKind.COMPONENT,
    "data-quality": AssetKind.SYSTEM,
    "src/billing": AssetKind.PATH,
    "weekly_metrics": AssetKind.EXPOSURE,
}


def asset(name: str, kind: AssetKind, file: str = "catalog-info.yaml") -> Asset:
    return Asset(f"{kind}:{name}", name, kind, (Owner("@acme/data", "@acme/data"),), file, 3)


ASSETS = [asset(name, kind) for name, kind in NAMES.items()]
BY_KEY = {each.key: each.name for each in ASSETS}


@pytest.fixture(scope="module")
def base() -> Snapshot:
    return Snapshot.of(load(default_folder()))


@pytest.fixture(scope="module")
def overlay(base: Snapshot) -> Overlay:
    return Overlay(base.index, KnowledgeBase(), assets=AssetNames(ASSETS))


def named(reading: Reading) -> list[str]:
    return [BY_KEY[key] for key in reading.meaning.items if reading.kind is Kind.ASSET]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("who owns the orders model?", "orders"),
        ("who owns payments-service?", "payments-service"),
        ("who owns the payments service", "payments-service"),
        ("WHO OWNS `fct_orders`??", "fct_orders"),
        ("fct_orders", "fct_orders"),
        ("the dbt model fct_orders", "fct_orders"),
        ("who owns orders?", "orders"),
        ("who owns the airflow component?", "airflow"),
        ("who owns the data-quality system?", "data-quality"),
        ("who maintains hermes?", "hermes"),
        ("who owns src/billing/", "src/billing"),
        ("who owns the billing folder?", "src/billing"),
        ("who owns payments gateway", "PaymentsGateway"),
        ("who owns dim_customer_2024?", "dim_customer_2024"),
        ("who is responsible for the customers table?", "customers"),
        ("who can tell me why the weekly_metrics dashboard is empty?", "weekly_metrics"),
        ("who owns payements-service?", "payments-service"),
        ("who owns fct_order", "fct_orders"),
        ("is there anybody who owns customers", "customers"),
    ],
)
def test_a_name_is_found(base: Snapshot, overlay: Overlay, question: str, name: str) -> None:
    reading = read(question, base.index, overlay)

    assert named(reading) == [name]
    assert reading.confidence >= 0.6


@pytest.mark.parametrize(
    "question",
    [
        "who owns data quality?",
        "which team builds the report?",
        "who looks after data pipelines",
        "what does a data engineer do?",
        "who owns the customer data?",
        "who owns model deployment?",
        "what tools do data engineers use?",
        "what is the difference between a data analyst and a data engineer?",
        "who owns billing?",
    ],
)
def test_what_is_called_like_common_words_takes_no_question_from_the_base(
    base: Snapshot, overlay: Overlay, question: str
) -> None:
    without, within = read(question, base.index), read(question, base.index, overlay)

    assert within.meaning == without.meaning
    assert within.confidence == without.confidence


def test_an_unknown_question_offers_what_has_a_name_in_it(base: Snapshot, overlay: Overlay) -> None:
    reading = read("what is hermes", base.index, overlay)

    assert reading.kind is Kind.UNKNOWN
    assert [BY_KEY[key] for key in reading.alternatives[0].meaning.items] == ["hermes"]


def test_of_several_things_of_one_name_the_kind_tells_which(base: Snapshot) -> None:
    model, system = asset("orders", AssetKind.MODEL), asset("orders", AssetKind.SYSTEM)
    overlay = Overlay(base.index, KnowledgeBase(), assets=AssetNames([model, system]))

    assert read("who owns orders?", base.index, overlay).meaning.items == (model.key, system.key)
    assert read("who owns the orders system?", base.index, overlay).meaning.items == (system.key,)


@pytest.mark.parametrize("text", ["", "*", "/", "?", "\u0130", "ẞß_ﬁ", "a" * 500, "-".join(["x"] * 40)])
def test_any_name_and_any_text_can_be_looked_for(base: Snapshot, text: str) -> None:
    overlay = Overlay(base.index, KnowledgeBase(), assets=AssetNames([asset(text, AssetKind.PATH), *ASSETS]))

    for question in (text, f"who owns {text}?", f"`{text}` owner"):
        read(question, base.index, overlay)
