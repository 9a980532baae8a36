# SPDX-License-Identifier: EUPL-1.2
"""Pages and pictures as pixels, as a reader sees them; only inside a cell."""

import math
from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO, Final

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from .codes import Problem, Unfit
from .kinds import BY_MEDIA_TYPE
from .limits import Limits
from .pictures import FORMATS, measure

POINTS: Final = 72


class Pages:
    """A PDF or a picture, page by page, no page larger than `pixels`."""

    def __init__(self, file: BinaryIO, media_type: str, pixels: int, limits: Limits) -> None:
        self.pixels = pixels
        kind = BY_MEDIA_TYPE.get(media_type)
        if kind is None or kind.family not in {"pdf", "picture"}:
            raise Unfit(Problem.TYPE_NOT_ALLOWED, what=media_type)
        self.form = kind.form
        if self.form == "pdf":
            try:
                self.pdf = pypdfium2.PdfDocument(file)
                self.pdf.init_forms()
            except pypdfium2.PdfiumError:
                raise Unfit(Problem.BROKEN, what="pdf") from None
            self.count = len(self.pdf)
        else:
            self.count = measure(file, FORMATS[self.form], limits)
            file.seek(0)
            self.picture = Image.open(file, formats=FORMATS[self.form])

    def drawn(self, first: int, last: int, dpi: int) -> Iterator[tuple[Image.Image, tuple[float, float]]]:
        """Each page from `first` to `last`, counted from one: its pixels and its size in points."""
        if self.form == "pdf":
            for number in range(first, min(last, self.count) + 1):
                yield self._page(number, dpi)
            return
        for number, frame in enumerate(ImageSequence.Iterator(self.picture), 1):
            if number > min(last, self.count):
                return
            if number >= first:
                yield self._frame(frame)

    def _page(self, number: int, dpi: int) -> tuple[Image.Image, tuple[float, float]]:
        try:
            with closing(self.pdf[number - 1]) as page:
                width, height = page.get_size()
                scale = min(dpi / POINTS, math.sqrt(self.pixels / max(width * height, 1)))
                with closing(page.render(scale=scale, may_draw_forms=True, draw_annots=True)) as bitmap:
                    return bitmap.to_pil().convert("RGB"), (width, height)
        except pypdfium2.PdfiumError:
            raise Unfit(Problem.BROKEN, f"page {number}", what="page") from None

    def _frame(self, frame: Image.Image) -> tuple[Image.Image, tuple[float, float]]:
        if self.form == "jpeg":  # unpacks at a fraction of the size where that is enough
            frame.draft("RGB", (int(math.sqrt(self.pixels)), int(math.sqrt(self.pixels))))
        try:
            seen = ImageOps.exif_transpose(frame)
        except (OSError, ValueError, SyntaxError, EOFError):
            raise Unfit(Problem.BROKEN, what="picture") from None
        if seen.mode in {"RGBA", "LA", "PA"} or "transparency" in seen.info:
            paper = Image.new("RGBA", seen.size, "white")
            paper.alpha_composite(seen.convert("RGBA"))
            seen = paper
        elif seen.mode.startswith("I;16"):
            seen = seen.point(lambda value: value / 256, "L")
        seen = seen.convert("RGB")
        scale = math.sqrt(self.pixels / (seen.width * seen.height))
        if scale < 1:
            seen = seen.resize((max(1, int(seen.width * scale)), max(1, int(seen.height * scale))))
        return seen, (seen.width * 0.48, seen.height * 0.48)  # 150 pixels to the inch
