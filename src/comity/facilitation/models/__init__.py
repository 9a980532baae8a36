# SPDX-License-Identifier: EUPL-1.2
"""Rows of facilitations; `layers` says how the three layers are three dossiers."""

from .facilitations import Basis, Facilitation, Facilitator
from .layers import InLayer, Layer
from .participants import LAYERS, Participant

__all__ = ["LAYERS", "Basis", "Facilitation", "Facilitator", "InLayer", "Layer", "Participant"]
