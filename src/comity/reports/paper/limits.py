# SPDX-License-Identifier: EUPL-1.2
"""How large a document may be, and what is said of one that cannot be printed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from comity.statute.model import Text


@dataclass(frozen=True, slots=True)
class Limits:
    """The defaults; a court sets its own in its settings, under these names with `paper_` in front."""

    json_bytes: int = 20_000_000
    """The whole as JSON."""
    characters: int = 3_000_000
    """All text together: about a thousand pages."""
    block_characters: int = 50_000
    """One paragraph, item or quote with its footnotes."""
    cell_characters: int = 5_000
    """One cell, and the method or source of a table; a spreadsheet would cut what is much longer."""
    line_characters: int = 500
    """A heading, a title, a caption, a line of the masthead."""
    sections: int = 1_000
    blocks: int = 10_000
    """Paragraphs, quotes, items, tables and charts together."""
    footnotes: int = 5_000
    table_columns: int = 20
    table_rows: int = 2_000
    charts: int = 100
    chart_rows: int = 60
    chart_series: int = 9

    @classmethod
    def of(cls, settings: Mapping[str, int]) -> "Limits":
        """Return the limits that settings give."""
        return cls(**{field.name: settings[f"paper_{field.name}"] for field in fields(cls)})


class Unfit(Exception):
    """A document that cannot be printed: what is wrong, where it stands, and how to mend it."""

    def __init__(self, code: str, place: str, message: Text, remedy: Text) -> None:
        super().__init__(f"{place}: {message.en}" if place else message.en)
        self.code = code
        self.place = place
        """As in "sections[2].blocks[4].content[0].text"; empty for the whole."""
        self.message = message
        self.remedy = remedy


_SPLIT: Final = Text("Split it, or leave out a part of it.", "Divisez-le ou retirez-en une partie.")
_FIELD: Final = Text(
    "Give the field the form that docs/reports.md describes.", "Donnez au champ la forme que décrit docs/reports.md."
)

REFUSALS: Final = {
    "too_large": (
        Text("The document has more than {limit} bytes.", "Le document compte plus de {limit} octets."),
        _SPLIT,
    ),
    "no_json": (
        Text("This is not JSON in UTF-8: {why}", "Ce n’est pas du JSON en UTF-8 : {why}"),
        Text("Write it anew with a JSON library.", "Écrivez-le de nouveau avec une bibliothèque JSON."),
    ),
    "version": (
        Text("The form has version {given}; {wanted} is read.", "La forme a la version {given} ; {wanted} est lue."),
        _FIELD,
    ),
    "type": (Text("Here stands {given} instead of {wanted}.", "Ici se trouve {given} au lieu de {wanted}."), _FIELD),
    "choice": (
        Text("{given} is not one of: {allowed}.", "{given} ne fait pas partie de : {allowed}."),
        _FIELD,
    ),
    "date": (
        Text("{given} is no date like 2031-05-04.", "{given} n’est pas une date comme 2031-05-04."),
        _FIELD,
    ),
    "number": (
        Text('{given} is no number like "12.5".', "{given} n’est pas un nombre comme « 12.5 »."),
        _FIELD,
    ),
    "unknown": (
        Text("There is no such field. There are: {allowed}.", "Ce champ n’existe pas. Il y a : {allowed}."),
        _FIELD,
    ),
    "missing": (Text("This field is missing.", "Ce champ manque."), _FIELD),
    "too_long": (
        Text(
            "This text has {given} characters; at most {limit} are taken.",
            "Ce texte compte {given} caractères ; {limit} au plus sont admis.",
        ),
        _SPLIT,
    ),
    "too_many": (
        Text(
            "There are {given} here; at most {limit} are taken.", "Il y en a {given} ici ; {limit} au plus sont admis."
        ),
        _SPLIT,
    ),
    "empty": (Text("Nothing is written here.", "Rien n’est écrit ici."), Text("Write it.", "Écrivez-le.")),
    "sign": (
        Text(
            "Here stand signs that cannot be seen or that turn the direction of the text: {signs}.",
            "Ici se trouvent des signes invisibles ou qui changent la direction du texte : {signs}.",
        ),
        Text("Delete them, or type the text anew.", "Supprimez-les ou ressaisissez le texte."),
    ),
    "no_font": (
        Text(
            "No font of this machine has the sign {sign} ({name}).",
            "Aucune police de cette machine n’a le signe {sign} ({name}).",
        ),
        Text(
            "Write it otherwise, or have a font installed that has it (fonts-noto-core, fonts-noto-cjk).",
            "Écrivez-le autrement, ou faites installer une police qui l’a (fonts-noto-core, fonts-noto-cjk).",
        ),
    ),
    "no_house_font": (
        Text("None of these fonts is installed: {names}.", "Aucune de ces polices n’est installée : {names}."),
        Text("Install fonts-dejavu-core and fonts-noto-core.", "Installez fonts-dejavu-core et fonts-noto-core."),
    ),
    "unset": (
        Text("The page could not be set: {why}", "La page n’a pas pu être composée : {why}"),
        Text("Tell whoever runs this machine.", "Signalez-le à l’administrateur de cette machine."),
    ),
    "id": (
        Text(
            "An id is 1 to 80 small letters, digits and hyphens, and not “{given}”.",
            "Un identifiant compte de 1 à 80 minuscules, chiffres et traits d’union, et non « {given} ».",
        ),
        _FIELD,
    ),
    "same_id": (
        Text("The id {given} is given to two parts.", "L’identifiant {given} est donné à deux parties."),
        Text("Give one of them a new id.", "Donnez un nouvel identifiant à l’une d’elles."),
    ),
    "level": (
        Text("After level {before} stands level {given}.", "Après le niveau {before} vient le niveau {given}."),
        Text(
            "Let no level be skipped; the deepest is {limit}.", "Ne sautez aucun niveau ; le plus profond est {limit}."
        ),
    ),
    "ragged": (
        Text(
            "This row has {given} cells for {wanted} columns.", "Cette ligne a {given} cellules pour {wanted} colonnes."
        ),
        Text("Give each row one cell per column.", "Donnez à chaque ligne une cellule par colonne."),
    ),
    "cell": (
        Text(
            "This cell does not hold what its column is for ({kind}).",
            "Cette cellule ne contient pas ce que sa colonne prévoit ({kind}).",
        ),
        Text("Change the cell, or the kind of the column.", "Changez la cellule ou le type de la colonne."),
    ),
    "hidden": (
        Text("A hidden number is still here.", "Un nombre masqué est encore là."),
        Text("Take the number out of a hidden cell.", "Retirez le nombre d’une cellule masquée."),
    ),
    "chart": (
        Text("The table has no such column to draw.", "Le tableau n’a pas une telle colonne à dessiner."),
        Text(
            "Name the row by a column of text, and draw columns of numbers, none of them negative in a stack.",
            "Nommez la ligne par une colonne de texte et dessinez des colonnes de nombres, non négatifs si empilés.",
        ),
    ),
    "twice": (Text("{name} is given twice.", "{name} est donné deux fois."), _FIELD),
}


def refused(code: str, place: str, **values: str | int) -> Unfit:
    """The refusal of this code, with its values filled in."""
    message, remedy = REFUSALS[code]
    english = {name: value if isinstance(value, str) else f"{value:,}" for name, value in values.items()}
    french = {
        name: value if isinstance(value, str) else f"{value:,}".replace(",", "\u202f") for name, value in values.items()
    }
    return Unfit(code, place, Text(message.en.format(**english), message.fr.format(**french)), remedy)
