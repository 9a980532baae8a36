# SPDX-License-Identifier: EUPL-1.2
"""Made-up contents for the page that shows every component once, for those who write pages and for tests."""

from datetime import UTC, date, datetime, timedelta

from django import forms
from django.utils.html import format_html

AT = datetime(2026, 3, 3, 13, 30, tzinfo=UTC)


class SampleForm(forms.Form):
    subject = forms.CharField(max_length=200, help_text="One subject. A second one is a second request.")
    reasons = forms.CharField(widget=forms.Textarea, help_text="Why the person or the evidence is thought to be there.")
    executed_by = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False, label="Requested by")
    channel = forms.ChoiceField(choices=[("d", "Diplomatic channel"), ("i", "Interpol"), ("c", "Central authority")])
    urgent = forms.BooleanField(
        required=False, label="Urgent", help_text="The request may then go by any medium that leaves a record."
    )
    language = forms.ChoiceField(choices=[("en", "English"), ("fr", "French")], widget=forms.RadioSelect)


class SampleFilter(forms.Form):
    words = forms.CharField(required=False)
    state = forms.ChoiceField(required=False, choices=[("", "Any"), ("r", "Received"), ("c", "In consultation")])
    due = forms.DateField(required=False, label="Due before", widget=forms.DateInput(attrs={"type": "date"}))


def chips() -> list[dict[str, object]]:
    return [
        {"name": "Draft", "tone": "neutral", "meaning": "Nobody outside has seen it."},
        {
            "name": "In consultation",
            "tone": "waiting",
            "meaning": "The State has raised a difficulty, as the Statute asks of it.",
        },
        {"name": "In execution", "tone": "progress", "meaning": ""},
        {"name": "Executed", "tone": "done", "meaning": ""},
        {"name": "Withdrawn", "tone": "closed", "meaning": ""},
        {"name": "Finding pending", "tone": "attention", "meaning": ""},
    ]


def findings() -> list[dict[str, object]]:
    return [
        {
            "severity": "blocking",
            "article": "96(2)(c)",
            "message": "The essential facts underlying the request are not given.",
            "remedy": "Say in a few sentences what happened, or mark the element as not applicable and why.",
        },
        {
            "severity": "advice",
            "article": "practice",
            "message": "“Any and all records” is hard to execute.",
            "remedy": "Name the accounts, or the bank and the months.",
        },
    ]


def timeline() -> list[dict[str, object]]:
    who = {"party": "Republic of Varenia"}
    return [
        {
            "act": "Consultation opened",
            "article": "97",
            "who": "A. Morel",
            "function": "Central authority",
            "at": AT + timedelta(days=2),
            "text": "The address named lies in a closed military zone.\nWe ask whether another place would serve.",
            "is_latest": True,
            "state": chips()[1],
            **who,
        },
        {
            "act": "Registered",
            "article": "practice",
            "who": "A. Morel",
            "function": "Central authority",
            "at": AT + timedelta(hours=20),
            **who,
        },
        {
            "act": "Delivered",
            "article": "practice",
            "who": "Comity",
            "at": AT + timedelta(minutes=1),
            "is_system": True,
        },
        {
            "act": "Sent",
            "article": "87(1)",
            "who": "J. Okafor",
            "function": "Head of section",
            "party": "Office of the Prosecutor",
            "at": AT,
        },
    ]


def clocks() -> list[dict[str, object]]:
    return [
        {
            "name": "Provisional arrest",
            "state": "running",
            "article": "rule 188",
            "due_at": AT + timedelta(days=60),
            "left": "34 days left",
            "proof": [
                "Trigger: provisional arrest on 3 March 2026, 14:30 (CET).",
                "Rule: 60 days from the arrest, in the zone of the State.",
                "Result: the end of 2 May 2026 (CEST).",
            ],
            "changes": [
                {
                    "text": "Moved by seven days: both sides agreed.",
                    "who": "A. Morel for Varenia",
                    "at": AT + timedelta(days=5),
                }
            ],
            "effect": "If no request for surrender has come by then, the person may be released.",
        },
        {
            "name": "Legality ruling",
            "state": "met",
            "article": "RoC 108",
            "due_at": AT + timedelta(days=15),
            "left": "",
            "proof": ["Trigger: consultations exhausted.", "Rule: 15 days."],
            "changes": [],
            "effect": "",
        },
        {
            "name": "Challenge to admissibility",
            "state": "stopped",
            "article": "95",
            "due_at": AT + timedelta(days=45),
            "left": "stopped by postponement",
            "proof": ["Trigger: challenge filed."],
            "changes": [],
            "effect": "",
        },
    ]


def rows() -> list[dict[str, object]]:
    names = [
        "Interview of two witnesses of the events at Port Sel",
        "Records of three accounts at Banque du Littoral",
        "Arrest and surrender of P-014",
    ]
    return [
        {
            "number": f"OTP-7K3F-9Q{letter}D",
            "url": "#",
            "title": name,
            "addressee": "Varenia",
            "state": chips()[place],
            "due": date(2026, 4, 11 + place),
            "level": place,
        }
        for place, (letter, name) in enumerate(zip("XYZ", names, strict=True))
    ]


