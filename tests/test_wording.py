"""Every fault of form that can be planted in a knowledge folder is told at its place, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
from knowledge_fixture import Fault, plant, tiny_knowledge, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_knowledge(tmp_path)


FORM = {
    "a bracket left open": Fault(
        "tools.yaml",
        "['001:9']",
        "['001:9'",
        "5:1 not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'",
    ),
    "a tab": Fault(
        "tools.yaml",
        "  name:",
        "\tname:",
        "2:1 not valid YAML: while scanning a plain scalar, found a tab character that violates indentation"
        " (indent with spaces)",
    ),
    "a colon in a text": Fault(
        "tools.yaml",
        "Carries events.",
        "Carries: events.",
        "3:16 not valid YAML: mapping values are not allowed in this context"
        " (a text that holds ': ' must stand in quotes)",
    ),
    "a colon in a phrase": Fault(
        "topics/quality.yaml",
        "- the sales chart",
        "- the sales: chart",
        "21:7 expected a text, found keys with values (a text that holds ': ' must stand in quotes)",
    ),
    "a second document": Fault(
        "tools.yaml",
        "  text:",
        "---\n  text:",
        "3:1 not valid YAML: expected a single document in the stream, but found another document"
        " (a file is one document; remove the line with '---')",
    ),
    "a control character": Fault("tools.yaml", "events", "ev\x07ents", "3:19 a control character; remove it"),
    "a duplicate key": Fault(
        "tools.yaml", "  text:", "  name: Kafka\n  text:", "3:3 'name' stands here twice, first in line 2"
    ),
    "a key that is a list": Fault(
        "tools.yaml", "  text:", "  ? [a]\n  : b\n  text:", "3:5 a key must be a plain word"
    ),
    "a tag": Fault("tools.yaml", "Kafka", "!shout Kafka", "2:9 the tag '!shout' has no use here; remove it"),
    "an unknown key": Fault(
        "topics/quality.yaml", "aliases:", "alias:", "4:3 unknown key 'alias'; did you mean 'aliases'?"
    ),
    "an unknown key deep inside": Fault(
        "topics/quality.yaml",
        "      part: informed",
        "      part: informed\n      partiel: true",
        "15:7 unknown key 'partiel'; did you mean 'partial'?",
    ),
    "an unknown key of a level": Fault(
        "roles/data-analyst.yaml",
        "statistics: {level: 3, rests_on",
        "statistics: {level: 3, rest_on",
        "14:26 unknown key 'rest_on'; did you mean 'rests_on'?",
    ),
    "a missing key": Fault("topics/quality.yaml", "  group: Quality\n", "", "1:3 'group' is missing"),
    "a missing key deep inside": Fault(
        "topics/quality.yaml", "      text: hears of what is wrong\n", "", "13:7 'text' is missing"
    ),
    "a number for a citation": Fault(
        "topics/quality.yaml",
        "['002:6']",
        "[002]",
        "16:17 YAML reads 002 as a number; put it in quotes: '002'",
    ),
    "a no for an alias": Fault(
        "topics/quality.yaml",
        "[bad data]",
        "[bad data, no]",
        "4:23 YAML reads no as true or false; put it in quotes: 'no'",
    ),
    "a date for a title": Fault(
        "sources.yaml",
        "A note",
        "2024-01-01",
        "2:10 YAML reads 2024-01-01 as a date; put it in quotes: '2024-01-01'",
    ),
    "nothing for a title": Fault(
        "sources.yaml", "title: A note", "title:", "2:9 expected a text, found nothing"
    ),
    "an empty title": Fault(
        "sources.yaml", "A note", "' '", "2:10 nothing stands here; give it a text or remove the key"
    ),
    "a text for a list": Fault(
        "topics/quality.yaml", "[bad data]", "bad data", "4:12 expected a list, found a text"
    ),
    "a list for a text": Fault("sources.yaml", "A note", "[A note]", "2:10 expected a text, found a list"),
    "a text for an entry": Fault(
        "skills.yaml", "- id: sql", "- sql\n- id: sql", "1:3 expected keys with values, found a text"
    ),
    "a text for a yes": Fault(
        "roles/client.yaml", "true", "'true'", "4:10 expected true or false, found a text"
    ),
    "a fraction for a day": Fault(
        "onboarding/newcomer.yaml", "day: 1", "day: 1.5", "10:10 expected a whole number, found a number"
    ),
    "a day out of reach": Fault(
        "onboarding/newcomer.yaml", "day: 1", "day: 99", "10:10 too large: at most 90"
    ),
    "a level of zero": Fault(
        "roles/data-analyst.yaml",
        "statistics: {level: 3",
        "statistics: {level: 0",
        "14:23 too small: at least 1",
    ),
    "a long name": Fault("sources.yaml", "A note", "n" * 201, "2:10 too long: at most 200 characters"),
    "a mapping for a list of entries": Fault(
        "skills.yaml",
        "- id: sql\n  name: SQL",
        "id: sql",
        "1:1 the file should hold a list, one skill an item",
    ),
    "an id in capitals": Fault(
        "skills.yaml",
        "  name: SQL",
        "  name: SQL\n- id: Our Skill\n  name: Ours",
        "3:7 'Our Skill' is not an id: small letters, digits and single dashes, such as 'data-engineer'",
    ),
    "a citation with a name": Fault(
        "topics/quality.yaml",
        "'002:6'",
        "'002, line 6'",
        "16:17 '002, line 6' is not a citation: a source id, with lines where known, such as"
        " '002:190' or '001:33-35'",
    ),
    "a list for a part": Fault(
        "topics/quality.yaml", "part: informed", "part: []", "14:13 expected one word, found a list"
    ),
    "an unknown part": Fault(
        "topics/quality.yaml",
        "part: responsible\n      text: builds",
        "part: responsibl\n      text: builds",
        "24:13 'responsibl' is none of responsible, accountable, consulted, informed;"
        " did you mean 'responsible'?",
    ),
    "an empty file": Fault(
        "skills.yaml",
        "- id: sql\n  name: SQL",
        "# nothing",
        "1:1 the file is empty; it should hold a list, one skill an item",
    ),
    "an empty list": Fault(
        "outside.yaml",
        "- id: pay\n  title: Pay\n  phrases: ['when is payday?']",
        "[]",
        "1:1 the file should hold a list, one outside area an item",
    ),
    "nesting too deep": Fault(
        "faqs/access.yaml", "Ask in", "[" * 100_000, "3:40 not valid YAML: nested more than 32 levels deep"
    ),
}


@pytest.mark.parametrize("fault", FORM.values(), ids=FORM)
def test_a_fault_of_form_is_told_at_its_place(folder: Path, fault: Fault) -> None:
    plant(folder, fault)
    assert told(folder) == [f"{fault.file}:{fault.told}"]
