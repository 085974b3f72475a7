"""The query behind each section of a page, for whoever wants to change it and ask again."""

from collections.abc import Mapping
from urllib.parse import quote

from lupaus.namespaces import BASE, prefixes_for

__all__ = ["SECTIONS", "ask", "question"]

SECTIONS: Mapping[str, str] = {
    "commitments": """SELECT ?position ?commitment ?title WHERE {
  ?commitment lup:commitmentOf $this ; rdfs:label ?title .
  OPTIONAL { ?commitment schema:position ?position }
  FILTER (LANG(?title) = "$lang")
}
ORDER BY ?position""",
    "signatures": """SELECT ?party ?name ?person ?office ?date WHERE {
  ?signature lup:signedDeclaration $this ; lup:signatory ?party .
  OPTIONAL { ?party rdfs:label ?name FILTER (LANG(?name) = "$lang") }
  OPTIONAL { ?signature lup:signedBy ?person }
  OPTIONAL { ?signature lup:inCapacityOf ?office }
  OPTIONAL { ?signature lup:dateSigned ?date }
}
ORDER BY ?name""",
    "signed": """SELECT ?declaration ?title ?date ?person WHERE {
  ?signature lup:signatory|lup:signedBy $this ; lup:signedDeclaration ?declaration .
  OPTIONAL { ?declaration rdfs:label ?title FILTER (LANG(?title) = "$lang") }
  OPTIONAL { ?signature lup:dateSigned ?date }
  OPTIONAL { ?signature lup:signedBy ?person }
}
ORDER BY ?date""",
    "profile": """SELECT ?theme ?name (COUNT(DISTINCT ?commitment) AS ?commitments) WHERE {
  $this lup:committedTo ?commitment .
  ?commitment lup:theme ?theme .
  OPTIONAL { ?theme skos:prefLabel ?name FILTER (LANG(?name) = "$lang") }
}
GROUP BY ?theme ?name
ORDER BY DESC(?commitments)""",
    "networks": """SELECT ?network ?name ?since ?until WHERE {
  ?membership org:member $this ; org:organization ?network .
  FILTER NOT EXISTS { ?membership lup:heldPost ?post }
  OPTIONAL { ?network rdfs:label ?name FILTER (LANG(?name) = "$lang") }
  OPTIONAL { ?membership schema:startDate ?since }
  OPTIONAL { ?membership schema:endDate ?until }
}
ORDER BY ?name""",
    "members": """SELECT ?member ?name ?since ?until WHERE {
  ?membership org:organization $this ; org:member ?member .
  FILTER NOT EXISTS { ?membership lup:heldPost ?post }
  OPTIONAL { ?member rdfs:label ?name FILTER (LANG(?name) = "$lang") }
  OPTIONAL { ?membership schema:startDate ?since }
  OPTIONAL { ?membership schema:endDate ?until }
}
ORDER BY ?name""",
    "actions": """SELECT ?action ?title ?date ?commitment WHERE {
  ?action lup:issuedBy $this .
  OPTIONAL { ?action rdfs:label ?title FILTER (LANG(?title) = "$lang") }
  OPTIONAL { ?action dcterms:issued ?date }
  OPTIONAL { ?action lup:alignedWith ?commitment }
}
ORDER BY ?date""",
    "office": """SELECT ?person ?office ?since ?until WHERE {
  ?tenure org:organization $this ; org:member ?person ; lup:heldPost ?office .
  OPTIONAL { ?tenure schema:startDate ?since }
  OPTIONAL { ?tenure schema:endDate ?until }
}
ORDER BY ?since""",
    "tenures": """SELECT ?organisation ?office ?since ?until WHERE {
  ?tenure org:member $this ; org:organization ?organisation ; lup:heldPost ?office .
  OPTIONAL { ?tenure schema:startDate ?since }
  OPTIONAL { ?tenure schema:endDate ?until }
}
ORDER BY ?since""",
    "kin": """SELECT DISTINCT ?date ?declaration ?edition ?commitment ?title WHERE {
  $this lup:theme ?theme ; lup:clauseOf ?mine .
  ?commitment a lup:Commitment ; lup:theme ?theme ; lup:clauseOf ?declaration .
  FILTER (?declaration != ?mine)
  OPTIONAL { ?commitment rdfs:label ?title FILTER (LANG(?title) = "$lang") }
  OPTIONAL { ?commitment lup:madeInEdition ?edition }
  # What a later edition says was not said when the declaration was made.
  BIND (COALESCE(?edition, ?declaration) AS ?text)
  OPTIONAL { ?text dcterms:issued ?date }
}
ORDER BY (!BOUND(?date)) ?date ?commitment""",
    "aligned": """SELECT ?action ?title ?by ?date WHERE {
  ?action lup:alignedWith $this ; lup:issuedBy ?by .
  OPTIONAL { ?action rdfs:label ?title FILTER (LANG(?title) = "$lang") }
  OPTIONAL { ?action dcterms:issued ?date }
}
ORDER BY ?date""",
    "bound": """SELECT ?party ?name WHERE {
  $this lup:undertakenBy ?party .
  OPTIONAL { ?party rdfs:label ?name FILTER (LANG(?name) = "$lang") }
}
ORDER BY ?name""",
    "rests": """SELECT ?subject ?property ?value ?standing ?confidence WHERE {
  ?claim prov:wasDerivedFrom $this ;
    rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?value ;
    lup:standing ?standing ; lup:confidence ?confidence .
}
ORDER BY ?subject ?property""",
    "carried": """SELECT ?declaration ?edition ?commitment ?title WHERE {
  ?commitment a lup:Commitment ; lup:theme $this ; lup:clauseOf ?declaration .
  OPTIONAL { ?commitment lup:madeInEdition ?edition }
  OPTIONAL { ?commitment rdfs:label ?title FILTER (LANG(?title) = "$lang") }
}
ORDER BY ?declaration ?commitment""",
}
"""By the key of the section; ``$this`` is the thing, ``$lang`` the reader's language."""

_PREFIXES = ("dcterms", "lup", "org", "prov", "rdf", "rdfs", "schema", "skos", "wgs")


def question(body: str, base: str = BASE, **bound: str) -> str:
    """``body`` with the prefixes it uses before it and ``$name`` replaced by the values given."""
    for name, value in bound.items():
        body = body.replace(f"${name}", value)
    known = prefixes_for(base)
    used = [prefix for prefix in _PREFIXES if f"{prefix}:" in body]
    return "".join(f"PREFIX {prefix}: <{known[prefix]}>\n" for prefix in used) + body


def ask(query: str) -> str:
    """The address of the page that shows ``query`` and its answer."""
    return f"/sparql?query={quote(query, safe='')}"
