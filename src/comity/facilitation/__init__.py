# SPDX-License-Identifier: EUPL-1.2
"""The Assembly's consultations: who takes part, in which layer, and what is said, drafted and adopted there."""
