"""Whose a path is: the last line of CODEOWNERS that matches decides, and a path is told from other words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.answers.answerer import Snapshot
from bot.answers.kinds import UnknownAnswer
from bot.answers.known_here import AssetAnswer
from bot.answers.workspace import Workspace
from bot.cards import card
from bot.imports.codeowners import read_codeowners
from bot.knowledge.assets import Asset
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from bot.knowledge.shelves import default_folder
from bot.matching.paths import Paths, matches
from bot.workspace.assets import AssetFile, catalogue, packed, unpacked

GITHUB = """\
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
/apps/github @doctocat-two
/apps/secret/
"""
"""As GitHub's own documentation has it."""

GITLAB = """\
* @everyone

[Payments] @acme/pay
src/payments/
!src/payments/generated/

[Docs]
*.md @writers
"""

OURS = """\
/src/ @acme/core
/src/payments/ @acme/pay
/src/payments/*.sql ana@example.com
/src/__init__.py @ben
/src/payments/legacy/
/src/billing/ @acme/old
/src/b* @acme/billing
"""


def assets(text: str, file: str = "CODEOWNERS") -> tuple[Asset, ...]:
    """Return what is kept of a file, as it comes back from where it is kept."""
    found = read_codeowners(text.encode(), file).found
    kept = unpacked(file, packed(AssetFile(file, found.assets)))
    assert kept.assets == found.assets
    return kept.assets


@pytest.mark.parametrize(
    ("path", "line", "owners"),
    [
        ("README", 1, "@global-owner1 @global-owner2"),
        ("lib/x.js", 2, "@js-owner"),
        ("a/b/main.go", 3, "docs@example.com"),
        ("build/logs/x.js", 10, "@octocat"),
        ("docs/getting-started.md", 8, "@doctocat"),
        ("other/docs/getting-started.md", 1, "@global-owner1 @global-owner2"),
        ("some/apps/x", 7, "@octocat"),
        ("scripts/run", 9, "@doctocat @octocat"),
        ("deeply/nested/logs/x.txt", 10, "@octocat"),
        ("apps/other/x", 11, "@octocat"),
        ("apps/github/x", 13, "@doctocat-two"),
        ("apps/secret/key", 14, ""),
        ("lib/X.JS", 1, "@global-owner1 @global-owner2"),
    ],
)
def test_the_last_line_that_matches_decides(path: str, line: int, owners: str) -> None:
    [decided] = Paths(assets(GITHUB)).deciding(path)

    assert (decided.line, " ".join(owner.written for owner in decided.owners)) == (line, owners)


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("foo", "foo foo/bar bar/foo bar/foo/baz", "foo.txt bar/foo.txt"),
        ("/foo", "foo foo/bar", "bar/foo fool"),
        ("foo/", "foo/bar bar/foo/baz", "foo bar/foo"),
        ("foo/bar", "foo/bar foo/bar/baz", "baz/foo/bar foo/bart"),
        ("*", "foo foo/bar .env", ""),
        ("/*", "foo", "foo/bar"),
        ("foo/*", "foo/bar", "foo foo/bar/baz bar/foo/x"),
        ("foo/*.txt", "foo/a.txt", "foo/b/a.txt x/foo/a.txt"),
        ("foo/*/baz", "foo/bar/baz foo/bar/baz/x", "foo/baz"),
        ("f?o", "foo fxo", "fo fooo"),
        ("f\\*o", "f*o", "foo"),
        ("**/foo/bar", "foo/bar x/foo/bar x/foo/bar/y", "foo/x/bar"),
        ("foo/**", "foo/bar foo/bar/baz", "foo x/foo/bar"),
        ("foo/**/bar", "foo/bar foo/x/y/bar", "x/foo/bar"),
        ("a[bc].txt", "a[bc].txt", "ab.txt ac.txt"),
        ("#x", "#x", "x"),
    ],
)
def test_a_pattern_means_what_the_hosts_say(pattern: str, matching: str, others: str) -> None:
    paths = [*matching.split(), *others.split()]

    assert [path for path in paths if matches(pattern, path)] == matching.split()


def test_each_section_has_its_say_and_may_take_paths_out() -> None:
    paths = Paths(assets(GITLAB))
    decided = {
        path: [asset.line for asset in paths.deciding(path)]
        for path in ("src/payments/api.py", "src/payments/generated/api.py", "src/payments/README.md", "x.go")
    }

    assert decided == {
        "src/payments/api.py": [1, 4],
        "src/payments/generated/api.py": [1],
        "src/payments/README.md": [1, 4, 8],
        "x.go": [1],
    }


def test_a_file_that_only_speaks_of_everything_gives_way_to_one_that_knows_the_path() -> None:
    paths = Paths([*assets("* @others\n", "other/CODEOWNERS"), *assets(OURS)])

    assert [asset.file for asset in paths.deciding("src/payments/api.py")] == ["CODEOWNERS"]
    assert [asset.file for asset in paths.deciding("lib/api.py")] == ["other/CODEOWNERS"]


