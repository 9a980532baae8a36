# SPDX-License-Identifier: EUPL-1.2
"""What `files` says in codes, in the words of the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from .files import Caution, Hidden, Note, Problem, Trace, hidden_of, note_of

# The sentences of `files.EXPLANATIONS`, marked for whoever translates them; a test compares the two.
SENTENCES: Mapping[Problem | Caution, object] = {
    Problem.ACTIVE_CONTENT: _("It holds content that acts when opened (%(what)s). Save it as a PDF without it."),
    Problem.ARCHIVE: _("An archive is not taken, for what is inside would go unseen. Attach its files one by one."),
    Problem.ATTACHMENT: _(
        "The attachment %(name)s of this message cannot be taken (%(problem)s). Attach it by itself."
    ),
    Problem.BROKEN: _("It cannot be read to its end (%(what)s). Open it in its program and save it anew."),
    Problem.EMBEDDED_FILE: _("Another file travels inside it (%(what)s). Take it out and attach it by itself."),
    Problem.EMPTY: _("It is empty."),
    Problem.ENCRYPTED: _("It is locked with a password. Save it without; confidentiality is kept here by sealing."),
    Problem.EXTERNAL_LINK: _(
        "It fetches something from elsewhere when opened (%(what)s). Break the link and save it anew."
    ),
    Problem.MACROS: _("It holds macros. Save it as a document without macros, or as PDF."),
    Problem.NAME_CHARACTERS: _(
        "Its name holds characters that cannot be seen or turn the writing (%(what)s). Rename it."
    ),
    Problem.NAME_EMPTY: _("It has no name."),
    Problem.NAME_LENGTH: _("Its name is longer than %(limit)s bytes. Shorten it."),
    Problem.NAME_PATH: _("Its name looks like a path. Give it a name without slash, backslash, colon or leading dot."),
    Problem.NAME_RESERVED: _("Its name cannot be kept on every computer (%(what)s). Rename it."),
    Problem.NOT_A_FILE: _("It is not a plain file, or changed while it was read."),
    Problem.NOT_TEXT: _("It is not text in UTF-8 (byte %(at)s). Save it as text in the encoding UTF-8."),
    Problem.OLD_FORMAT: _("It has an old format of office programs. Save it as DOCX, XLSX, PPTX or PDF."),
    Problem.PACKAGE_BOMB: _("Unpacked it would be far larger than any document (%(what)s)."),
    Problem.PACKAGE_LIES: _("What its table of contents says is not what is inside (%(what)s). Save it anew."),
    Problem.PACKAGE_NESTED: _("Packages lie in packages in it (%(what)s). Take them out."),
    Problem.PACKAGE_PATH: _("A part of it has a name that leads out of the file (%(what)s)."),
    Problem.PIXEL_FLOOD: _(
        "A picture in it is %(width)s by %(height)s pixels; %(limit)s are the most. Reduce or divide it."
    ),
    Problem.POLYGLOT: _("It is two kinds of file at once (%(what)s). Save it anew in its program."),
    Problem.SCRIPT: _("It holds a script (%(what)s). Print it to a new PDF."),
    Problem.TOO_DEMANDING: _("Reading it takes more than any document of its kind should (%(what)s). Save it anew."),
    Problem.TOO_LARGE: _("It has %(size)s bytes; %(limit)s are the most for its kind. Divide it."),
    Problem.TOO_MANY: _("It has more %(what)s than %(limit)s. Divide it."),
    Problem.TYPE_NOT_ALLOWED: _("Files of this kind are not taken (%(what)s). Save it as PDF or another usual kind."),
    Problem.WRONG_TYPE: _("Its name says %(name)s, its content says %(found)s. Give it the ending of what it is."),
    Problem.XML_DEPTH: _("Its inner text is nested deeper than %(limit)s levels."),
    Problem.XML_ENTITIES: _("Its inner text defines abbreviations of its own, as documents never do and attacks do."),
    Caution.ATTACHMENTS: _("This message has attachments: %(what)s."),
    Caution.DIRECTION: _(
        "The text turns its direction of writing, so that it may read otherwise than it is (%(what)s)."
    ),
    Caution.EMBEDDED_DOCUMENT: _("Another document is embedded in it (%(what)s); it was examined too."),
    Caution.FORMULAS: _("Some cells begin like formulas; a spreadsheet program may calculate them (%(what)s)."),
    Caution.NOT_LOOKED_INTO: _("What this file holds was not looked into; only its kind is known."),
    Caution.REPAIRED: _("It is not quite as its format demands; other programs may show it differently."),
    Caution.RESTRICTED: _("It asks programs to restrict printing or copying."),
    Caution.SIGNED: _("It bears an electronic signature; any changed copy of it will not."),
    Caution.TRAILING_DATA: _("After its end follow %(size)s bytes that no program shows."),
}
KINDS_OF_TRACE: Mapping[Trace, object] = {
    Trace.ANNOTATION: _("A note or mark laid on the page"),
    Trace.ATTACHMENT: _("Another file inside"),
    Trace.AUTHOR: _("Who wrote or changed it"),
    Trace.BLIND_COPY: _("Who received it unseen by the others"),
    Trace.CACHED_DATA: _("Values of another table, kept for calculating"),
    Trace.COMMENT: _("A comment in the margin"),
    Trace.COVERED_TEXT: _("Text that cannot be seen on the page, and can be copied from it"),
    Trace.DEVICE: _("The device it was taken with"),
    Trace.EARLIER_REVISION: _("Earlier states of the document, which can be brought back"),
    Trace.HIDDEN_COLUMNS: _("Hidden columns"),
    Trace.HIDDEN_ROWS: _("Hidden rows"),
    Trace.HIDDEN_SHEET: _("A hidden sheet"),
    Trace.HIDDEN_SLIDE: _("A hidden slide"),
    Trace.HIDDEN_TEXT: _("Text marked as hidden"),
    Trace.LAYER: _("A layer that is switched off"),
    Trace.METADATA: _("Particulars about the document"),
    Trace.NOTES: _("Notes of the speaker"),
    Trace.ORGANISATION: _("The organisation it comes from"),
    Trace.PATH: _("A place in somebody's computer or network"),
    Trace.PLACE: _("The place where it was taken"),
    Trace.PROGRAM: _("The program that made it"),
    Trace.ROUTE: _("The way it came, with the addresses of computers"),
    Trace.THUMBNAIL: _("A small picture of an earlier state"),
    Trace.TIME: _("When it was made or changed"),
    Trace.TRACKED_CHANGE: _("A recorded change, with what was struck out"),
    Trace.TRAILING_DATA: _("Bytes behind its end"),
}


def sentence(note: Note) -> str:
    """Return what a note says, with its values and the place within the file."""
    said = str(SENTENCES[note.code]) % note.values
    return f"{said} [{note.where}]" if note.where else said


def trace_words(found: Hidden) -> str:
    """Return what kind of thing is hidden."""
    return str(KINDS_OF_TRACE[found.trace])


def warning_words(plain: Mapping[str, Any]) -> str:
    """Return a note or a trace, as a version keeps it, in words; the excerpt of a trace is quoted."""
    if "trace" not in plain:
        return sentence(note_of(plain))
    (found,) = hidden_of([[plain["trace"], plain["where"], plain["excerpt"]]])
    said = f"{trace_words(found)} [{found.where}]" if found.where else trace_words(found)
    return f"{said}: {found.excerpt}" if found.excerpt else said
