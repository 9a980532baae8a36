# SPDX-License-Identifier: EUPL-1.2
"""The only container of confidentiality: participants, circles, timeline, clocks, persons and restricted pages."""
