"""How it looks: an answer in, a Slack message out; everything that the bot says to people is here."""

from bot.cards.drawing import card, plain
from bot.cards.message import Message
from bot.cards.presses import ASKED, SHARE, TURNED, Press, View, decode, encode

__all__ = ["ASKED", "SHARE", "TURNED", "Message", "Press", "View", "card", "decode", "encode", "plain"]
