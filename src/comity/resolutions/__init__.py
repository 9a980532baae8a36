# SPDX-License-Identifier: EUPL-1.2
"""Text of a resolution -> paragraphs -> mandates: plain Python, deterministic, no model, no network."""

from .parser import parse

__all__ = ["parse"]
