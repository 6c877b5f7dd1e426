"""Draw a page of glyphs: a row a class, its three shapes in many forms. Writes a PNG."""

import sys
from pathlib import Path

import torch
from PIL import Image

from autograder.datasets.glyphs import draw_glyphs, draw_shapes
from autograder.probing.shape import NUM_CLASSES

COLUMNS = 16
SEED = 7  # of the page in docs/
GREYS = 16  # enough to look at, and a quarter of the bytes


def main(path: Path, seed: int = SEED) -> None:
    """Write the page for `seed` to `path`."""
    generator = torch.Generator().manual_seed(seed)
    glyphs = draw_glyphs(draw_shapes(generator), NUM_CLASSES * COLUMNS, generator)
    rows = glyphs.images[glyphs.labels.argsort(stable=True)]
    rows = rows.view(NUM_CLASSES, COLUMNS, *rows.shape[1:]).transpose(1, 2).flatten(0, 1).flatten(1)
    page = Image.fromarray((255 - rows).numpy())
    page.quantize(GREYS).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
