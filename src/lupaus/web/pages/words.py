"""Every word of the interface, once, in English so far. Labels of the data come with the data, in four languages.

A translation is another column of ``WORDS``; nothing else has to change.
"""

from collections.abc import Mapping

__all__ = ["LANGUAGES", "WORDS"]

LANGUAGES: Mapping[str, str] = {"en": "English", "fi": "suomi", "sv": "svenska", "et": "eesti"}
"""The languages of our labels, each by its own name; the order is the order of fallback."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "lang": "en",
        "brand": "lupaus",
        "site": "Site",
        "skip": "Skip to the content",
        "title": "The Helsinki Impact Declaration Knowledge Graph",
        "lead": "What Helsinki, Stockholm, Tallinn, Eurocities and METREX promised on 10 October 2019, "
        "who signed, what was done since, and which source says so: as linked data.",
        "for_whom": "For researchers who query, crawlers that harvest, and people in cities and newsrooms "
        "who read.",
        "ask": "Ask",
        "vocabulary": "Vocabulary",
        "dataset": "Dataset",
        "door_ask": "Ask",
        "door_ask_text": "A SPARQL 1.1 endpoint, open to all, with a bound on time and none on curiosity.",
        "door_ask_link": "Write a query",
        "door_read": "Read",
        "door_read_text": "Every thing has a page in Finnish, Swedish, English and Estonian, "
        "with a source for each fact.",
        "door_harvest": "Harvest",
        "door_harvest_text": "Every address answers in RDF too. Descriptions and dumps are made for machines.",
        "try": "Try one",
        "run_query": "See the answer",
        "numbers": "In this release",
        "number_triples": "statements",
        "number_graphs": "named graphs",
        "number_resources": "things with a page",
        "independent": "Independent work: not by the City of Helsinki, nor by any network or city described here.",
        "release": "Release",
        "released": "Released",
        "licence": "Licence",
        "graph": "Graph",
        "graphs": "Named graphs",
        "dumps": "Dumps",
        "checksums": "Checksums of all of them:",
        "problems": "What can go wrong",
        "problems_text": "An answer that is an error is a problem document (RFC 9457). "
        "Its type is one of these addresses.",
        "health": "Health",
        "only_in": "There is no label in your language yet",
        "facts": "What is stated",
        "incoming": "What refers to it",
        "and_more": "and {} more",
        "claims": "How well it is known",
        "claims_text": "Each statement that came from somewhere, with its standing, its confidence "
        "and its sources.",
        "claim": "this claim",
        "sources": "Sources",
        "ask_title": "Ask in SPARQL",
        "query": "Query",
        "run": "Run",
        "answer": "Answer",
        "yes": "Yes",
        "no": "No",
        "rows": "{} rows",
        "rows_cut": "The first {} rows. The other formats above give all of them.",
        "graph_cut": "This is the beginning. The other formats give all of it.",
        "examples": "Examples",
        "limits": "A query may run for {seconds:g} seconds. Nothing can be changed here: the endpoint reads only.",
        "fragments": "Triple pattern fragments",
        "fragments_lead": "The default graph, a pattern at a time. Whatever is left empty may be anything.",
        "fragments_total": "{} triples match.",
        "subject": "Subject",
        "predicate": "Predicate",
        "object": "Object",
        "previous_page": "Back",
        "next_page": "On",
        "what_means": "What this means",
        "home": "Home",
        "files_title": "RDF files, served by lupaus",
        "files_lead": "These files are loaded as they are and can be asked in SPARQL 1.1.",
        "files_loaded": "Files",
        "endpoint": "Endpoint",
    },
}
