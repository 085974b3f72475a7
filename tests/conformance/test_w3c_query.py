"""The W3C SPARQL query tests over HTTP, against ``lupaus serve FILE…``.

Run them with a checkout of github.com/w3c/rdf-tests at hand:
``LUPAUS_RDF_TESTS=path/to/rdf-tests pytest -m slow tests/conformance``.
Deviations are listed, with their reasons, in ``deviations.tsv``; one that passes after all fails here.
"""

import os
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from manifests import PUBLISHED, Case, cases
from results import is_numbered, rows, rows_of_csv, rows_of_file, same_graph, same_rows, same_set

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
GIVEN = os.environ.get("LUPAUS_RDF_TESTS", "")
MANIFESTS = (
    "sparql/sparql11/manifest-sparql11-query.ttl",
    "sparql/sparql11/manifest-sparql11-results.ttl",
    "sparql/sparql10/manifest-evaluation.ttl",
    "sparql/sparql10/manifest-syntax.ttl",
)
DEVIATIONS = dict(
    line.split("\t", 1) for line in (HERE / "deviations.tsv").read_text("utf-8").splitlines() if line[:1] != "#"
)


def collected() -> list[Case]:
    root = Path(GIVEN)
    found = [case for manifest in MANIFESTS for case in cases(root / manifest, root)] if GIVEN else []
    return sorted(found, key=lambda case: (str(case.dataset), case.id))


CASES = collected()


@pytest.mark.skipif(bool(GIVEN), reason="the suite is at hand")
def test_a_checkout_is_named():
    pytest.skip("set LUPAUS_RDF_TESTS to a checkout of w3c/rdf-tests")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_w3c(case, serving, request):
    if case.id in DEVIATIONS:
        request.node.add_marker(pytest.mark.xfail(reason=DEVIATIONS[case.id], strict=True))
    response = ask(serving(case), case)
    text = case.query.read_text("utf-8")
    if "NegativeSyntax" in case.kind:
        assert response.status_code == 400, text
        return
    assert response.status_code == 200, response.text
    if "Syntax" in case.kind:
        return
    assert case.result is not None
    address = published(case.result)
    if case.result.suffix == ".csv":
        assert response.content.count(b"\r\n") == response.content.count(b"\n")
        assert same_rows(rows_of_csv(response.content), rows_of_csv(case.result.read_bytes())), response.text
    elif response.headers["content-type"].startswith("application/n-triples"):
        assert same_graph(response.content, case.result, address)
    else:
        expected = rows_of_file(case.result, address)
        got = rows(response.content, ox.QueryResultsFormat.JSON)
        if case.is_lax:
            is_same = same_set(got, expected)
        else:
            is_same = same_rows(got, expected, in_order=is_numbered(case.result, address))
        assert is_same, f"{text}\nexpected {expected}\ngot {got}"


def published(path: Path) -> str:
    """The address that relative IRIs of a file are resolved against."""
    return PUBLISHED + path.relative_to(GIVEN).as_posix()


def ask(base: str, case: Case) -> httpx.Response:
    accept = "application/sparql-results+json, application/n-triples;q=0.9"
    if case.result is not None and case.result.suffix == ".csv":
        accept = "text/csv"
    text = case.query.read_text("utf-8")
    if "BASE" not in text.upper():
        text = f"BASE <{published(case.query)}> {text}"
    return httpx.post(
        f"{base}sparql",
        content=text.encode(),
        headers={"content-type": "application/sparql-query", "accept": accept},
        timeout=30,
    )
