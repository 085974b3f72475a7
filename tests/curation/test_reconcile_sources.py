"""The procedure on the curated files themselves."""

import pytest

from lupaus.curation.reconcile import Ambiguous, Match, Reconciler, read_aliases
from lupaus.dataset.inputs import find_inputs
from lupaus.dataset.sources import load_sources
from lupaus.namespaces import BASE


@pytest.fixture(scope="module")
def reconciler() -> Reconciler:
    inputs = find_inputs()
    return Reconciler.from_sources(load_sources(inputs), read_aliases(inputs))


@pytest.mark.parametrize("name", ["Helsinki", "Helsingfors", "Helsingi", "City of Helsinki"])
def test_any_label_finds_the_city(reconciler, name):
    assert reconciler.find(name, "Suomi").iri == f"{BASE}id/city/fi/helsinki"


def test_every_label_finds_its_own_city_or_says_that_two_have_it(reconciler):
    sources = load_sources(find_inputs())
    never = {(alias.country, alias.alias) for alias in read_aliases(find_inputs()) if not alias.slug}
    for file in sources.files:
        if file.path.startswith("data/cities"):
            for triple in file.triples:
                if triple.predicate.value.endswith("#label") and "/id/city/" in triple.subject.value:
                    name, country = triple.object.value, triple.subject.value.split("/")[-2]
                    outcome = reconciler.find(name, country)
                    if isinstance(outcome, Match):
                        assert outcome.iri == triple.subject.value
                    elif isinstance(outcome, Ambiguous):
                        assert triple.subject.value in outcome.candidates
                    else:
                        assert (country, name) in never


def test_networks_are_found(reconciler):
    assert reconciler.find("METREX", "", "network") == Match(f"{BASE}id/network/metrex", "label")
