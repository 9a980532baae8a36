# SPDX-License-Identifier: EUPL-1.2
"""The shape of what is typed on the pages of facilitations."""

from .agendas import SessionItemForm, StandingItemForm
from .facilitations import (
    FacilitationForm,
    FacilitatorForm,
    LayerForm,
    OutcomeForm,
    ParticipantForm,
    ReasonForm,
    area,
    day_field,
)
from .meetings import AttendanceForm, ItemForm, LongField, MeetingForm, PaperForm, RecordForm, TimesForm
from .texts import (
    EditDeletionForm,
    EditForm,
    MergeForm,
    ObjectionForm,
    ProposalForm,
    SilenceForm,
    TextForm,
)

__all__ = [
    "AttendanceForm",
    "EditDeletionForm",
    "EditForm",
    "FacilitationForm",
    "FacilitatorForm",
    "ItemForm",
    "LayerForm",
    "LongField",
    "MeetingForm",
    "MergeForm",
    "ObjectionForm",
    "OutcomeForm",
    "PaperForm",
    "ParticipantForm",
    "ProposalForm",
    "ReasonForm",
    "RecordForm",
    "SessionItemForm",
    "SilenceForm",
    "StandingItemForm",
    "TextForm",
    "TimesForm",
    "area",
    "day_field",
]
