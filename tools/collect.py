# SPDX-License-Identifier: EUPL-1.2
"""Collect all static files under names that carry their hash, as the web server hands them out."""

import os
import tempfile

import django
from django.core.management import call_command


def main() -> None:
    with tempfile.TemporaryDirectory() as nowhere:
        # The settings want a court's keys; here the ones of a court that lives as long as this command.
        os.environ |= {"COMITY_MODE": "demo", "COMITY_DATA": nowhere}
        os.environ["DJANGO_SETTINGS_MODULE"] = "comity.config.settings"
        django.setup()
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)


if __name__ == "__main__":
    main()
