# SPDX-License-Identifier: EUPL-1.2
"""What an action could not take, put back beside the field it was typed into."""

from collections.abc import Mapping

from django import forms


def show_problems(form: forms.Form, problems: Mapping[str, str]) -> None:
    """Add each problem to its field, or to the form as a whole where it has no such field."""
    for name, text in problems.items():
        at = next((field for field in (name, f"{name}_until", f"{name}_amount") if field in form.fields), None)
        form.add_error(at, text)
