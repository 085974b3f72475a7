"""The queries behind the pictures. ``$lang`` is the reader's language; filters are put in as patterns."""

from collections.abc import Mapping

from lupaus.namespaces import prefixes_for

__all__ = ["CHOICES", "VIEWS", "compose"]

_PREFIXES = ("dcterms", "dqv", "lup", "org", "rdf", "rdfs", "schema", "skos", "void", "wgs", "xsd")


def _named(variable: str) -> str:
    """The name of ``?variable`` in the reader's language, else in English, else any."""
    return f"""OPTIONAL {{ ?{variable} rdfs:label ?own FILTER (LANG(?own) = "$lang") }}
  OPTIONAL {{ ?{variable} rdfs:label ?english FILTER (LANG(?english) = "en") }}
  OPTIONAL {{ ?{variable} rdfs:label ?bare FILTER (LANG(?bare) = "" || LANG(?bare) = "mul") }}
  BIND (COALESCE(?own, ?english, ?bare) AS ?name)"""


CHOICES: Mapping[str, str] = {
    "declaration": f"""SELECT DISTINCT ?item ?name WHERE {{
  ?signature lup:signedDeclaration ?item .
  {_named("item")}
}}
ORDER BY ?name""",
    "network": f"""SELECT DISTINCT ?item ?name WHERE {{
  ?item a lup:CityNetwork . ?membership org:organization ?item ; org:member ?member .
  {_named("item")}
}}
ORDER BY ?name""",
    "theme": f"""SELECT DISTINCT ?item ?name WHERE {{
  ?item skos:inScheme <$base[id/scheme/themes]> .
  {_named("item")}
}}
ORDER BY ?item""",
}
"""What a filter offers: the things, and their names."""

VIEWS: Mapping[str, str] = {
    "declarations": f"""SELECT ?item ?name ?date ?theme (COUNT(DISTINCT ?commitment) AS ?number) WHERE {{
  ?item a lup:Declaration .
  OPTIONAL {{ ?item lup:earliest ?date }}
  OPTIONAL {{
    ?commitment lup:commitmentOf ?item ; lup:theme/skos:broader* ?theme .
    ?theme skos:inScheme <$base[id/scheme/themes]> .
  }}
  {_named("item")}
}}
GROUP BY ?item ?name ?date ?theme
ORDER BY ?date ?item ?theme""",
    "cities": f"""SELECT ?item ?name ?theme (COUNT(DISTINCT ?commitment) AS ?number) WHERE {{
  ?item a lup:City ; lup:committedTo ?commitment .
  ?commitment lup:theme/skos:broader* ?theme .
  ?theme skos:inScheme <$base[id/scheme/themes]> .
  {_named("item")}
}}
GROUP BY ?item ?name ?theme
ORDER BY DESC(?number) ?item ?theme""",
    "map": f"""SELECT ?item ?name ?lat ?long (COUNT(DISTINCT ?declaration) AS ?number) WHERE {{
  ?item a lup:City ; wgs:lat ?lat ; wgs:long ?long .
  $patterns
  {_named("item")}
}}
GROUP BY ?item ?name ?lat ?long
ORDER BY DESC(?number) ?item""",
    "network": """SELECT ?one ?other (COUNT(DISTINCT ?declaration) AS ?number)
       (SAMPLE(?oneName) AS ?oneLabel) (SAMPLE(?otherName) AS ?otherLabel) WHERE {
  ?first lup:signedDeclaration ?declaration ; lup:signatory ?one .
  ?second lup:signedDeclaration ?declaration ; lup:signatory ?other .
  ?one a lup:City . ?other a lup:City .
  FILTER (STR(?one) < STR(?other))
  OPTIONAL { ?one rdfs:label ?oneName FILTER (LANG(?oneName) = "$lang") }
  OPTIONAL { ?other rdfs:label ?otherName FILTER (LANG(?otherName) = "$lang") }
}
GROUP BY ?one ?other
HAVING (COUNT(DISTINCT ?declaration) > 1)
ORDER BY DESC(?number) ?one ?other
LIMIT 250""",
    "quality": f"""SELECT ?item ?name (COUNT(DISTINCT ?claim) AS ?number) WHERE {{
  ?claim a lup:Claim ; lup:confidence ?item .
  {_named("item")}
}}
GROUP BY ?item ?name
ORDER BY DESC(?number)""",
    "measures": """SELECT ?item ?name ?value ?on ?class WHERE {
  ?measure dqv:isMeasurementOf ?item ; dqv:value ?value ; dqv:computedOn ?on .
  OPTIONAL { ?item skos:prefLabel ?name FILTER (LANG(?name) = "$lang") }
  OPTIONAL { ?on void:class/rdfs:label ?class FILTER (LANG(?class) = "$lang") }
}
ORDER BY ?item ?on""",
}
"""By view; ``compare`` takes two of them."""


def compose(body: str, base: str, language: str, patterns: str = "") -> str:
    """A query whole: with prefixes, the reader's language and the patterns of filters."""
    query = body.replace("$patterns", patterns).replace("$lang", language)
    query = query.replace("<$base[id/scheme/themes]>", f"<{base}id/scheme/themes>")
    known = prefixes_for(base)
    used = [prefix for prefix in _PREFIXES if f"{prefix}:" in query]
    return "".join(f"PREFIX {prefix}: <{known[prefix]}>\n" for prefix in used) + query
