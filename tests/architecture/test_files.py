# SPDX-License-Identifier: EUPL-1.2
"""Rules for files of every kind: licence line, words that never appear, links that lead somewhere, locks."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from .tree import ROOT, files

TEXT = (
    ".py",
    ".html",
    ".txt",
    ".md",
    ".toml",
    ".sh",
    ".js",
    ".mjs",
    ".scss",
    ".json",
    ".yaml",
    ".yml",
    ".po",
    ".in",
    ".csv",
    ".cfg",
)
LICENSED = (".py", ".sh", ".js", ".mjs", ".scss")
# Put together here, so that this file itself does not hold them.
FORBIDDEN = {
    "a host of a package registry": re.compile(
        "|".join(
            [
                "pypi" + r"\.org/simple",
                "pythonhosted" + r"\.org",
                "registry" + r"\.npmjs",
                "npmjs" + r"\.org/",
                "deb" + r"\.debian\.org",
            ]
        )
    ),
    "a path of somebody's machine": re.compile(
        "|".join([r"(?<![\w.])/" + "work/", "/" + "opt/(pypi|wheels)", "/" + "root/", "/" + r"home/\w+/"])
    ),
    "work left open": re.compile("|".join([r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b"])),
}
# The sentence in which a file of the world's texts may well say such a word.
EXEMPT = {"package-lock.json": {"work left open"}}


def found_words(text: str, name: str = "") -> list[str]:
    return [what for what, pattern in FORBIDDEN.items() if what not in EXEMPT.get(name, ()) and pattern.search(text)]


def test_no_file_holds_a_forbidden_word() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in (*files(*TEXT), ROOT / "Makefile", ROOT / ".npmrc", ROOT / ".ci" / "run")
        for what in found_words(path.read_text(encoding="utf-8"), path.name)
    ]

    assert broken == []


@pytest.mark.parametrize("text", ["https://registry" + ".npmjs" + ".org/x", "see /wo" + "rk/main", "# TO" + "DO later"])
def test_forbidden_word_is_found(text: str) -> None:
    assert len(found_words(text)) == 1


def has_licence(text: str) -> bool:
    """Nothing needs no licence: an empty file says that a folder is a package."""
    return not text or any("SPDX-License-Identifier: EUPL-1.2" in line for line in text.splitlines()[:2])


def test_every_source_file_names_the_licence() -> None:
    broken = [
        str(path.relative_to(ROOT)) for path in files(*LICENSED) if not has_licence(path.read_text(encoding="utf-8"))
    ]

    assert broken == []


def test_missing_licence_is_found() -> None:
    assert not has_licence("import os\n")


LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def anchors(text: str) -> set[str]:
    """Return the names under which a page's headings can be linked."""
    headings = re.findall(r"^#+\s+(.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def dead_links(page: Path, text: str) -> Iterator[str]:
    """Yield every link to a file or a heading of this repository that is not there."""
    without_code = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    for match in LINK.finditer(without_code):
        target = match.group(1) or match.group(2)
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists():
            yield target
        elif anchor and file.suffix == ".md":
            known = anchors(text if file == page else file.read_text(encoding="utf-8"))
            if anchor not in known:
                yield target


def test_every_link_of_the_documents_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in files(".md")
        for link in dead_links(page, page.read_text(encoding="utf-8"))
    ]

    assert broken == []


@pytest.mark.parametrize("text", ["[a](nowhere.md)", "![a](no.png)", "[a](#no-such-heading)", "[a](README.md#none)"])
def test_dead_link_is_found(text: str) -> None:
    assert len(list(dead_links(ROOT / "README.md", text))) == 1


def locked(name: str) -> dict[str, str]:
    """Return the locked requirements, each with its block of hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)(.*(?:\n\s+.*)*)", text, flags=re.MULTILINE)
    return {name.lower().replace("_", "-"): version + rest for name, version, rest in blocks}


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_locked_requirement_has_its_hash(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()

    assert [requirement for requirement, block in locked(name).items() if "--hash=sha256:" not in block] == []
    assert [
        line for line in lines if not re.match(r"[\w.-]+(\[[\w,.-]+\])?==|    --hash=sha256:[0-9a-f]{64}|$", line)
    ] == []


@pytest.mark.parametrize(("name", "sources"), [("run", ["run", "build"]), ("dev", ["run", "build", "dev"])])
def test_everything_asked_for_is_locked(name: str, sources: list[str]) -> None:
    asked = {
        match.group(1).lower().replace("_", "-")
        for source in sources
        for line in (ROOT / "requirements" / f"{source}.in").read_text(encoding="utf-8").splitlines()
        if (match := re.match(r"([A-Za-z0-9._-]+)", line)) and not line.startswith("-")
    }

    assert asked - set(locked(name)) == set()


def test_development_runs_on_what_runs_in_a_court() -> None:
    run, dev = locked("run"), locked("dev")

    assert {name for name in run if dev.get(name) != run[name]} == set()


def test_every_rule_left_out_of_ruff_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = text[text.index("[tool.ruff.lint]") : text.index("[tool.ruff.lint.isort]")]
    silent = [line for line in section.splitlines() if re.match(r'\s+"[A-Z0-9]+",\s*$', line)]

    assert silent == []
    assert tomllib.loads(text)["tool"]["ruff"]["lint"]["select"] == ["ALL"]
