"""Makes an own entry of what somebody filled in: the models of the knowledge base, whatever the form."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any

from pydantic import JsonValue, ValidationError

from bot.knowledge.models import Part
from bot.matching.text import words
from bot.workspace.own import OWN, OwnEntry, OwnShelf, OwnText

_LONGEST = 50
_FIELDS = {"questions": "ways", "phrases": "ways", "id": "subject"}
"""What an input is called in the form, where that is not what the model calls it."""


class What(StrEnum):
    """What can be written from Slack."""

    FAQ = "faq"
    ROLE = "role"
    TOPIC = "topic"
    TEXT = "text"


class Unfilled(Exception):  # noqa: N818 - it says what became of the form
    """A form that makes no entry: the inputs that are empty or cannot be used."""

    def __init__(self, inputs: Collection[str]) -> None:
        self.inputs = tuple(dict.fromkeys(inputs))
        super().__init__(", ".join(self.inputs))


def what_of(entry: OwnEntry) -> What:
    """Return what somebody wrote."""
    return What.TEXT if isinstance(entry, OwnText) else What(entry.shelf.value)


def filled(
    what: What, given: Mapping[str, Any], before: OwnEntry | None = None, taken: Collection[str] = ()
) -> OwnEntry:
    """Return the entry of a form; raise Unfilled where something is missing in it.

    What the form does not show stays as it was `before`; a new one gets an id that is none of those `taken`.
    """
    kept: dict[str, Any] = before.value.model_dump(mode="json", exclude_defaults=True) if before else {}
    shelf = before.shelf.value if before else what.value
    if what is What.TEXT:
        shelf, id_ = (shelf, kept["id"]) if before else _subject(given)
        value = {"id": id_, "text": _text(given, "text")}
    else:
        value = {**kept, **_VALUES[what](given, kept)}
        value = {key: each for key, each in value.items() if each != []}
        value.setdefault("id", _id(_text(given, _NAMED[what]), taken))
    try:
        return OWN.validate_python({"shelf": shelf, "value": value})
    except ValidationError as error:
        raise Unfilled([_input(fault["loc"]) for fault in error.errors()]) from None


def _faq(given: Mapping[str, Any], _kept: Mapping[str, Any]) -> dict[str, JsonValue]:
    role = given.get("role")
    return {
        "questions": _lines(given, "ways") or [""],
        "answer": _text(given, "answer"),
        "roles": [role] if role else [],
    }


def _role(given: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, JsonValue]:
    # Levels of skill, which the knowledge base asks of roles, are nothing that a form could ask for.
    return {
        "name": _text(given, "name"),
        "plural": _text(given, "plural"),
        "partner": not kept.get("skill_levels"),
        "aliases": _lines(given, "aliases"),
        "purpose": {"text": _text(given, "purpose"), "ours": True},
        "facts": [{"text": line, "ours": True} for line in _lines(given, "facts")],
    }


def _topic(given: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, JsonValue]:
    owners = [
        {"role": given.get(part.value), "part": part.value, "text": _text(given, "does"), "ours": True}
        for part in (Part.RESPONSIBLE, Part.ACCOUNTABLE)
        if given.get(part.value) or part is Part.RESPONSIBLE
    ]
    owning = {Part.RESPONSIBLE.value, Part.ACCOUNTABLE.value}
    others = [stake for stake in kept.get("stakes", ()) if stake["part"] not in owning]
    return {
        "title": _text(given, "title"),
        "group": _text(given, "group"),
        "aliases": _lines(given, "aliases"),
        "phrases": _lines(given, "ways") or [""],
        "stakes": [*owners, *others],
    }


_VALUES = {What.FAQ: _faq, What.ROLE: _role, What.TOPIC: _topic}
_NAMED = {What.FAQ: "ways", What.ROLE: "name", What.TOPIC: "title"}


def _subject(given: Mapping[str, Any]) -> tuple[str, str]:
    shelf, _, id_ = str(given.get("subject") or "").partition(":")
    texts = {OwnShelf.ROLE_TEXT.value, OwnShelf.TOPIC_TEXT.value, OwnShelf.CONCEPT_TEXT.value}
    if shelf not in texts:
        raise Unfilled(["subject"])
    return shelf, id_


def _input(loc: Sequence[int | str]) -> str:
    """Return the input that a fault of a model is about."""
    path = [str(step) for step in loc if step not in {"value", *(shelf.value for shelf in OwnShelf)}]
    if path[:1] == ["stakes"]:
        return "does" if path[-1] == "text" else "responsible"
    name = path[0] if path else ""
    return _FIELDS.get(name, name)


def _text(given: Mapping[str, Any], name: str) -> str:
    return str(given.get(name) or "").strip()


def _lines(given: Mapping[str, Any], name: str) -> list[JsonValue]:
    return list(dict.fromkeys(filter(None, map(str.strip, _text(given, name).splitlines()))))


def _id(name: str, taken: Collection[str]) -> str:
    """Return an id that reads like the name; of two alike, the second gets a number."""
    said = [word for word in words(name.partition("\n")[0]) if word.isascii()]
    stem = "-".join(said)[:_LONGEST].strip("-") or "entry"
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(each for each in numbered if each not in taken)


def initial(entry: OwnEntry) -> Mapping[str, Any]:
    """Return what the form of an entry shows; handed in as it is, it changes nothing."""
    value = entry.value.model_dump(mode="json")
    if isinstance(entry, OwnText):
        return {"text": value["text"]}
    stakes = {stake["part"]: stake for stake in reversed(value.get("stakes", []))}
    responsible = stakes.get(Part.RESPONSIBLE.value, {})
    return {
        "answer": value.get("answer"),
        "ways": "\n".join(value.get("questions") or value.get("phrases") or ()),
        "role": next(iter(value.get("roles") or ()), None),
        "name": value.get("name"),
        "plural": value.get("plural"),
        "purpose": (value.get("purpose") or {}).get("text"),
        "aliases": "\n".join(value.get("aliases") or ()),
        "facts": "\n".join(fact["text"] for fact in value.get("facts") or ()),
        "title": value.get("title"),
        "group": value.get("group"),
        "responsible": responsible.get("role"),
        "accountable": stakes.get(Part.ACCOUNTABLE.value, {}).get("role"),
        "does": responsible.get("text"),
    }
