"""What this room needs kept, and how it asks for it; each store is one workspace's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.onboarding.enrolment import Enrolment


class Overtaken(Exception):  # noqa: N818 - it says what happened
    """Somebody else has stored a later state meanwhile: read it, and decide anew."""


class Enrolments(Protocol):
    """Where each person stands."""

    async def get(self, user: str) -> Enrolment | None:
        """Return a person's enrolment; None for somebody who was never welcomed."""
        ...

    async def put(self, enrolment: Enrolment) -> Enrolment:
        """Store a state in the place of the one that it was made from; return it with its new revision.

        A first state has revision 0. Raise Overtaken where another revision is stored by now, so that of two
        who welcome, schedule or change at once only one goes on.
        """
        ...

    async def unsettled(self) -> Sequence[Enrolment]:
        """Return those whose `unsettled` is true, the longest untouched first."""
        ...

    async def joined(self, channel: str) -> Sequence[Enrolment]:
        """Return those who came by an onboarding channel, the latest first."""
        ...
