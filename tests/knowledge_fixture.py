"""A small knowledge folder with something on every shelf, for tests that plant faults in it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bot.knowledge.loading import examine

AXES = (
    "sql-and-databases",
    "programming",
    "pipelines",
    "data-modelling",
    "cloud-and-infrastructure",
    "operations",
    "statistics",
    "machine-learning",
    "visualisation",
    "communication",
)
LEVELS = "skill_levels:\n" + "".join(f"  {axis}: {{level: 3, rests_on: ['001:4']}}\n" for axis in AXES)

FILES = {
    "roles/data-engineer.yaml": """\
id: data-engineer
name: Data engineer
plural: Data engineers
aliases: [DE]
purpose:
  text: brings data to those who need it
  sources: ['001:2']
duties:
  - title: Data quality
    text: Looks after the quality of what is delivered.
    topic: data-quality
    sources: ['001:3', '002']
tools:
  - id: kafka
    sources: ['001:9']
skills:
  - id: sql
    sources: ['001:9']
works_with:
  - role: data-analyst
    summary:
      text: They agree on what a table holds.
      sources: ['001:7-8']
"""
    + LEVELS,
    "roles/data-analyst.yaml": """\
id: data-analyst
name: Data analyst
plural: Data analysts
purpose:
  text: answers questions of the business with data
  sources: ['002:5']
"""
    + LEVELS,
    "roles/client.yaml": """\
id: client
name: Client
plural: Clients
partner: true
purpose:
  text: orders the work
  sources: ['001:1']
""",
    "topics/quality.yaml": """\
- id: data-quality
  title: Data quality
  group: Quality
  aliases: [bad data]
  phrases:
    - who looks into wrong postcodes?
    - half of the rows are empty
  stakes:
    - role: data-engineer
      part: responsible
      text: keeps what is delivered right
      sources: ['001:3']
    - role: data-analyst
      part: informed
      text: hears of what is wrong
      sources: ['002:6']
- id: dashboards
  title: Dashboards
  group: Analysis
  phrases:
    - the sales chart shows nothing
  stakes:
    - role: data-analyst
      part: responsible
      text: builds them
      sources: ['002:8']
""",
    "tools.yaml": """\
- id: kafka
  name: Kafka
  text: Carries events.
  sources: ['001:9']
""",
    "skills.yaml": """\
- id: sql
  name: SQL
""",
    "concepts.yaml": """\
- id: data-quality
  name: Data quality
  phrases: ['what does good data mean?']
  statements:
    - text: Good data is fit for its use.
      sources: ['002:9']
  roles: [data-engineer]
  topics: [data-quality]
""",
    "sources.yaml": """\
- id: '001'
  title: A note
  what: a private note
  trust: one person's view
- id: '002'
  title: A list
  what: an unfinished list
  trust: second hand
""",
    "walkthroughs/example.yaml": """\
id: example
title: The example project
summary:
  text: A shop learns what sells.
  sources: ['001:5']
phrases: [show me a project from start to end]
steps:
  - title: Collect
    text: Orders are gathered.
    roles: [data-engineer]
    sources: ['001:6']
""",
    "onboarding/newcomer.yaml": """\
id: newcomer
title: The first week
steps:
  - id: role
    day: 0
    title: Your role
    text: This is what you are here for.
    show: role
  - id: tour
    day: 1
    title: A tour
    text: This is how we work together.
    show: walkthrough:example
""",
    "faqs/access.yaml": """\
- id: access
  questions: ['how do I get access?']
  answer: Ask in the channel.
- id: laptop
  questions: ['where is my laptop?']
  answer: On your desk.
  roles: [data-analyst]
  sources: ['002']
""",
    "vocabulary.yaml": """\
- id: broken
  words: [broken, wrong]
- id: fast
  words: [fast, quick]
""",
    "outside.yaml": """\
- id: pay
  title: Pay
  phrases: ['when is payday?']
""",
}


def tiny_knowledge(folder: Path) -> Path:
    """Write the files into a folder and return it."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


class Fault(NamedTuple):
    """A change to one file of the tiny knowledge, and all that is told of it."""

    file: str
    old: str
    new: str
    told: str


def plant(folder: Path, fault: Fault) -> None:
    path = folder / fault.file
    text = path.read_text(encoding="utf-8")
    assert fault.old in text, "the fault is planted nowhere"
    path.write_text(text.replace(fault.old, fault.new, 1), encoding="utf-8")


def told(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in examine(folder).problems]
