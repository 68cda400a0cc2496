"""Lets everything fail that can, and prints what became of the questions: `make faults`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.shelves import default_folder
from bot.playground.faults import OF_CALLS
from faults.once import fresh_database
from faults.scenes import SCENES, Scene
from faults.stage import Stage, stage


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a scene's questions."""

    scene: Scene
    mentions: int
    commands: int
    handed_back: int
    answered: int
    told: int
    lost: int
    """Acknowledged, and neither answered nor told."""
    twice: int
    unserved: int
    """Commands that got no card."""
    undone: int
    """What the journal still holds a minute and a half later."""

    @property
    def kept(self) -> bool:
        """Whether what is promised was kept."""
        return not (self.twice or self.unserved or self.undone or (self.lost and not self.scene.speechless))

    def row(self) -> str:
        """Return the row of the table in the documentation."""
        asked = f"{self.mentions} mentions" + (f", {self.commands} commands" if self.commands else "")
        lost = f"{self.lost}" if not self.scene.speechless else f"{self.lost}, as nothing can be said"
        cells = (
            self.scene.name,
            self.scene.done,
            asked,
            self.handed_back,
            self.answered,
            self.told,
            self.twice,
            lost,
            self.scene.seen,
        )
        return "| " + " | ".join(map(str, cells)) + " |"


async def played(stage_: Stage, scene: Scene, many: int) -> Outcome:
    """Play a scene to its end, and count."""
    said, sent = len(stage_.said), stage_.refused
    commands, served = stage_.commands, stage_.served
    await scene.play(stage_, many)
    undone = await stage_.quiet()
    stage_.place.faults.set(dict.fromkeys(OF_CALLS, 0))
    asked = stage_.said[said:]
    answers, told = stage_.answers(), stage_.told()
    keys = [(each.channel, each.ts) for each in asked]
    lost = sum(answers[key] == 0 and key not in told for key in keys)
    return Outcome(
        scene,
        len(asked),
        stage_.commands - commands,
        stage_.refused - sent,
        sum(answers[key] > 0 for key in keys),
        sum(answers[key] == 0 and key in told for key in keys),
        lost,
        sum(answers[key] > 1 for key in keys),
        (stage_.commands - commands) - (stage_.served - served),
        undone,
    )


async def programme(
    many: int, knowledge: Path, url: str, names: Iterable[str] = (), away: float = 2
) -> list[Outcome]:
    """Play every scene, or those named, on the database that each wants."""
    wanted = set(names)
    outcomes = []
    for database in ("sqlite", "postgresql"):
        scenes = [each for each in SCENES if each.database == database]
        scenes = [each for each in scenes if not wanted or each.name in wanted]
        if not scenes:
            continue
        with tempfile.TemporaryDirectory(prefix="rolecall-faults-") as folder:
            where = url if database == "postgresql" else None
            async with stage(Path(folder), knowledge, where, away=away) as opened:
                for each in scenes:
                    outcome = await played(opened, each, many)
                    outcomes.append(outcome)
                    sys.stderr.write(f"{outcome.row()}\n")
    return outcomes


HEAD = (
    "| what fails | what was done | requests | not acknowledged, delivered again | answered | told of doubt "
    "| answered twice | lost | what people saw |\n|---|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    """Play, and print the table; end with 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("--many", type=int, default=40, help="mentions in each scene")
    parser.add_argument("--away", type=float, default=60, help="seconds for which others are away")
    parser.add_argument("scenes", nargs="*", help="only these")
    given = parser.parse_args()
    with fresh_database() as url:
        outcomes = asyncio.run(programme(given.many, default_folder(), url, given.scenes, given.away))
    sys.stdout.write("\n".join([HEAD, *(each.row() for each in outcomes)]) + "\n")
    raise SystemExit(not all(each.kept for each in outcomes))


if __name__ == "__main__":
    main()
