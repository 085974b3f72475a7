"""A release whose names and links are what an attacker would write: built from the small tree of the data set's tests."""

import shutil
from pathlib import Path

from lupaus.dataset.build import build_release
from lupaus.dataset.inputs import Inputs

TREE = Path(__file__).parents[1] / "dataset" / "tree"
MARKUP = "</title></script><script>document.title='run'</script><img src=x onerror=document.title='run'>"
BIDI = "\u202emoc.live\u202c \u2066\u202egnp.exe"
LONG = "W" * 100_000
RUNS = "javascript:document.title='run'"
NAMES = {"markup": MARKUP, "bidi": BIDI, "long": LONG}
"""By the last part of the city's path."""


def build(folder):
    """Build it below ``folder``; returns where it stands."""
    tree = folder / "tree"
    shutil.copytree(TREE, tree)
    cities = tree / "data/cities/fi.ttl"
    text = cities.read_text("utf-8")
    for slug, name in NAMES.items():
        text += f"""
<https://w3id.org/lupaus/id/city/fi/{slug}> a lup:City ;
    rdfs:label "{name}"@en ;
    rdfs:seeAlso <{RUNS}> , <data:text/html,%3Cscript%3Edocument.title='run'%3C/script%3E> .
"""
    cities.write_text(text, "utf-8")
    build_release(Inputs(tree), folder / "release").close()
    return folder / "release"
