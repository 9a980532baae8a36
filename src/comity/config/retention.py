# SPDX-License-Identifier: EUPL-1.2
"""What is kept for how long, by class: every table of every room stands in exactly one of them.

Records have no period of ours: no source gives one, so nothing of a dossier ends without a decision. A period of ours
is a limit of the settings and only ever ends what serves the working of the house. docs/keeping.md says it in words.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """A class of data: what ends it, and its tables. `limit` names the setting that gives a period, if one does."""

    name: str
    ends: str
    tables: tuple[str, ...]
    limit: str = ""


CLASSES = (
    RetentionClass(
        "dossier: emptied",
        "by a disposal, which leaves ids, acts, articles, states, times, parties and leaf ids",
        (
            "documents.Document",
            "documents.Version",
            "dossiers.Clock",
            "dossiers.Dossier",
            "dossiers.Entry",
            "dossiers.Hold",
            "dossiers.Participation",
            "requests.Request",
            "requests.Version",
        ),
    ),
    RetentionClass(
        "dossier: deleted",
        "by a disposal, whole; notices and deliveries also by the sweep, whole files after `whole_hours`",
        (
            "core.Findable",
            "documents.Redaction",
            "documents.Upload",
            "documents.Whole",
            "dossiers.Limit",
            "dossiers.PageReader",
            "dossiers.PersonConcerned",
            "dossiers.RestrictedPage",
            "facilitation.AgendaItem",
            "facilitation.Answer",
            "facilitation.Attendance",
            "facilitation.Call",
            "facilitation.Comment",
            "facilitation.Meeting",
            "facilitation.Paper",
            "facilitation.Participant",
            "facilitation.Practice",
            "facilitation.Proposal",
            "facilitation.Record",
            "facilitation.Reply",
            "facilitation.Silence",
            "facilitation.Submission",
            "facilitation.Text",
            "facilitation.TextVersion",
            "facilitation.Typed",
            "notices.Delivery",
            "notices.Notice",
            "reports.Block",
            "reports.Build",
            "reports.BuiltFile",
            "reports.Clearance",
            "reports.Pass",
            "reports.Rendering",
            "reports.Report",
            "reports.Wording",
            "requests.Assignment",
            "requests.Condition",
            "requests.Cost",
            "requests.DraftText",
            "requests.Note",
            "requests.Reference",
            "requests.Task",
        ),
    ),
    RetentionClass(
        "proof",
        "never: it tells that something was done, and no contents",
        (
            "dossiers.Acknowledgement",
            "dossiers.Consent",
            "dossiers.Disposal",
            "ledger.Announcement",
            "ledger.Checkpoint",
            "ledger.Cosignature",
            "ledger.Head",
            "ledger.Leaf",
            "ledger.Pending",
            "ledger.Sequenced",
            "ledger.Witnessed",
            "reports.Counted",
            "requests.Counterfile",
        ),
    ),
    RetentionClass(
        "register",
        "never by itself: what the Court publishes or its parties declare about themselves",
        (
            "dossiers.Situation",
            "facilitation.Basis",
            "facilitation.Facilitation",
            "facilitation.Facilitator",
            "facilitation.Published",
            "facilitation.SessionAgenda",
            "facilitation.SessionItem",
            "facilitation.StandingItem",
            "facilitation.Succession",
            "mandates.Answer",
            "mandates.Bond",
            "mandates.Correction",
            "mandates.Instrument",
            "mandates.InstrumentCorrection",
            "mandates.Mandate",
            "mandates.Owner",
            "mandates.Paragraph",
            "mandates.Session",
            "mandates.Step",
            "parties.Authority",
            "parties.Declaration",
            "parties.KeyShare",
            "parties.Membership",
            "parties.Party",
            "parties.Recovery",
            "parties.RecoveryApproval",
            "parties.SealingKey",
            "parties.SigningKey",
            "reports.Edition",
            "reports.EditionFile",
            "reports.Published",
            "reports.Snapshot",
        ),
    ),
    RetentionClass(
        "people",
        "never by itself: who acted, for whom and by what right, as long as any record names them",
        (
            "dossiers.Circle",
            "dossiers.Grant",
            "parties.PartyEntry",
            "parties.Person",
            "parties.Post",
            "parties.Substitution",
        ),
    ),
    RetentionClass(
        "own settings",
        "by the person",
        ("account.EmailAddress", "mfa.Authenticator", "notices.Hook", "notices.Preference", "requests.SavedView"),
    ),
    RetentionClass("forms taken", "by the sweep", ("core.FormTaken",), limit="forms_taken_days"),
    RetentionClass("sessions", "by the sweep", ("sessions.Session",), limit="session_hours"),
    RetentionClass("paper codes", "by use, or by the sweep", ("parties.PaperCode",), limit="paper_codes_days"),
    RetentionClass(
        "work owed",
        "when it is done; what failed for good stays for the operator",
        ("core.Owed", "core.Progress", "core.Tick"),
    ),
    RetentionClass("mails", "by the sweep", ("notices.Mail",), limit="notices_days"),
    RetentionClass(
        "of the framework",
        "never: they hold no data of the Court, and stay empty where Comity does not use them",
        ("account.EmailConfirmation", "auth.Group", "auth.Permission", "contenttypes.ContentType"),
    ),
)
