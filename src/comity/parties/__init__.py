# SPDX-License-Identifier: EUPL-1.2
"""Those who ask and those who are asked, their people, and what each has declared."""
