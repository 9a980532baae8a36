# SPDX-License-Identifier: EUPL-1.2
"""The people who act for a party, their posts and substitutes, and the record of a party's own affairs."""

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from comity.core.viewer import UNDER_SEAL
from comity.parties.models.party import Authority, Party


class PersonManager(BaseUserManager["Person"]):
    """Makes people; a person without a password can sign in by a one-time paper code or a passkey only."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Create a person by e-mail address, folded to lower case."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A human being who signs in. What they may do comes from their posts alone; nobody is a superuser."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """What one person is for one party: roles, clearance, and the function that is shown across walls.

    `since` and `until` are its first and last day in The Hague; `ended_at` ends it at once, whatever `until` says.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    function = models.CharField(max_length=120)
    roles = models.JSONField(default=list)
    is_administrator = models.BooleanField(default=False)
    clearance = models.PositiveSmallIntegerField(default=1)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(clearance__lte=UNDER_SEAL), name="post_clearance"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="post_forward"
            ),
        ]
        indexes = [models.Index(fields=["person", "since"], name="post_of_person")]

    def __str__(self) -> str:
        return self.function

    @classmethod
    def runs_on(cls, day: date) -> Q:
        """Return the condition that a post runs on that day in The Hague."""
        return Q(Q(until__isnull=True) | Q(until__gte=day), ended_at__isnull=True, since__lte=day)

    @classmethod
    def is_over_on(cls, day: date) -> Q:
        """Return the condition that a post has ended by that day."""
        return Q(ended_at__isnull=False) | Q(until__lt=day)


class Substitution(models.Model):
    """While it runs, `substitute` may act in the place of the post's holder; every act names who acted for whom."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    substitute = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="substitution_forward")]

    def __str__(self) -> str:
        return self.reason


class PaperCode(models.Model):
    """A one-time code on paper by which a person sets a password and a passkey; only its hash is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.expires_at)


class PartyEntry(models.Model):
    """One act on a party's own affairs: people, posts, substitutes, authorities, declarations. Insert only.

    `about` is the public id of what the act was done to; `data` holds what was given, never a code or a password.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=60)
    about = models.UUIDField(null=True)
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    acting_for = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    function = models.CharField(max_length=120, default="", blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["party", "-at", "id"], name="party_entry_of_party")]
        verbose_name_plural = "party entries"

    def __str__(self) -> str:
        return self.act
