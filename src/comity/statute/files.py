# SPDX-License-Identifier: EUPL-1.2
"""The files of the law and their entries; reading never raises, it notes a problem with file and entry."""

import csv
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comity.statute.acts import Act
from comity.statute.model import Text

NO_TEXT = Text("", "")


class Files:
    """A directory of TOML and CSV files, each read once."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.problems: list[str] = []
        self._documents: dict[str, Mapping[str, Any]] = {}

    def document(self, name: str) -> Mapping[str, Any]:
        """The TOML file of this name; empty, with a problem noted, if it cannot be read."""
        if name not in self._documents:
            try:
                self._documents[name] = tomllib.loads((self.directory / name).read_text(encoding="utf-8"))
            except OSError:
                self.problems.append(f"{name}: the file is missing or cannot be read")
                self._documents[name] = {}
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                self.problems.append(f"{name}: not valid TOML: {error}")
                self._documents[name] = {}
        return self._documents[name]

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of the CSV file of this name."""
        try:
            with (self.directory / name).open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError, csv.Error):
            self.problems.append(f"{name}: the file is missing or cannot be read")
            return []

    def entries(self, name: str, table: str = "") -> list["Entry"]:
        """The entries of a table, or of every table of the file; an array's entries are named by `code` or `act`."""
        document = self.document(name)
        if not table:
            return [
                Entry(self, name, section, key, value)
                for section, found in document.items()
                for key, value in found.items()
            ]
        found = document.get(table)
        if found is None:
            if name in self._documents and document:
                self.problems.append(f"{name}: has no table “{table}”")
            return []
        if isinstance(found, list):
            entries = [Entry(self, name, table, row.get("code", row.get("act", "?")), row) for row in found]
            self._refuse_twice(name, [entry.name for entry in entries if "code" in entry.value])
            return entries
        return [Entry(self, name, table, key, value) for key, value in found.items()]

    def _refuse_twice(self, name: str, codes: list[str]) -> None:
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            problem = f"{name}: {code}: the code is used twice"
            if problem not in self.problems:
                self.problems.append(problem)


class Entry:
    """One entry of a file; a missing or ill-formed value is noted and read as empty."""

    def __init__(self, files: Files, file: str, section: str, name: str, value: Mapping[str, Any]) -> None:
        self.files, self.file, self.section, self.name, self.value = files, file, section, name, value

    def problem(self, message: str) -> None:
        """Note a problem of this entry, once."""
        line = f"{self.file}: {self.name}: {message}"
        if line not in self.files.problems:
            self.files.problems.append(line)

    def overlaid(self, use: Mapping[str, Any], *, of: "Entry") -> "Entry":
        """This entry with some of its values replaced, as another entry uses it."""
        return Entry(self.files, of.file, of.section, f"{of.name}: {self.name}", {**self.value, **use})

    def has(self, key: str) -> bool:
        """Whether the entry gives this value at all."""
        return key in self.value

    def text(self, key: str) -> Text:
        """The text in both languages (an empty key: the entry itself is the text)."""
        value = self.value.get(key, {}) if key else self.value
        found = Text(str(value.get("en", "")), str(value.get("fr", ""))) if isinstance(value, Mapping) else NO_TEXT
        for language, words in (("English", found.en), ("French", found.fr)):
            if not words.strip():
                self.problem(f"the {language} text {f'“{key}” ' if key else ''}is missing")
        return found

    def word(self, key: str, default: str | None = None) -> str:
        """A word that must be there unless a default is given."""
        value = self.value.get(key, default)
        if isinstance(value, str):
            return value
        self.problem(f"“{key}” is missing")
        return ""

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words; none if it is not there."""
        return tuple(str(word) for word in self.many(key))

    def many(self, key: str) -> list[Any]:
        """A list of anything; empty if it is not there."""
        value = self.value.get(key, [])
        if isinstance(value, list):
            return value
        self.problem(f"“{key}” must be a list")
        return []

    def expanded(self, key: str, sets: Mapping[str, list[str]]) -> tuple[str, ...]:
        """A list, or one name, in which every “@set” is replaced by its members; each word once, in order."""
        value = self.value.get(key, [])
        found: dict[str, None] = {}
        for word in [value] if isinstance(value, str) else value:
            if word.startswith("@") and word[1:] not in sets:
                self.problem(f"unknown set “{word}”")
            else:
                found.update(dict.fromkeys(sets[word[1:]] if word.startswith("@") else [word]))
        return tuple(found)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """A yes or no."""
        value = self.value.get(key, default)
        if isinstance(value, bool):
            return value
        self.problem(f"“{key}” must be true or false")
        return default

    def number(self, key: str) -> int:
        """A whole number; zero if it is not there."""
        value = self.value.get(key, 0)
        if isinstance(value, int):
            return value
        self.problem(f"“{key}” must be a whole number")
        return 0

    def act(self, name: str) -> Act | None:
        """The act of this name."""
        try:
            return Act(name)
        except ValueError:
            self.problem(f"unknown act “{name}”")
            return None

    def acts(self, key: str) -> tuple[Act, ...]:
        """A list of acts."""
        return tuple(act for act in map(self.act, self.words(key)) if act is not None)
