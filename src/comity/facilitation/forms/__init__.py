# SPDX-License-Identifier: EUPL-1.2
"""The shape of what is typed on the pages of facilitations."""
