# SPDX-License-Identifier: EUPL-1.2
"""Pages of this room: how one is told, and a party's webhooks."""
