# SPDX-License-Identifier: EUPL-1.2
"""An invented questionnaire with a question of every type and conditions in two steps."""

from comity.facilitation.questions import Kind, Option, Question, Questionnaire, Section, When
from comity.statute import Text


def text(en: str) -> Text:
    return Text(en, f"{en} (fr)")


def option(code: str) -> Option:
    return Option(code, text(code.title()))


HARBOURS = Questionnaire(
    (
        Section(
            text("Law"),
            (
                Question("law", Kind.KNOWN, text("Is there a law on harbours?"), is_compulsory=True),
                Question("name", Kind.SHORT, text("Its name?"), is_compulsory=True, when=When("law", ("yes",))),
                Question("what", Kind.LONG, text("What does it say?")),
                Question("since", Kind.DATE, text("Since when?"), when=When("law", ("yes",))),
            ),
        ),
        Section(
            text("Practice"),
            (
                Question("way", Kind.ONE, text("How?"), options=(option("ship"), option("train"))),
                Question(
                    "parts", Kind.SEVERAL, text("Which?"), options=(option("hull"), option("mast"), option("sail")),
                    when=When("way", ("ship",)),
                ),
                Question("colour", Kind.SHORT, text("Its colour?"), when=When("parts", ("sail", "mast"))),
                Question("many", Kind.NUMBER, text("How many?")),
                Question("list", Kind.TABLE, text("List them."), options=(option("name"), option("port"))),
                Question("file", Kind.DOCUMENT, text("Attach the text.")),
            ),
        ),
    )
)  # fmt: skip
