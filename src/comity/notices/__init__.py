# SPDX-License-Identifier: EUPL-1.2
"""Telling people that something happened: the inbox, the digest by mail, calendars, webhooks. Never what it was."""
