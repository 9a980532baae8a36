# SPDX-License-Identifier: EUPL-1.2
"""What was found in a resolution, for other programs: JSON, CSV and Akoma Ntoso."""
