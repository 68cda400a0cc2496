"""What is counted, in the form that Prometheus collects: no text of anybody's, no person, no workspace."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping

from aiohttp import ClientHandlerType, ClientRequest, ClientResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.answers.answerer import Answerer
from bot.drawn import Drawn
from bot.server.guard import REFUSALS

CONTENT_TYPE = CONTENT_TYPE_LATEST

_QUICK = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)
"""Seconds; Slack waits three."""
_ERROR = re.compile(rb'^\s*{\s*"ok":\s*false,\s*"error":\s*"([a-z_]{1,60})"')
_METHOD = re.compile(r"[a-zA-Z]+(\.[a-zA-Z0-9]+)+")
_TOO_MANY, _FAILED = 429, 400


class Metrics:
    """The counts of one app; those of its own process are among them."""

    def __init__(self, drawn: Drawn, answerer: Answerer, api_url: str) -> None:
        self._api_url = api_url
        self._registry = CollectorRegistry()
        self.show(
            "answers",
            "Answers shown",
            "kind",
            lambda: {kind.value: shown for kind, shown in drawn.shown.items()},
        )
        self.show(
            "cards",
            "Cards shown, kept ones and new ones",
            "drawn",
            lambda: {"kept": drawn.hits, "new": drawn.misses},
        )
        self._registry.register(_Knowledge(answerer))
        ProcessCollector(registry=self._registry)
        self._requests = self._counter(
            "requests", "What Slack sent, and what became of it", "kind", "outcome"
        )
        self._seconds = self._timer("request_seconds", "Until a request was answered", "kind")
        self._heard: dict[tuple[str, str], tuple[Counter, Histogram]] = {}
        """What was looked up before: to do so takes as long as to count."""
        self._refused = self._counter("refused", "Requests that the guard turned away", "status")
        for status in REFUSALS:
            self._refused.labels(str(status))
        self._calls = self._counter("slack_calls", "Calls of Slack's, each attempt", "method", "outcome")
        self._call_seconds = self._timer("slack_seconds", "Until Slack answered a call", "method")

    def expect(self, kind: str, outcome: str) -> None:
        """Count from nought on: the first of what was never told before would be no increase to anybody."""
        self._requests.labels(kind, outcome)

    def heard(self, kind: str, outcome: str, seconds: float) -> None:
        """Count a request of Slack's."""
        counted = self._heard.get((kind, outcome))
        if counted is None:  # both are words of ours, so there are few
            counted = self._requests.labels(kind, outcome), self._seconds.labels(kind)
            self._heard[kind, outcome] = counted
        requests, taken = counted
        requests.inc()
        taken.observe(seconds)

    def refused(self, status: int) -> None:
        """Count a request that did not get in."""
        self._refused.labels(str(status)).inc()

    async def follow(self, request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        """Count one call of Slack's, each attempt by itself; a middleware of the session for all of them."""
        url = str(request.url)
        name = url.removeprefix(self._api_url).partition("?")[0]
        known = url.startswith(self._api_url) and _METHOD.fullmatch(name) is not None
        elsewhere = "file" if request.method == "GET" else "response_url"
        method, outcome, began = name if known else elsewhere, "unreachable", time.perf_counter()
        try:
            response = await handler(request)
            outcome = await _outcome(response, read=known)
        finally:
            self._calls.labels(method, outcome).inc()
            self._call_seconds.labels(method).observe(time.perf_counter() - began)
        return response

    def show(self, name: str, what: str, label: str, counts: Callable[[], Mapping[str, int]]) -> None:
        """Tell what others count, read when somebody looks."""
        family = CounterMetricFamily(f"rolecall_{name}", what, labels=[label])
        self._registry.register(_Each(family, counts))

    def state(self, name: str, what: str, label: str, now: Callable[[], Mapping[str, int]]) -> None:
        """Tell how each of several things stands, read when somebody looks."""
        self._registry.register(_Each(GaugeMetricFamily(f"rolecall_{name}", what, labels=[label]), now))

    def watch(self, name: str, what: str, now: Callable[[], int]) -> None:
        """Tell how much there is of something, read when somebody looks."""
        Gauge(f"rolecall_{name}", what, registry=self._registry).set_function(now)

    def page(self) -> bytes:
        """Return what a collector reads."""
        return generate_latest(self._registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"rolecall_{name}", what, labels, registry=self._registry)

    def _timer(self, name: str, what: str, *labels: str) -> Histogram:
        return Histogram(f"rolecall_{name}", what, labels, registry=self._registry, buckets=_QUICK)


class _Each(Collector):
    """Something that others know of several things."""

    def __init__(
        self, family: CounterMetricFamily | GaugeMetricFamily, now: Callable[[], Mapping[str, int]]
    ) -> None:
        self._family, self._now = family, now

    def collect(self) -> Iterator[Metric]:
        """Yield it as it is now."""
        self._family.samples.clear()
        for each, count in self._now().items():
            self._family.add_metric([each], count)
        yield self._family


class _Knowledge(Collector):
    """What answers, and how often it had to read; both begin anew with each version."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def collect(self) -> Iterator[Metric]:
        """Yield the version, and the questions that were read."""
        repeats = self._answerer.current.repeats
        asked = CounterMetricFamily(
            "rolecall_questions", "Questions, repeated ones and new ones", labels=["read"]
        )
        asked.add_metric(["before"], repeats.hits)
        asked.add_metric(["now"], repeats.misses)
        yield asked
        yield InfoMetricFamily("rolecall_knowledge", "What answers", {"version": self._answerer.version})


async def _outcome(response: ClientResponse, *, read: bool) -> str:
    """Return Slack's own word for what it refused; it says so in the body of a 200.

    With `read`, the body is one to be read whole; a file is left to whoever fetches it.
    """
    if response.status == _TOO_MANY:
        return "ratelimited"
    if response.status >= _FAILED:
        return f"http_{response.status}"
    told = read and response.content_type == "application/json"
    refused = _ERROR.match(await response.read()) if told else None
    return refused[1].decode() if refused else "ok"
