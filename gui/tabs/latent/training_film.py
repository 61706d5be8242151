"""One frame of a training's film: the codes in the plane, beside them pictures before and now."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from core.training.messages import Preview
from gui.tabs.latent.training_stage import view_of
from gui.theme import MUTED, Theme
from gui.widgets.pictures import color_table

PLANE = 336  # pixels
REACH = 3.5  # of the plane, in standard deviations of the prior
DOT = 3
GAP = 8
SHOWN = 4  # pictures a row


def compose(preview: Preview, first: Preview, theme: Theme, *, prior: bool) -> np.ndarray:
    """Draw a frame (H, W, 3) uint8; as large for every preview of one run."""
    view = view_of(first.codes)
    reach = REACH if prior else 1.1 * float(np.abs(view.to_plane(first.codes)).max())
    plane = _plane(view.to_plane(preview.codes), preview.labels, theme, reach, prior=prior)
    rows = [preview.originals, first.reconstructions, preview.reconstructions]
    if len(preview.decoded):
        rows.append(preview.decoded)
    side = (PLANE - GAP * (len(rows) - 1)) // len(rows)
    shown = min(SHOWN, len(preview.originals))
    paper = Image.new("RGB", (PLANE + 2 * GAP + shown * (side + GAP), PLANE), theme.background)
    paper.paste(plane, (0, 0))
    for r, pictures in enumerate(rows):
        for c in range(shown):
            picture = Image.fromarray(_coloured(pictures[c], theme))
            place = (PLANE + 2 * GAP + c * (side + GAP), r * (side + GAP))
            paper.paste(picture.resize((side, side), Image.Resampling.NEAREST), place)
    return np.asarray(paper)


def _coloured(picture: np.ndarray, theme: Theme) -> np.ndarray:
    """Return (H, W, 3): greys in the theme's ink and paper, as everywhere."""
    if picture.ndim == 3:
        return picture
    return np.ascontiguousarray(color_table(theme)[picture][..., :3])


def _plane(
    codes: np.ndarray, labels: np.ndarray, theme: Theme, reach: float, *, prior: bool
) -> Image.Image:
    paper = Image.new("RGB", (PLANE, PLANE), theme.panel)
    pen = ImageDraw.Draw(paper)
    scale, middle = PLANE / (2 * reach), PLANE / 2
    for radius in (1, 2) if prior else ():
        r = radius * scale
        pen.ellipse((middle - r, middle - r, middle + r, middle + r), outline=theme.line, width=2)
    for (x, y), label in zip(codes, labels, strict=True):
        if np.isfinite(x) and np.isfinite(y):
            at = (middle + x * scale, middle - y * scale)
            box = (at[0] - DOT, at[1] - DOT, at[0] + DOT, at[1] + DOT)
            pen.ellipse(box, fill=MUTED[int(label) % len(MUTED)])
    return paper
