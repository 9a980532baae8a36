# SPDX-License-Identifier: EUPL-1.2
"""What the Assembly is told: figures with their method, frozen and committed to."""
