# SPDX-License-Identifier: EUPL-1.2
"""The REST API: the same queries and actions as the pages, under the same names of acts."""
