# SPDX-License-Identifier: EUPL-1.2
"""Parties, the intervals in which they owe cooperation, what they have declared, and their authorities."""

import unicodedata
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from comity.core.clock import THE_HAGUE, today
from comity.core.viewer import CONFIDENTIAL, UNDER_SEAL
from comity.parties.models.languages import Languages
from comity.statute import Role


def folded(text: str) -> str:
    """Return the text without accents and case: what is sorted and searched by, alike on every database."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def _reader(en: str, fr: str) -> str:
    return fr if (translation.get_language() or "").startswith("fr") else en


class PartyKind(models.TextChoices):
    ORGAN = "organ", _("Organ of the Court")
    STATE = "state", _("State")
    ORGANISATION = "organisation", _("Organisation")
    DEFENCE = "defence", _("Defence team")
    ASSEMBLY = "assembly", _("Assembly of States Parties")


class Region(models.TextChoices):
    """The regional groups in which the Assembly elects."""

    AFRICA = "Africa", _("African States")
    ASIA_PACIFIC = "Asia-Pacific", _("Asia-Pacific States")
    EASTERN_EUROPE = "Eastern Europe", _("Eastern European States")
    LATIN_AMERICA = "GRULAC", _("Latin American and Caribbean States")
    WEST = "WEOG", _("Western European and other States")


# What the people of a party can be at most; nobody gives more.
ROLES_OPEN_TO = {
    PartyKind.ORGAN: frozenset({Role.DRAFTER, Role.APPROVER, Role.SENIOR, Role.OFFICER, Role.READER}),
    PartyKind.STATE: frozenset({Role.DRAFTER, Role.APPROVER, Role.OFFICER, Role.READER}),
    PartyKind.ORGANISATION: frozenset({Role.OFFICER, Role.READER}),
    PartyKind.DEFENCE: frozenset({Role.DRAFTER, Role.APPROVER, Role.OFFICER, Role.READER}),
    PartyKind.ASSEMBLY: frozenset({Role.OFFICER, Role.READER}),
}
CLEARANCE_OPEN_TO = {
    PartyKind.ORGAN: UNDER_SEAL,
    PartyKind.STATE: UNDER_SEAL,
    PartyKind.ORGANISATION: UNDER_SEAL,
    PartyKind.DEFENCE: UNDER_SEAL,
    PartyKind.ASSEMBLY: CONFIDENTIAL,
}


class Party(models.Model):
    """A State, an organ of the Court, an organisation, a defence team, or the Assembly's secretariat.

    `code` is ISO 3166-1 alpha-3 for a State, a short name of two to twelve capitals otherwise. `key_en` and `key_fr`
    are the names as `folded` leaves them, to sort and search by. `remark_*` say what should be known beside the rows,
    such as a declaration that exists and was not seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=PartyKind)
    code = models.CharField(max_length=12, unique=True)
    iso2 = models.CharField(max_length=2, default="", blank=True)
    zone = models.CharField(max_length=40, default=THE_HAGUE.key)
    name_en = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200)
    region = models.CharField(max_length=20, choices=Region, default="", blank=True)
    remark_en = models.CharField(max_length=500, default="", blank=True)
    remark_fr = models.CharField(max_length=500, default="", blank=True)
    source = models.CharField(max_length=300)
    as_of = models.DateField()
    is_verified = models.BooleanField(default=True)
    key_en = models.CharField(max_length=200)
    key_fr = models.CharField(max_length=200)

    class Meta:
        ordering = ["key_en"]
        verbose_name_plural = "parties"
        constraints = [models.CheckConstraint(condition=Q(kind__in=PartyKind.values), name="party_kind")]
        indexes = [
            models.Index(fields=["key_en", "id"], name="party_by_name_en"),
            models.Index(fields=["key_fr", "id"], name="party_by_name_fr"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return _reader(self.name_en, self.name_fr)

    @property
    def remark(self) -> str:
        """The remark in the reader's language."""
        return _reader(self.remark_en, self.remark_fr)


_INSTRUMENTS = {
    "acceptance": _("acceptance"),
    "accession": _("accession"),
    "approval": _("approval"),
    "ratification": _("ratification"),
    "succession": _("succession"),
}


class Membership(models.Model):
    """An interval in which a State owes, or owed, cooperation, and on what basis (articles 12(3), 86, 87(5), 127).

    It holds from `since` on and no longer on `until`, the day on which a withdrawal takes effect. A withdrawal ends no
    duty in proceedings begun before it (article 127(2)), which is why intervals are kept and never overwritten.
    """

    class Basis(models.TextChoices):
        STATE_PARTY = "state_party", _("State Party")
        DECLARATION = "declaration_12_3", _("Declaration under article 12(3)")
        SECURITY_COUNCIL = "security_council", _("Security Council resolution")
        ARRANGEMENT = "arrangement", _("Arrangement or agreement (article 87(5))")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=20, choices=Basis)
    situation_code = models.CharField(max_length=20, default="", blank=True)
    instrument = models.CharField(max_length=40, default="", blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    note_en = models.CharField(max_length=500, default="", blank=True)
    note_fr = models.CharField(max_length=500, default="", blank=True)
    is_verified = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "basis", "situation_code", "since"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="membership_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.basis} {self.since}"

    @property
    def instrument_name(self) -> str:
        """How the State came to be bound: the kind of its act, in the reader's language, or a resolution's number."""
        return str(_INSTRUMENTS.get(self.instrument, self.instrument))

    @property
    def note(self) -> str:
        """The note in the reader's language."""
        return _reader(self.note_en, self.note_fr)


class Declaration(models.Model):
    """A channel or the languages that a party has chosen for requests (articles 87(1)(a), 87(2); rules 176-180).

    `languages` lists alternatives, each a combination: `[["it", "fr"]]` asks for both, `[["fr"], ["es"]]` for either.
    A new choice never touches a request already made: sending binds the declaration in force at that instant.
    `effective_on` is the agreed date, or the 45th day after receipt (rule 180(2)); where it is unknown, the declaration
    is older than any with a date. `recorded_by` is empty for what came with the reference data.
    """

    DAYS_TO_EFFECT = 45

    class Subject(models.TextChoices):
        CHANNEL = "channel", _("Channel")
        LANGUAGE = "language", _("Language")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=8, choices=Subject)
    text = models.CharField(max_length=500)
    languages = models.JSONField(default=list, blank=True)
    received_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField(default=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True)
                | Q(received_on__isnull=True)
                | Q(effective_on__gte=models.F("received_on")),
                name="declaration_forward",
            )
        ]
        indexes = [models.Index(fields=["party", "subject", "-effective_on"], name="declaration_in_force")]

    def __str__(self) -> str:
        return self.text

    @property
    def in_words(self) -> str:
        """What was chosen, with languages by their names in the reader's language."""
        return Languages.from_rows(self.languages).in_words() if self.languages else self.text

    @property
    def is_by_rule(self) -> bool:
        """Whether it takes effect on the 45th day after receipt, for want of an agreed date (rule 180(2))."""
        if self.received_on is None or self.effective_on is None:
            return False
        return self.effective_on == self.received_on + timedelta(days=self.DAYS_TO_EFFECT)


class Authority(models.Model):
    """An entry of the directory: an office that receives or executes requests, and when it was last confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, default="", blank=True)
    address = models.TextField(default="", blank=True)
    email = models.EmailField(default="", blank=True)
    telephone = models.CharField(max_length=60, default="", blank=True)
    is_central = models.BooleanField(default=False)
    may_execute = models.BooleanField(default=True)
    last_confirmed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, default="", blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-is_central", "name"]
        verbose_name_plural = "authorities"
        constraints = [
            models.UniqueConstraint(fields=["party", "name"], condition=Q(ended_on__isnull=True), name="authority_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_stale(self) -> bool:
        """Whether nobody has confirmed it for more than a year, or ever."""
        return self.last_confirmed_on is None or self.last_confirmed_on < today() - timedelta(days=366)