@pytest.fixture(scope="module")
def base() -> Snapshot:
    return Snapshot.of(load(default_folder()))


def here(text: str) -> Workspace:
    found = read_codeowners(text.encode()).found
    return Workspace(catalogue=catalogue([("CODEOWNERS", packed(AssetFile("CODEOWNERS", found.assets)))]))


def asked(base: Snapshot, workspace: Workspace, question: str) -> AssetAnswer | UnknownAnswer | None:
    """Return the answer, None where it is one from the base."""
    snapshot = base.with_own(base.knowledge, KnowledgeBase(), assets=workspace.catalogue.names)
    answer = snapshot.answer_question(question, workspace=workspace)
    return answer if isinstance(answer, AssetAnswer | UnknownAnswer) else None


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("who owns src/payments/api.py?", 2),
        ("who owns /src/payments/api.py", 2),
        ("who owns `src/payments/api.py`?", 2),
        ("whose is ./src/payments/api.py", 2),
        ("who owns the file src/payments/orders.sql?", 3),
        ("who owns src/__init__.py", 4),
        ("who owns src/payments/legacy/old.py?", 5),
        ("src/payments/api.py", 2),
        ("who is responsible for src/payments/?", 2),
        ("who owns src/payments", 2),
        ("who owns the folder src/payments/deep?", 2),
        ("who owns src/<http://api.py|api.py>?", 1),
        ("who owns src/billing?", 7),
        ("who owns the billing folder?", 7),
        ("who owns src/Payments/api.py?", 1),
    ],
)
def test_a_path_in_a_question_is_answered_by_the_line_that_counts(
    base: Snapshot, question: str, line: int
) -> None:
    answer = asked(base, here(OURS), question)

    assert isinstance(answer, AssetAnswer)
    assert [owned.asset.line for owned in answer.owned] == [line]


def test_the_card_names_path_pattern_owner_file_and_line(base: Snapshot) -> None:
    answer = asked(base, here(OURS), "who owns src/payments/api.py?")
    assert isinstance(answer, AssetAnswer)
    message = card(answer)

    assert message.text == (
        "src/payments/api.py falls under /src/payments/, which belongs to @acme/pay (CODEOWNERS, line 2)."
    )
    assert "The path *src/payments/api.py* belongs to @acme/pay" in str(message.blocks[0]["text"]["text"])
    assert "From CODEOWNERS, line 2: /src/payments/" in str(message.blocks)


@pytest.mark.parametrize("question", ["who owns lib/data/quality.py?", "who maintains infra/main.tf?"])
def test_a_path_that_no_line_speaks_of_is_said_to_be_unknown(base: Snapshot, question: str) -> None:
    answer = asked(base, here(OURS), question)

    assert isinstance(answer, UnknownAnswer)
    path = question.rsplit(maxsplit=1)[-1].rstrip("?")
    said = f"I don't know whose {path} is: no line of the CODEOWNERS that I was given speaks of it."
    assert card(answer).text.startswith(said)


@pytest.mark.parametrize(
    "question",
    [
        "who owns CI/CD?",
        "who owns ETL/ELT pipelines",
        "who owns data/ML pipelines?",
        "what is the difference between a data analyst and/or a data engineer?",
        "who uses Node.js?",
        "who owns A/B/n testing?",
        "who writes docs e.g. for tables/columns?",
        "how do I read 3/4.5 of the file?",
    ],
)
def test_strokes_and_dots_in_other_words_are_no_path(base: Snapshot, question: str) -> None:
    without = base.answer_question(question)
    workspace = here("* @everyone\n" + OURS)
    snapshot = base.with_own(base.knowledge, KnowledgeBase(), assets=workspace.catalogue.names)

    assert snapshot.answer_question(question, workspace=workspace).meaning == without.meaning


def test_what_was_kept_before_patterns_were_is_still_matched() -> None:
    body = '{"owners":[["@a","@a",null]],"assets":[["path:/src/","src","path",[0],2],'
    body += '["path:[docs]*.md","*.md","path",[0],5],["component:default/x","x","component",[0],1]]}'
    kept = unpacked("CODEOWNERS", body)

    assert [asset.line for asset in Paths(kept.assets).deciding("src/a.md")] == [2, 5]
    assert [asset.pattern is None for asset in kept.assets] == [False, False, True]


def test_thousands_of_lines_are_looked_through_without_compiling_them() -> None:
    text = "".join(f"/team-{at}/service-{at}/ @acme/team-{at}\n" for at in range(5_000))
    paths = Paths(read_codeowners(text.encode()).found.assets)
    [found] = paths.deciding("team-17/service-17/main.py")

    assert found.line == 18
    lines = [paths.deciding(f"team-{at}/service-{at}/x.py")[0].line for at in (0, 4_999, 18)]
    assert lines == [1, 5_000, 19]
    assert all(one != other for one, other in pairwise(lines))
