"""What the shapes and the hygiene rules are tried on, read once."""

import pyoxigraph as ox
import pytest
from checking import HERE, SHAPES_OF_BASE, Checker, World, read_ontology, read_slice, read_turtle


@pytest.fixture(scope="session")
def worlds() -> dict[str, World]:
    """The valid bases by file name, loaded once."""
    core = ox.Store()
    core.load(path=HERE / "valid/core.trig", format=ox.RdfFormat.TRIG)
    core.update((HERE / "valid/core.ru").read_text(encoding="utf-8"))
    read_ontology(core, with_header=False)
    stores = {"core.trig": core}
    for name, target in (("vocabulary.ttl", "ontology"), ("release.ttl", "release")):
        stores[name] = ox.Store()
        read_turtle(stores[name], HERE / "valid" / name, target)
    return {name: World(store) for name, store in stores.items()}


@pytest.fixture(scope="session")
def checkers() -> dict[str, Checker]:
    """The shapes that each base is held against, read once."""
    return {base: Checker(names) for base, names in SHAPES_OF_BASE.items()}


@pytest.fixture(scope="session")
def real_world() -> World:
    """The data and the ontology as they are in this checkout, with some rows of each kind of list.

    All of the data pass the same shapes and rules whenever a release is built (``tests/dataset/test_real_release.py``).
    """
    store = ox.Store()
    read_ontology(store)
    read_slice(store)
    return World(store)
