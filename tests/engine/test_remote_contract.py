"""The engine's contract, held by an engine elsewhere: ``oxigraph serve`` behind our client.

The tests are those of the embedded engine, but for what is an engine's own affair: merging default graphs, the words
of a syntax error, functions that nobody knows.
"""

import pytest
import test_answers
from engine_programs import oxigraph as oxigraph_program
from test_datasets import seen  # noqa: F401 - a fixture
from test_datasets import test_a_dataset_is_exactly_what_is_given as of_datasets

from lupaus.engine.remote.engine import RemoteEngine
from lupaus.settings import Settings

pytestmark = pytest.mark.anyio

test_ask = test_answers.test_ask_in_each_format
test_select = test_answers.test_select_in_each_format_holds_the_same_solutions
test_construct = test_answers.test_construct_in_each_format_holds_each_triple_once
test_prefixes = test_answers.test_prefixes_shorten_the_answer_and_are_unknown_to_the_query
test_an_empty_graph = test_answers.test_an_empty_graph_is_an_empty_answer
test_relative_iris = test_answers.test_relative_iris_are_resolved_against_the_base
test_syntax_errors = test_answers.test_a_syntax_error_names_its_place
test_a_wrong_format = (
    test_answers.test_a_format_that_does_not_fit_the_form_is_our_fault_and_told_without_inside_knowledge
)
test_a_long_answer = test_answers.test_an_answer_over_the_limit_is_refused_before_its_first_chunk

(CASES,) = (mark.args[1] for mark in of_datasets.pytestmark if mark.name == "parametrize")


@pytest.mark.parametrize(
    ("query", "default", "named", "rows"), [case for case in CASES if len(set(case[1] or ())) < 2]
)
async def test_a_dataset_is_exactly_what_is_given(pool, seen, query, default, named, rows):  # noqa: F811
    assert await seen(pool, query, default_graphs=default, named_graphs=named) == rows


@pytest.fixture(scope="module")
def oxigraph_url(trig, tmp_path_factory):
    """A running ``oxigraph serve`` with the small source."""
    with oxigraph_program(tmp_path_factory.mktemp("oxigraph"), trig) as address:
        yield f"{address}/query"


@pytest.fixture(scope="module")
async def pool(anyio_backend, oxigraph_url):
    engine = RemoteEngine(Settings(engine="sparql", engine_url=oxigraph_url, client_query_seconds=0.0))
    await engine.start()
    yield engine
    await engine.stop()


@pytest.fixture(scope="module")
async def oxigraph(pool):
    return pool
