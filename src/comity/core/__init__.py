# SPDX-License-Identifier: EUPL-1.2
"""What every room of rows stands on: the viewer, errors, the unit of work, work owed, paging, search."""
