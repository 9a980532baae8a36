# SPDX-License-Identifier: EUPL-1.2
"""The French of the pages: python tools/messages.py update|compile|check.

update   bring the catalogue up to date with the code: new strings come without a translation, unused ones go
compile  make the binary catalogue that Django reads, where it is older than its source
check    say what is missing, doubtful or contradictory; exit 1 when anything is

Pure Python (Babel); GNU gettext is not needed.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "comity"
LANGUAGES = ("fr",)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# The date of the last extraction would make two branches differ without need.
DATED = re.compile(rb'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By):.*\n', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)[^{}]*\}|%[sd]")


def catalogue_path(language: str) -> Path:
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[Path]:
    """Yield every file that may hold a string for people."""
    for path in sorted(SOURCE.rglob("*")):
        is_template = "templates" in path.parts and path.suffix in {".html", ".txt", ".xml"}
        if path.is_file() and (is_template or (path.suffix == ".py" and "migrations" not in path.parts)):
            yield path


def python_of(path: Path) -> bytes:
    """Return the file as something in which calls of gettext can be found."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    if not settings.configured:
        settings.configure(USE_I18N=True)
    # Every line on its own and without indentation, or the tokenizer sees blocks that do not end.
    calls = re.findall(r"(?:_|n?p?gettext)\((?:[^()\"']|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')*\)", templatize(text))
    return "\n".join(calls).encode()


def collect() -> Catalog:
    """Return a catalogue without translations, of all strings in the code and the templates."""
    found = Catalog(charset="utf-8")
    for path in sources():
        place = path.relative_to(SOURCE).as_posix()
        calls = BytesIO(python_of(path))
        for _line, message, comments, context in extract("python", calls, KEYWORDS, ["Translators:"]):
            # Without line numbers: a catalogue that changes with every line above a string hides what changed.
            found.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return found


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", project="Comity", version="")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def parts(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the forms of the original and those of the translation, one for each where there is no plural."""
    original = message.id if isinstance(message.id, tuple | list) else (message.id,)
    translation = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(original), tuple(text or "" for text in translation)


def placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def problems(wanted: Catalog, have: Catalog) -> list[str]:
    """Return one line for every string that a reader of this language would miss or find wrong."""
    found = []
    for message in wanted:
        if not message.id:
            continue
        original, _ = parts(message)
        known = have.get(message.id, message.context)
        if known is None:
            found.append(f"not in the catalogue: {original[0]!r}")
            continue
        _, translation = parts(known)
        if known.fuzzy:
            found.append(f"doubtful (fuzzy): {original[0]!r}")
        if not all(text.strip() for text in translation):
            found.append(f"not translated: {original[0]!r}")
        elif not all(placeholders(text) <= set().union(*map(placeholders, original)) for text in translation):
            found.append(f"a placeholder that the original does not have: {original[0]!r}")
        elif len(original) == 1 and placeholders(translation[0]) != placeholders(original[0]):
            found.append(f"a placeholder is lost: {original[0]!r}")
        elif original[0].startswith("\n") != translation[0].startswith("\n"):
            found.append(f"begins with an empty line on one side only: {original[0]!r}")
    return found


def update() -> int:
    wanted = collect()
    for language in LANGUAGES:
        path = catalogue_path(language)
        catalogue = read(path, language)
        catalogue.update(wanted, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = BytesIO()
        write_po(buffer, catalogue, omit_header=False, sort_output=True, include_lineno=False, width=120)
        path.write_bytes(DATED.sub(b"", buffer.getvalue()))
        print(f"{path.relative_to(ROOT)}: {len(problems(wanted, read(path, language)))} strings need attention")
    return 0


def compile_all() -> int:
    for path in sorted(SOURCE.rglob("locale/*/LC_MESSAGES/*.po")):
        binary = path.with_suffix(".mo")
        if binary.exists() and binary.stat().st_mtime >= path.stat().st_mtime:
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3])
        with binary.open("wb") as file:
            write_mo(file, catalogue)
    return 0


def check() -> int:
    wanted, found = collect(), 0
    for language in LANGUAGES:
        for problem in problems(wanted, read(catalogue_path(language), language)):
            print(f"{language}: {problem}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit({"update": update, "compile": compile_all, "check": check}[sys.argv[1]]())
