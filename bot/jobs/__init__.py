"""What runs by the clock: claimed by lease, so that of all processes one does it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.jobs.answered import Answered
from bot.jobs.digest import HOUR as MONDAYS_AT
from bot.jobs.digest import ClientFor, Digest
from bot.jobs.keeping import Keeping, Kept
from bot.jobs.reminders import HOUR as FIRSTS_AT
from bot.jobs.reminders import Reminders
from bot.jobs.schedule import Job, Jobs, daily, every, monthly, weekly
from bot.workspace.workspaces import Workspaces

__all__ = ["ClientFor", "Job", "Jobs", "daily", "every", "jobs", "monthly", "weekly"]


def jobs(kept: Kept, workspaces: Workspaces, client_for: ClientFor) -> Sequence[Job]:
    """Return what every process does by the clock."""
    keeping = Keeping(kept)
    answered = Answered(workspaces, client_for)
    digest, reminders = Digest(workspaces, client_for), Reminders(workspaces, client_for)
    return (
        Job("digest", weekly(MONDAYS_AT), digest.send, due=digest.due),
        Job("reminders", monthly(FIRSTS_AT), reminders.send, due=reminders.due),
        Job("answered", every(10), answered.look),
        Job("sweep", daily(3), keeping.sweep),
        Job("remove", daily(4), keeping.remove, single=True),
        Job("journal", every(60), keeping.sweep_journal, single=True),
    )
