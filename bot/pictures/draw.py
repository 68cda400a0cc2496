"""The process that draws, the only one that imports matplotlib: drawings come in as JSON, PNG goes out.

It ends when its input does, so it never outlives the process that started it.
"""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from bot.pictures.drawings import READ, Comparison, Drawing, FlowMap, Lanes, Matrix, Network, SkillPlot
from bot.pictures.pipe import DRAWN, FAILED, LENGTH, framed


def draw(drawing: Drawing) -> bytes:
    """Return a drawing as PNG."""
    from bot.pictures.canvas import comparing, flow, network, raci, skills, story

    match drawing:
        case SkillPlot():
            return skills.draw(drawing)
        case FlowMap():
            return flow.draw(drawing)
        case Network():
            return network.draw(drawing)
        case Comparison():
            return comparing.draw(drawing)
        case Matrix():
            return raci.draw(drawing)
        case Lanes():
            return story.draw(drawing)


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Draw one after the other until there is no more to read."""
    while len(length := source.read(LENGTH.size)) == LENGTH.size:
        asked = source.read(LENGTH.unpack(length)[0])
        sink.write(framed(_answer(asked)))
        sink.flush()


def _answer(asked: bytes) -> bytes:
    try:
        return DRAWN + draw(READ.validate_json(asked))
    except Exception as error:  # whatever it is, the one who asked has to hear of it
        reason = str(error).partition("\n")[0]
        return FAILED + f"{type(error).__name__}: {reason}".encode()


def main() -> None:
    """Serve on the standard streams; what libraries print goes elsewhere."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as sink:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        serve(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
