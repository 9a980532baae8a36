# SPDX-License-Identifier: EUPL-1.2
"""How a run of a Word file looks: what it says itself, its character style, the style of its paragraph, the default."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

_LONGEST_CHAIN: Final = 20
_OFF: Final = frozenset({"0", "false", "off", "none"})


def said(properties: Element | None, name: str) -> str | None:
    """The value of a property: "" where it is switched on without one, None where it is not mentioned."""
    if properties is None:
        return None
    found = properties.find(name)
    return None if found is None else found.get("val", "")


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default: dict[str, str] = {}
        self._basis: Element | None = None
        for style in root.iter("style") if root is not None else ():
            name, kind = style.get("styleId", ""), style.get("type", "")
            self._styles[name] = style
            if style.get("default") in {"1", "true", "on"}:
                self._default[kind] = name
        if root is not None:
            self._basis = root.find("docDefaults/rPrDefault/rPr")

    def chain(self, name: str | None, kind: str = "paragraph") -> Iterator[Element]:
        """A style and those it is based on, nearest first."""
        name = name or self._default.get(kind)
        for _step in range(_LONGEST_CHAIN):
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            name = said(style, "basedOn")

    def run(self, run: Element | None, paragraph_style: str | None, name: str) -> str | None:
        """The value of a property of a run, wherever it comes from."""
        own = said(run, name)
        if own is not None:
            return own
        chains = (*self.chain(said(run, "rStyle"), "character"), *self.chain(paragraph_style))
        for properties in (*(style.find("rPr") for style in chains), self._basis):
            value = said(properties, name)
            if value is not None:
                return value
        return None

    def is_on(self, run: Element | None, paragraph_style: str | None, name: str) -> bool:
        """Whether italic, bold or hidden is switched on for a run."""
        value = self.run(run, paragraph_style, name)
        return value is not None and value not in _OFF

    def paragraph(self, paragraph: Element | None, name: str) -> Iterator[Element]:
        """Elements of this name among the properties of a paragraph and of its styles, nearest first."""
        own = paragraph.find(name) if paragraph is not None else None
        if own is not None:
            yield own
        for style in self.chain(said(paragraph, "pStyle")):
            found = style.find(f"pPr/{name}")
            if found is not None:
                yield found
