# SPDX-License-Identifier: EUPL-1.2
"""Settings, the URL configuration, the `comity` command; the names of owed work."""
