"""How often an app may call: Slack's tiers, and one post a second in a channel."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum


class Rate(Enum):
    """Calls at once, and calls a second after that."""

    TIER_1 = (5, 1 / 60)
    TIER_2 = (20, 20 / 60)
    TIER_3 = (50, 50 / 60)
    TIER_4 = (100, 100 / 60)
    TIER_5 = (600, 600 / 60)
    POST = (4, 1.0)
    """In one channel; Slack tolerates a short burst and promises nothing about it."""
    WORKSPACE_POSTS = (300, 300 / 60)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limits:
    """Token buckets, by what they count; they fill in the workspace's own time."""

    def __init__(self) -> None:
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, what: str, rate: Rate, now: float) -> int:
        """Take one; return 0, or the whole seconds after which to try again."""
        most, a_second = rate.value
        bucket = self._buckets.setdefault(what, _Bucket(most, now))
        bucket.left = min(most, bucket.left + max(0.0, now - bucket.at) * a_second)
        bucket.at = now
        if bucket.left >= 1:
            bucket.left -= 1
            return 0
        return max(1, math.ceil((1 - bucket.left) / a_second))
