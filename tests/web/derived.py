"""Releases of the small tree as it was, or will be, at another day."""

import shutil
from pathlib import Path

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import Inputs

TREE = Path(__file__).parents[1] / "dataset" / "tree"


def rewrite(path, *pairs):
    """Replace texts in a file, each of which must be there."""
    text = path.read_text("utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, "utf-8")


def derive(folder, modified, *changes):
    """Copy the tree, change it, and build it."""
    tree = folder / "tree"
    shutil.copytree(TREE, tree)
    rewrite(tree / "data/dataset.ttl", ("2026-11-24", modified))
    for name, *pairs in changes:
        rewrite(tree / name, *pairs)
    return build_release(Inputs(tree), folder / "kept" / modified)
