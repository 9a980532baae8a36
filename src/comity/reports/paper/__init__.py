# SPDX-License-Identifier: EUPL-1.2
"""An official document, from one frozen model to bytes in every form. Plain Python: no rows and no pages."""
