"""Every fault of meaning that can be planted in a knowledge folder is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from knowledge_fixture import Fault, plant, tiny_knowledge, told

from bot.knowledge.loading import examine
from bot.knowledge.problems import Severity

NO_SOURCE = "no source; cite one, or mark it 'ours: true' where none speaks of it"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_knowledge(tmp_path)


def test_the_tiny_knowledge_has_no_problems(folder: Path) -> None:
    assert told(folder) == []


MEANING = {
    "a statement without source": Fault(
        "topics/quality.yaml", "      sources: ['002:6']\n", "", f"13:7 {NO_SOURCE}"
    ),
    "a statement with an empty list of sources": Fault(
        "topics/quality.yaml", "['002:6']", "[]", f"16:16 {NO_SOURCE}"
    ),
    "a statement that is not quite ours": Fault(
        "topics/quality.yaml", "sources: ['002:6']", "ours: false", f"13:7 {NO_SOURCE}"
    ),
    "a tool told without source": Fault("tools.yaml", "  sources: ['001:9']\n", "", f"1:3 {NO_SOURCE}"),
    "an unknown role in a stake": Fault(
        "topics/quality.yaml",
        "role: data-analyst",
        "role: data-analist",
        "13:13 unknown role 'data-analist'; did you mean 'data-analyst'?",
    ),
    "an unknown role unlike any": Fault(
        "topics/quality.yaml", "role: data-analyst", "role: wizard", "13:13 unknown role 'wizard'"
    ),
    "an unknown role of a step": Fault(
        "walkthroughs/example.yaml",
        "[data-engineer]",
        "[data-enginer]",
        "10:13 unknown role 'data-enginer'; did you mean 'data-engineer'?",
    ),
    "an unknown topic of a duty": Fault(
        "roles/data-engineer.yaml",
        "topic: data-quality",
        "topic: data-qualty",
        "11:12 unknown topic 'data-qualty'; did you mean 'data-quality'?",
    ),
    "an unknown tool of a role": Fault(
        "roles/data-engineer.yaml",
        "id: kafka",
        "id: kafkaa",
        "14:9 unknown tool 'kafkaa'; did you mean 'kafka'?",
    ),
    "an unknown skill of a role": Fault(
        "roles/data-engineer.yaml", "id: sql", "id: python", "17:9 unknown skill 'python'"
    ),
    "an unknown source": Fault(
        "topics/quality.yaml", "'002:6'", "'009:6'", "16:17 unknown source '009'; did you mean '001'?"
    ),
    "an unknown source of a level": Fault(
        "roles/data-analyst.yaml", "['001:4']", "['list:4']", "8:44 unknown source 'list'"
    ),
    "an unknown concept's topic": Fault(
        "concepts.yaml",
        "topics: [data-quality]",
        "topics: [quality]",
        "8:12 unknown topic 'quality'; did you mean 'data-quality'?",
    ),
    "an unknown walkthrough to show": Fault(
        "onboarding/newcomer.yaml",
        "walkthrough:example",
        "walkthrough:exampel",
        "13:11 unknown walkthrough 'exampel'; did you mean 'example'?",
    ),
    "an unknown thing to show": Fault(
        "onboarding/newcomer.yaml",
        "show: role",
        "show: roles",
        "8:11 'roles' is none of role, works-with, owns-first, walkthrough:<id>, question:<text>;"
        " did you mean 'role'?",
    ),
    "an unknown role of an FAQ": Fault(
        "faqs/access.yaml",
        "[data-analyst]",
        "[data-analist]",
        "7:11 unknown role 'data-analist'; did you mean 'data-analyst'?",
    ),
    "an entry twice": Fault(
        "outside.yaml",
        "- id: pay",
        "- {id: pay, title: Pay, phrases: [when is payday]}\n- id: pay",
        "2:7 outside area 'pay' is already there (outside.yaml:1); ids are unique",
    ),
    "a skill by the id of a role": Fault(
        "skills.yaml",
        "  name: SQL",
        "  name: SQL\n- id: client\n  name: Buying",
        "3:7 'client' also leads to role 'client' (roles/client.yaml:1); keep it in one place",
    ),
    "an id twice": Fault(
        "topics/quality.yaml",
        "- id: dashboards",
        "- id: data-quality",
        "17:7 topic 'data-quality' is already there (topics/quality.yaml:1); ids are unique",
    ),
    "a step twice": Fault(
        "onboarding/newcomer.yaml", "id: tour", "id: role", "9:9 the step 'role' stands here twice"
    ),
    "one phrase in two topics": Fault(
        "topics/quality.yaml",
        "- the sales chart",
        "- Who looks into wrong post-codes\n    - the sales chart",
        "21:7 'Who looks into wrong post-codes' also leads to topic 'data-quality' (topics/quality.yaml:6);"
        " keep it in one place",
    ),
    "one alias for two roles": Fault(
        "roles/data-engineer.yaml",
        "[DE]",
        "[DE, data analyst]",
        "4:15 'data analyst' also leads to role 'data-analyst' (roles/data-analyst.yaml:1);"
        " keep it in one place",
    ),
    "a tool by the name of a skill": Fault(
        "skills.yaml",
        "name: SQL",
        "name: kafka",
        "2:9 'kafka' also leads to tool 'kafka' (tools.yaml:1); keep it in one place",
    ),
    "a topic by the name of a role": Fault(
        "topics/quality.yaml",
        "[bad data]",
        "[de]",
        "4:13 'de' also leads to role 'data-engineer' (roles/data-engineer.yaml:4); keep it in one place",
    ),
    "an outside phrase that is a topic's": Fault(
        "outside.yaml",
        "when is payday?",
        "the sales chart shows nothing",
        "3:13 'the sales chart shows nothing' also leads to topic 'dashboards' (topics/quality.yaml:21);"
        " keep it in one place",
    ),
    "a topic nobody is responsible for": Fault(
        "topics/quality.yaml",
        "part: responsible",
        "part: accountable",
        "8:3 nobody is responsible for topic 'data-quality'",
    ),
    "one word in two sets": Fault(
        "vocabulary.yaml",
        "quick",
        "Wrong",
        "4:17 'Wrong' already stands in synonym set 'broken' (vocabulary.yaml:2)",
    ),
    "a role that works with itself": Fault(
        "roles/data-engineer.yaml",
        "role: data-analyst",
        "role: data-engineer",
        "20:11 a role does not work with itself",
    ),
    "two axes missing": Fault(
        "roles/data-analyst.yaml",
        "  programming: {level: 3, rests_on: ['001:4']}\n  pipelines: {level: 3, rests_on: ['001:4']}\n",
        "",
        "7:1 skill_levels lacks programming, pipelines",
    ),
}

WARNINGS = {
    "a file by another name": Fault(
        "onboarding/newcomer.yaml",
        "id: newcomer",
        "id: first-week",
        "1:5 warning: the file is named 'newcomer' but its id is 'first-week'",
    ),
    "phrases that repeat the title": Fault(
        "topics/quality.yaml",
        "- half of the rows are empty",
        "- who cares about qualities\n    - our data are empty",
        "5:3 warning: only 1 of 3 phrases share no word with the topic's id or title; half should",
    ),
    "one question in two FAQs": Fault(
        "faqs/access.yaml",
        "where is my laptop?",
        "How do I get access",
        "5:15 warning: 'How do I get access' also leads to FAQ 'access' (faqs/access.yaml:2);"
        " both will be offered",
    ),
    "an FAQ that asks what a topic answers": Fault(
        "faqs/access.yaml",
        "where is my laptop?",
        "the sales chart shows nothing",
        "5:15 warning: 'the sales chart shows nothing' also leads to topic 'dashboards'"
        " (topics/quality.yaml:21); both will be offered",
    ),
}


@pytest.mark.parametrize("fault", MEANING.values(), ids=MEANING)
def test_a_fault_of_meaning_is_told_at_its_place(folder: Path, fault: Fault) -> None:
    plant(folder, fault)
    assert told(folder) == [f"{fault.file}:{fault.told}"]


@pytest.mark.parametrize("fault", WARNINGS.values(), ids=WARNINGS)
def test_what_only_deserves_a_look_is_a_warning(folder: Path, fault: Fault) -> None:
    plant(folder, fault)
    assert told(folder) == [f"{fault.file}:{fault.told}"]
    assert examine(folder).errors == 0


def test_every_fault_is_told_at_once_in_the_order_of_files_and_lines(folder: Path) -> None:
    """One fault hides no other, not even one in the same entry."""
    planted = [
        MEANING["an unknown role in a stake"],
        Fault("topics/quality.yaml", "aliases:", "alias:", ""),
        Fault("topics/quality.yaml", "  group: Quality\n", "", ""),
        MEANING["a statement without source"],
        MEANING["one phrase in two topics"],
        MEANING["one word in two sets"],
        Fault("tools.yaml", "['001:9']", "['001:9'", ""),
        WARNINGS["a file by another name"],
    ]
    for fault in planted:
        plant(folder, fault)
    assert [line.split(" ")[0] for line in told(folder)] == [
        "onboarding/newcomer.yaml:1:5",
        "tools.yaml:5:1",
        "topics/quality.yaml:1:3",
        "topics/quality.yaml:3:3",
        "topics/quality.yaml:12:7",
        "topics/quality.yaml:12:13",
        "topics/quality.yaml:19:7",
        "vocabulary.yaml:4:17",
    ]


FINE = {
    "a topic and its concept share names": Fault("concepts.yaml", "name: Data quality", "name: bad data", ""),
    "a topic shares a name with a skill": Fault("skills.yaml", "name: SQL", "name: Bad data", ""),
    "a set holds one word in two spellings": Fault("vocabulary.yaml", "quick", "quick, set up, set-up", ""),
    "words apart by a space stand in two sets": Fault(
        "vocabulary.yaml",
        "[broken, wrong]\n- id: fast\n  words: [",
        "[broken, stand up]\n- id: fast\n  words: [standup, ",
        "",
    ),
    "C, C++ and C# are three": Fault(
        "skills.yaml", "name: SQL", "name: C\n- {id: cpp, name: C++}\n- {id: csharp, name: 'C#'}", ""
    ),
    "a statement of ours": Fault("topics/quality.yaml", "sources: ['002:6']", "ours: true", ""),
    "a tool that is only named": Fault(
        "tools.yaml", "  text: Carries events.\n  sources: ['001:9']\n", "", ""
    ),
    "somebody is responsible in part": Fault(
        "topics/quality.yaml", "part: responsible", "part: responsible\n      partial: true", ""
    ),
    "a role's skill is a tool": Fault("roles/data-engineer.yaml", "id: sql", "id: kafka", ""),
    "an alias used twice": Fault("topics/quality.yaml", "'001:3'", "&here '001:3', *here", ""),
    "a question to show": Fault(
        "onboarding/newcomer.yaml", "show: role", "show: 'question:who owns dashboards?'", ""
    ),
    "a byte order mark": Fault("skills.yaml", "- id: sql", "\ufeff- id: sql", ""),
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_right_is_left_in_peace(folder: Path, change: Fault) -> None:
    plant(folder, change)
    assert told(folder) == []


def test_the_severity_of_a_problem_is_kept(folder: Path) -> None:
    plant(folder, WARNINGS["a file by another name"])
    plant(folder, MEANING["one word in two sets"])
    assert [problem.severity for problem in examine(folder).problems] == [Severity.WARNING, Severity.ERROR]
