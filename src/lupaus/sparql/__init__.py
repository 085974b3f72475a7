"""Pure SPARQL protocol logic: bytes and values in, values out; no IO.

In the order of a request: ``protocol`` (HTTP to a value), ``guard`` (is the query harmless, what does it ask),
``accept`` (in which format), ``normalise`` (is the answer known), ``rewrite`` and ``paths`` (as the engine
should read it). Beside them ``description`` (what the service can) and ``problems`` (what went wrong). Below:
``tokens``, ``words``, ``shape``, ``limits``, ``iri``.
"""
