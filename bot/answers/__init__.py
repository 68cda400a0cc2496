"""What is said: a reading and the knowledge in, an answer out."""

from bot.answers.answering import answer
from bot.answers.kinds import Answer
from bot.answers.workspace import EMPTY, Workspace

__all__ = ["EMPTY", "Answer", "Workspace", "answer"]
