# SPDX-License-Identifier: EUPL-1.2
"""The pages of facilitations: everybody reads the public layer; participants the layers that are theirs."""

from . import agendas, facilitations, meetings, papers, texts

__all__ = ["agendas", "facilitations", "meetings", "papers", "texts"]
