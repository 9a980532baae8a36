# SPDX-License-Identifier: EUPL-1.2
"""What a template may hold: no script or style of its own, no query, no untranslated word, nothing marked safe."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest

from .tree import ROOT, SOURCE

TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".xml"})
SPOKEN = frozenset(
    {"title", "alt", "placeholder", "aria-label", "aria-description", "aria-roledescription", "label", "summary"}
)
SILENT = frozenset({"script", "style", "code", "kbd", "samp"})
# Proper names and signs that are the same in every language.
SAME = re.compile(r"\b(Comity|EUPL-1\.2|EUPL|OTP|REG|CHM|PRE|ASP|QR|PDF|JSON|CSV|TOTP|https?|English|Français|EN|FR)\b")
WORD = re.compile(r"[^\W\d_]{2,}")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#[^\n]*?#}", re.DOTALL)
# Blocks whose content is a class, not words for people.
CLASS = re.compile(r"({%\s*block (?:width|\w+_class)\s*%})[\w -]*({%\s*endblock\b)")
# Its one element is a link or a button, which an HTML parser cannot see through; it holds no word.
UNREADABLE = frozenset({"allauth/elements/button.html"})
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
QUERY = re.compile(r"(?<!forloop)\.(objects|rows|all|filter|exclude|exists|first|last|select_related|\w+_set)\b")


def blank(match: re.Match[str]) -> str:
    """Keep the lines, so that numbers of lines stay right."""
    return re.sub(r"[^\n]", " ", match.group())


class Page(HTMLParser):
    """Collects line by line what the page itself says and does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[int] = []
        self.inline: list[int] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        line = self.getpos()[0]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.inline.append(line)
        for name, value in attrs:
            if (
                name == "style"
                or name.startswith(("on", "hx-on"))
                or (value or "").strip().lower().startswith("javascript:")
            ):
                self.inline.append(line)
            if name in SPOKEN and speaks(value or ""):
                self.words.append(line)
        if tag in SILENT:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == self._open[-1]:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open:
            self.words += [self.getpos()[0] + number for number, line in enumerate(data.split("\n")) if speaks(line)]


def speaks(text: str) -> bool:
    return WORD.search(SAME.sub("", text)) is not None


def parsed(text: str) -> Page:
    page = Page()
    page.feed(TAG.sub(blank, CLASS.sub(r"\1\2", BLOCK.sub(blank, COMMENT.sub(blank, text)))))
    page.close()
    return page


def no_script_or_style_of_its_own(text: str) -> Iterator[int]:
    """The page's policy would refuse it: scripts and styles come from files."""
    yield from parsed(text).inline


def no_untranslated_word(text: str) -> Iterator[int]:
    """Every word stands in `translate` or `blocktranslate`."""
    yield from parsed(text).words


def no_query(text: str) -> Iterator[int]:
    """A template shows what the view gave it."""
    for number, line in enumerate(COMMENT.sub(blank, text).splitlines(), 1):
        if any(QUERY.search(re.sub(r"\"[^\"]*\"|'[^']*'", "", tag)) for tag in TAG.findall(line)):
            yield number


def nothing_marked_safe(text: str) -> Iterator[int]:
    """What people wrote is escaped, always."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off", line):
            yield number


def parts_are_named_as_parts(text: str) -> Iterator[int]:
    """What is included begins with an underscore; a page is never a part."""
    for number, line in enumerate(text.splitlines(), 1):
        for name in re.findall(r"""{%\s*include\s+["']([^"']+)["']""", line):
            if not name.rsplit("/", 1)[-1].startswith("_"):
                yield number


def comments_end_on_their_line(text: str) -> Iterator[int]:
    """A longer one would be shown to everybody; `comment` ... `endcomment` is for those."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.count("{#") != line.count("#}"):
            yield number


RULES: tuple[Callable[[str], Iterator[int]], ...] = (
    no_script_or_style_of_its_own,
    no_untranslated_word,
    no_query,
    nothing_marked_safe,
    parts_are_named_as_parts,
    comments_end_on_their_line,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_template_rule_holds_everywhere(rule: Callable[[str], Iterator[int]]) -> None:
    broken = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in TEMPLATES
        if not (rule is no_untranslated_word and path.as_posix().endswith(tuple(UNREADABLE)))
        for line in rule(path.read_text(encoding="utf-8"))
    ]

    assert broken == [], rule.__doc__


PLANTED = [
    (no_script_or_style_of_its_own, "<script>x()</script>", '<script src="{% static "x.js" %}"></script>'),
    (no_script_or_style_of_its_own, "<style>p{}</style>", '<script type="application/json">{}</script>'),
    (no_script_or_style_of_its_own, '<p style="color:red">', '<p class="x">'),
    (no_script_or_style_of_its_own, '<a onclick="x()">', '<a hx-get="/x">'),
    (no_script_or_style_of_its_own, '<a href="javascript:x()">', '<a href="/x">'),
    (no_script_or_style_of_its_own, '<a hx-on:click="x()">', '<a hx-target="#x">'),
    (no_untranslated_word, "<p>Send</p>", '<p>{% translate "Send" %} · {{ n }}</p>'),
    (no_untranslated_word, '<img alt="A map">', '<img alt="{% translate "A map" %}">'),
    (no_untranslated_word, "<p>{{ x }} days</p>", "{% blocktranslate %}{{ x }} days{% endblocktranslate %}"),
    (no_query, "{% for r in dossier.requests.all %}", "{% for r in requests %}"),
    (no_query, "{{ party.person_set }}", '{% include "a/_b.all.html" %}'),
    (nothing_marked_safe, "{{ text|safe }}", "{{ text }}"),
    (nothing_marked_safe, "{% autoescape off %}", "{{ safe }}"),
    (comments_end_on_their_line, "{# one\ntwo #}", "{# one #}"),
    (parts_are_named_as_parts, '{% include "web/row.html" %}', '{% include "web/_row.html" %}'),
]


@pytest.mark.parametrize(("rule", "fault", "sound"), PLANTED)
def test_template_rule_finds_a_planted_fault(rule: Callable[[str], Iterator[int]], fault: str, sound: str) -> None:
    assert list(rule(fault)) != []
    assert list(rule(sound)) == []


def test_every_template_rule_has_a_planted_fault() -> None:
    assert {rule for rule, *_ in PLANTED} == set(RULES)
