# SPDX-License-Identifier: EUPL-1.2
"""The application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.config.settings")
application = get_wsgi_application()
