"""The vocabulary's files as graphs."""

import pytest
from ontology_files import HERE, ONTOLOGY, Triples, merged, read
from rdflib import Graph


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """The core file, alone."""
    return Graph().parse(ONTOLOGY / "lupaus.ttl")


@pytest.fixture(scope="session")
def schemes() -> Graph:
    """All concept schemes, merged."""
    return merged((ONTOLOGY / "schemes").glob("*.ttl"))


@pytest.fixture(scope="session")
def alignments() -> Graph:
    """All alignments, merged."""
    return merged((ONTOLOGY / "alignments").glob("*.ttl"))


@pytest.fixture(scope="session")
def slice_graph() -> Graph:
    """A little of everything the vocabulary describes, as curators write it."""
    return Graph().parse(HERE / "slice.ttl")


@pytest.fixture(scope="session")
def slice_triples() -> Triples:
    """The same for the rules."""
    return read((HERE / "slice.ttl").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def source_triples(slice_triples: Triples) -> Triples:
    """Slice, ontology and schemes as one merged graph: what the rules see in a build."""
    files = (ONTOLOGY / "lupaus.ttl", *sorted((ONTOLOGY / "schemes").glob("*.ttl")))
    return slice_triples.union(*(read(path.read_text(encoding="utf-8"), path.name) for path in files))
