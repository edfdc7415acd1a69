"""Pictures of lines of print → text, by RapidOCR: its models lie in its wheel, nothing is fetched.

The only module that calls RapidOCR.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

_LONGEST = 1280  # dots: the longer side of a picture in which lines are looked for
Quad = tuple[float, float, float, float]  # left, top, right, bottom


class Letters:
    """The recogniser, warm. Pictures are grey, 0 black."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self._engine = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.text_score": 0.0,
                # lines are found at half the size that they are read at: a quarter of the time, and the same lines
                "Det.limit_type": "max",
                "Det.limit_side_len": _LONGEST,
                # lines are read in batches as wide as their widest: of six, most of the work and memory is for paper
                "Rec.rec_batch_num": 2,
            }
        )

    def lines(self, pictures: Sequence[Any]) -> list[tuple[str, float]]:
        """Text and confidence (0–1) of each picture of one line."""
        import cv2

        if not pictures:
            return []
        found = self._engine.recognize_txt([cv2.cvtColor(one, cv2.COLOR_GRAY2BGR) for one in pictures])
        return [(text, float(score)) for text, score in zip(found.txts, found.scores, strict=True)]

    def places(self, picture: Any) -> list[Quad]:
        """Boxes of the lines of print on a picture."""
        import cv2

        found = self._engine(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
        quads = [] if found.boxes is None else found.boxes
        return [
            (float(quad[:, 0].min()), float(quad[:, 1].min()), float(quad[:, 0].max()), float(quad[:, 1].max()))
            for quad in quads
        ]


@cache
def letters() -> Letters:
    return Letters()
