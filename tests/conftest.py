"""What holds for every test."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest
import served_app

from bot.answers.answerer import Answerer

pytest_plugins = ["databases"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests with a browser last: an open one's driver holds the event loop that others need."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True, scope="session")
def cache_of_its_own(pytestconfig: pytest.Config) -> Iterator[Path]:
    """Keep indexes where nobody's own Rolecall finds them; the next run finds those that still fit."""
    folder = pytestconfig.rootpath / ".pytest_cache" / "indexes"
    folder.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def shipped(cache_of_its_own: Path) -> Answerer:
    """Return what knows the knowledge that is shipped; trained once a run, whatever the workers."""
    with (cache_of_its_own / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return Answerer.from_folder()


@pytest.fixture(params=["http", "socket"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test twice: with an app that Slack reaches by HTTP, and with one that is connected to it."""
    monkeypatch.setattr(served_app, "way", request.param)
