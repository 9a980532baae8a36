# SPDX-License-Identifier: EUPL-1.2
"""Every change to facilitations."""
