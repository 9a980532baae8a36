# SPDX-License-Identifier: EUPL-1.2
"""The pages of facilitations: everybody reads the public layer; participants the layers that are theirs."""
