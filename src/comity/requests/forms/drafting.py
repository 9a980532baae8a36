# SPDX-License-Identifier: EUPL-1.2
"""The form of a draft, built from the kind of request: what each field asks, holds, and lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.core.errors import Conflict
from comity.dossiers.models import PersonConcerned
from comity.parties.models import Languages, Party
from comity.statute import Element, Finding, rome

from ..models import Request
from ..queries import Terms, draft_value, field_names, mark_of
from .filters import options

MARK, SEEN = "mark:", "seen:"
# The statute names two of its findings after the thing, not after our field.
_FIELD_OF = {"urgent": "urgency", "as_invitation": "is_invitation", "situation": "addressee", "persons": "person"}


@dataclass(slots=True)
class Part:
    """One text of a field: its name, what it holds, the mark of what it held when the form was loaded."""

    name: str
    label: str
    value: str
    mark: str
    problem: str = ""
    conflict: Conflict | None = None

    @property
    def id(self) -> str:
        """The name as an HTML id that a selector can name."""
        return self.name.replace(".", "-")

    @property
    def seen(self) -> str:
        """The mark of the other text in a conflict: whoever decides has seen it."""
        return mark_of(self.conflict.theirs) if self.conflict else ""


@dataclass(slots=True)
class DraftField:
    """One field of the form: the text itself and, where the element may not apply, that it does not, and why."""

    text: Part
    form: str
    hint: str
    article: str = ""
    is_needed: bool = True
    choices: Sequence[tuple[str, str]] = ()
    known: SafeString | str = ""
    na: Part | None = None
    why: Part | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        """All texts of the field."""
        return [part for part in (self.text, self.na, self.why) if part is not None]

    @property
    def params(self) -> str:
        """The names that an autosave of this field alone may post."""
        names = [part.name for part in self.parts]
        return ",".join([*names, *(MARK + name for name in names), *(SEEN + name for name in names), "resolve"])


@dataclass(frozen=True, slots=True)
class DraftGroup:
    """Fields under one heading."""

    code: str
    name: str
    fields: tuple[DraftField, ...]


@dataclass(slots=True)
class Typed:
    """What a person typed that is not (yet) what the draft holds: shown again instead of it, with its mark."""

    values: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    conflicts: Sequence[Conflict] = ()
    problems: Mapping[str, str] = field(default_factory=dict)


def draft_groups(
    request: Request,
    *,
    terms: Terms,
    persons: Iterable[PersonConcerned],
    others: Sequence[Party],
    findings: Sequence[Finding],
    typed: Typed | None = None,
) -> tuple[DraftGroup, ...]:
    """Return the form of a draft, findings beside their fields, and in it whatever was typed and not saved."""
    builder = _Builder(request, typed or Typed(), findings)
    kind = rome().kinds[request.kind]
    return (
        DraftGroup("to", _("To whom, and how"), tuple(builder.terms(terms, persons, others))),
        DraftGroup("what", _("What is asked"), tuple(builder.element(element) for element in kind.elements)),
    )


def named_fields(groups: Iterable[DraftGroup]) -> dict[str, DraftField]:
    """Return the fields by the name of their text."""
    return {one.text.name: one for group in groups for one in group.fields}


class _Builder:
    def __init__(self, request: Request, typed: Typed, findings: Sequence[Finding]) -> None:
        self.request, self.typed = request, typed
        self.language = get_language() or "en"
        self.conflicts = {conflict.field: conflict for conflict in typed.conflicts}
        self.findings: dict[str, list[Finding]] = {}
        for finding in findings:
            self.findings.setdefault(_FIELD_OF.get(finding.field, finding.field), []).append(finding)

    def part(self, name: str, label: str) -> Part:
        now = draft_value(self.request, name)
        return Part(
            name=name,
            label=label,
            value=self.typed.values.get(name, now),
            mark=self.typed.marks.get(name, mark_of(now)),
            problem=self.typed.problems.get(name, ""),
            conflict=self.conflicts.get(name),
        )

    def plain(self, name: str, form: str, label: str, hint: str, **more: object) -> DraftField:
        return DraftField(
            text=self.part(name, label),
            form=form,
            hint=hint,
            findings=self.findings.get(name, []),
            **more,  # type: ignore[arg-type]  # the fields of the dataclass itself
        )

    def terms(self, terms: Terms, persons: Iterable[PersonConcerned], others: Sequence[Party]) -> Iterable[DraftField]:
        hint = _("State, organisation or organ, by name or by its code.")
        yield self.plain("addressee", "party", _("Addressee"), hint, article="87(1)(a)", known=self._known(others))
        yield self.plain(
            "is_invitation",
            "box",
            _("Send as an invitation"),
            _("To a State without a duty in this situation: it is free to accept (article 87(5))."),
            article="87(5)(a)",
            is_needed=False,
        )
        yield self.plain("subject", "text", _("Subject"), _("One subject, in a few words, without protected names."))
        yield self.plain(
            "language",
            "select",
            _("Language of the request"),
            _("What the addressee accepts, or a working language of the Court."),
            article="87(2)",
            choices=self._languages(terms),
        )
        chosen = [("", _("None")), *((str(person.id), _person(person)) for person in persons)]
        yield self.plain(
            "person",
            "select",
            _("Person concerned"),
            _("By pseudonym. Identities stay on the restricted page."),
            choices=chosen,
            is_needed=False,
        )
        yield self.plain(
            "urgency",
            "radio",
            _("Urgency"),
            _("An urgent request may go by any medium that leaves a written record."),
            choices=[(value, str(label)) for value, label in Request.Urgency.choices],
        )
        yield self.plain(
            "requested_by",
            "date",
            _("Requested by"),
            _("The day by which you would like an answer. It is a wish, not a legal time limit."),
            is_needed=False,
        )

    def _known(self, others: Sequence[Party]) -> SafeString:
        kinds = rome().kinds[self.request.kind].addressees
        return SafeString(
            (options("party", "") if "state" in kinds else "")
            + format_html_join("", '<option value="{}">', ((party.name,) for party in others))
        )

    def _languages(self, terms: Terms) -> list[tuple[str, str]]:
        accepted = ["+".join(combination) for combination in terms.languages]
        offered = dict.fromkeys([*accepted, "en", "fr", self.request.language])
        return [
            (
                value,
                Languages((tuple(value.split("+")),)).in_words()
                + ("" if value in accepted else _(" (not among those accepted)")),
            )
            for value in offered
            if value
        ]

    def element(self, element: Element) -> DraftField:
        name = element.name.in_(self.language)
        may_not_apply = element.may_not_apply
        return DraftField(
            text=self.part(element.code, name),
            form=element.form if element.form in {"text", "date"} else "long",
            hint=element.hint.in_(self.language),
            article=element.article,
            is_needed=element.compulsory,
            na=self.part(f"{element.code}.na", _("Does not apply")) if may_not_apply else None,
            why=self.part(f"{element.code}.why", _("Why it does not apply")) if may_not_apply else None,
            findings=self.findings.get(element.code, []),
        )


def _person(person: PersonConcerned) -> str:
    return f"{person.pseudonym} · {person.get_capacity_display()}"


def typed_in(post: QueryDict, kind: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields that a form held, with their texts and the marks they were loaded with.

    A field counts by its mark: a box that is not ticked is posted by its mark alone.
    """
    marks = {name: str(post[MARK + name]) for name in field_names(kind) if MARK + name in post}
    typed = {name: str(post.get(name, "")) for name in marks}
    how, name = resolution_in(post)
    if how == "mine" and name in typed:
        marks[name] = str(post.get(SEEN + name, ""))
    elif how and name in typed:
        del typed[name]
    return typed, marks


def resolution_in(post: QueryDict) -> tuple[str, str]:
    """Return how a conflict was decided (mine, theirs, both) and in which field; two empty texts where none was."""
    how, _colon, name = str(post.get("resolve", "")).partition(":")
    return (how, name) if how in {"mine", "theirs", "both"} else ("", "")
