# SPDX-License-Identifier: EUPL-1.2
"""The offline tools: sealing and opening files, splitting and joining recovery keys. No database, no network."""
