# SPDX-License-Identifier: EUPL-1.2
"""Files, their versions, seals and custody."""
