"""Comunica queries the endpoint, the fragments, and the documents by following their links."""

import json
import shutil

import pytest
from programs import rows, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("npm") is None, reason="apt-get install npm"),
]
PACKAGES = {"comunica-sparql": "@comunica/query-sparql@4.5.0",
            "comunica-sparql-link-traversal": "@comunica/query-sparql-link-traversal@0.5.0"}  # fmt: skip
SIGNATORIES = """PREFIX lup: <{base}ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?party ?name WHERE {{
  ?signature lup:signedDeclaration <{base}id/declaration/helsinki-impact-declaration-2019> ; lup:signatory ?party .
  ?party rdfs:label ?name FILTER(LANG(?name) = "en") }}"""
CLASSES = """SELECT ?class (COUNT(?commitment) AS ?n) WHERE {{
  ?declaration a <{base}ns#Declaration> ; <{base}ns#hasCommitment> ?commitment . ?commitment a ?class }} GROUP BY ?class"""


@pytest.fixture(scope="module")
def comunica(tmp_path_factory):
    """Runs a query; each program is installed once, under a folder that goes away."""
    folders = {}

    def ask(program, source, query, *options):
        if program not in folders:
            folders[program] = tmp_path_factory.mktemp(program)
            install = ("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error")
            run(*install, "--prefix", folders[program], PACKAGES[program], cwd=folders[program])
        path = folders[program] / "node_modules/.bin" / program
        written = run("node", path, source, "-q", query, "-t", "application/sparql-results+json", *options)
        return rows(json.loads(written))

    return ask


@pytest.mark.parametrize("query", [SIGNATORIES, CLASSES], ids=["signatories", "classes"])
@pytest.mark.parametrize("source", ["sparql@{base}sparql", "{base}fragments"], ids=["endpoint", "fragments"])
def test_the_endpoint_and_the_fragments_give_what_the_endpoint_says(comunica, served, source, query):
    wanted = served.ask(query.format(base=served.base))
    assert comunica("comunica-sparql", source.format(base=served.base), query.format(base=served.base)) == wanted
    assert wanted


def test_the_documents_give_the_same_by_their_links(comunica, served):
    query = SIGNATORIES.format(base=served.base)
    start = f"{served.base}id/declaration/helsinki-impact-declaration-2019"
    found = comunica("comunica-sparql-link-traversal", start, query, "--lenient")
    assert found == served.ask(query)
    assert len(found) == 5
