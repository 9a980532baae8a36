# SPDX-License-Identifier: EUPL-1.2
"""The transparency log: salted commitments only. It knows nobody and imports nobody."""