def thread() -> list[dict[str, object]]:
    return [
        {
            "who": "A. Morel",
            "function": "Central authority",
            "party": "Varenia",
            "at": AT,
            "text": "The person named moved in January. May we look elsewhere?",
        },
        {
            "who": "J. Okafor",
            "function": "Head of section",
            "party": "Office of the Prosecutor",
            "at": AT + timedelta(hours=3),
            "is_own": True,
            "text": "Yes. A corrigendum with the new address follows today.",
        },
        {
            "who": "L. Brandt",
            "function": "Analyst",
            "at": AT + timedelta(hours=4),
            "is_internal": True,
            "text": "Check the address with the registry first.",
        },
    ]


def sample() -> dict[str, object]:
    """Return the context of web/gallery.html."""
    form = SampleForm({"subject": "", "reasons": "Seen there in May.", "channel": "d", "language": "en"})
    return {
        "desk": "Office of the Prosecutor",
        "desk_kind": "Drafting desk",
        "person_name": "Jane Okafor",
        "person_function": "Head of section",
        "version": "0.1",
        "navigation": [
            {"url": "#", "label": "Start", "active": True, "badge": ""},
            {"url": "#requests", "label": "Requests", "active": False, "badge": 7},
            {"url": "#dossiers", "label": "Dossiers", "active": False, "badge": ""},
            {"url": "#parties", "label": "Parties", "active": False, "badge": ""},
            {"url": "#people", "label": "People", "active": False, "badge": ""},
            {"url": "#law", "label": "Law", "active": False, "badge": ""},
        ],
        "trail": [{"url": "#", "label": "Requests"}, {"url": "#", "label": "Port Sel"}],
        "number": "OTP-7K3F-9QXD",
        "state": chips()[1],
        "chips": chips(),
        "findings": findings(),
        "timeline": timeline(),
        "clocks": clocks(),
        "rows": rows(),
        "thread": thread(),
        "form": form,
        "filter": SampleFilter(),
        "active": [{"label": "State: in consultation", "url": "#"}, {"label": "Due before 1 May 2026", "url": "#"}],
        "saved_at": AT,
        "page": {"shown": 50, "first_url": "#", "previous_url": "#", "next_url": "#"},
        "tabs": [
            {"url": "#", "label": "Request", "active": True},
            {"url": "#", "label": "Thread", "active": False, "count": 3},
            {"url": "#", "label": "Versions", "active": False},
        ],
        "steps": [
            {"label": "Sent", "state": "done", "at": AT},
            {"label": "Delivered", "state": "done", "at": AT + timedelta(minutes=1)},
            {"label": "Fetched", "state": "current", "note": "Awaited from the addressee"},
            {"label": "Registered", "state": "todo"},
        ],
        "facts": [
            {"label": "Kind", "value": "Taking of evidence", "article": "93(1)(b)"},
            {"label": "Reference of the State", "number": "VAR/2026/0117", "value": ""},
            {"label": "Basis of the duty", "value": "State Party since 1 July 2002", "article": "86"},
            {"label": "Dossier", "value": "Port Sel", "url": "#"},
        ],
        "offers": [
            {"label": "Answer the consultation", "url": "#", "primary": True},
            {"label": "Send a corrigendum", "url": "#"},
            {
                "label": "Withdraw",
                "url": "#",
                "post": True,
                "act": "requests:request:withdraw",
                "confirm": "Withdraw this request?",
                "danger": True,
            },
        ],
        "refused": [
            {
                "label": "Apply to the Chamber",
                "article": "87(7)",
                "reason": "Consultations are not exhausted.",
                "remedy": "Close the consultation first, with its result.",
            },
            {
                "label": "Recall",
                "article": "practice",
                "reason": "The addressee has fetched the request.",
                "remedy": "Withdraw it, or send a corrigendum.",
            },
        ],
        "audience": [
            {
                "who": "Central authority of Varenia",
                "why": "is the addressee",
                "scope": "The whole request, without internal notes.",
            },
            {
                "who": "Registry",
                "why": "transmits under rule 176(2)",
                "scope": "The envelope only.",
                "until": date(2026, 12, 31),
            },
            {"who": "Defence of P-014", "why": "The dossier is under seal.", "sees": False},
        ],
        "compared": [
            {
                "label": "Address of the person",
                "changed": True,
                "old": format_html("12 Quai <del>{}</del>, Port Sel", "Nord"),
                "new": format_html("12 Quai <ins>{}</ins>, Port Sel", "Sud"),
            },
            {
                "label": "Subject",
                "changed": False,
                "old": "Interview of two witnesses",
                "new": "Interview of two witnesses",
            },
        ],
        "queue": [
            {
                "url": "#",
                "title": "Interview of two witnesses",
                "number": "OTP-7K3F-9QXD",
                "state": chips()[1],
                "due": "due in 3 days",
            },
            {
                "url": "#",
                "title": "Records of three accounts",
                "number": "OTP-2M8R-4TWB",
                "state": chips()[0],
                "meta": "waits for your approval",
            },
        ],
    }
