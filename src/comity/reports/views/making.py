# SPDX-License-Identifier: EUPL-1.2
"""Making the files of a report: owed work, done by the worker outside of any transaction. It can be done again."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from comity.core import progress
from comity.core.clock import now
from comity.core.crash import crashpoint
from comity.core.outbox import lasting

from .. import actions
from ..models import Build
from ..paper import canonical
from ..paper.limits import Limits, Unfit
from ..paper.model import Paper, Paragraph
from ..paper.pdf import pdf
from ..paper.printing import tables
from ..paper.redaction import redacted
from ..paper.tabular import csvs, xlsx
from ..paper.web import page
from ..paper.word import docx_of
from ..queries import Whole
from .composing import paper_of

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first instant that a zip can name
Maker = Callable[[Paper], bytes]


def makers(paper: Paper) -> Mapping[str, Maker]:
    """Return what makes each file, by its ending; of a document without tables there are no files of data."""
    bounds, fonts = Limits.of(settings.COMITY_LIMITS), settings.COMITY_FONTS
    texts: dict[str, Maker] = {
        "pdf": lambda paper: pdf(paper, fonts=fonts, limits=bounds),
        "docx": lambda paper: docx_of(paper, limits=bounds),
        "html": lambda paper: page(paper, limits=bounds),
    }
    return texts | ({"xlsx": lambda paper: xlsx(paper, limits=bounds), "csv": zipped} if tables(paper) else {})


def zipped(paper: Paper) -> bytes:
    """Return every table as CSV, together in one zip: the same bytes for the same document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in csvs(paper, limits=Limits.of(settings.COMITY_LIMITS)).items():
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    return out.getvalue()


@lasting
def make(key: str) -> None:
    """Make all files of a build; the key is its id. Nothing is left of an attempt that fails or is killed."""
    found = actions.system_build(UUID(key))
    if found is None:
        return
    build, whole = found
    paper = None
    try:
        paper = _composed(build, whole)
        files = _files(build, paper)
    except Unfit as unfit:
        actions.system_fail_build(build.id, problem=_said(unfit, paper))
        return
    except Exception:
        progress.fail(build.progress_id)  # until the worker tries again
        raise
    crashpoint("report.before_keeping")
    actions.system_keep_build(
        build.id, digest=whole.digest(build.language), files=files, paper=canonical.canonical(paper).decode(), at=now()
    )


def _composed(build: Build, whole: Whole) -> Paper:
    """Return the document; of the public version, nothing that was marked is in it, before any file is made."""
    paper = paper_of(whole, build.language)
    return redacted(paper) if build.is_public else paper


def _files(build: Build, paper: Paper) -> dict[str, bytes]:
    made, each = {}, makers(paper)
    for done, (form, maker) in enumerate(each.items()):
        progress.tell(build.progress_id, done=done, total=len(each))
        made[form] = maker(paper)
    progress.tell(build.progress_id, done=len(each), total=len(each))
    return made


def _said(unfit: Unfit, paper: Paper | None) -> dict[str, Any]:
    words = {language: f"{unfit.message.in_(language)} {unfit.remedy.in_(language)}" for language in ("en", "fr")}
    return {"code": unfit.code, "paragraph": _number(unfit.place, paper), "words": words}


def _number(place: str, paper: Paper | None) -> str:
    """Return the number of the paragraph at a place such as "sections[2].blocks[4].content[0]"; else nothing."""
    found = re.match(r"sections\[(\d+)\]\.blocks\[(\d+)\]", place)
    block = paper.sections[int(found[1])].blocks[int(found[2])] if found and paper else None
    return block.number if isinstance(block, Paragraph) else ""
