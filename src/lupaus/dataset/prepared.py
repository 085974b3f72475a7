"""A graph for rdflib that reads each query once, however often it is asked.

pySHACL asks the query of a SPARQL constraint anew for every focus node, and rdflib takes longer to read a query
than to answer it about one node.
"""

from functools import lru_cache
from typing import Any

from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

__all__ = ["PreparedGraph"]


class PreparedGraph(Graph):
    """A graph as rdflib's, apart from that."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """As rdflib's."""
        query = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(query, *args, **kwargs)


@lru_cache(maxsize=64)
def _prepared(text: str) -> Query:
    return prepareQuery(text, initNs=dict(Graph().namespaces()))
