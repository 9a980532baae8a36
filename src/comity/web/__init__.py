# SPDX-License-Identifier: EUPL-1.2
"""The shell around every page: sign-in, navigation, dashboard, search, errors. Composition only, no rules."""
