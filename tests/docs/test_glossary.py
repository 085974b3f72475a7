"""The glossary: each term once, in order, and a class of ours as the ontology defines it."""

import re

import pytest
from pages import ROOT

from lupaus.dataset.answer import Question, answer

GLOSSARY = (ROOT / "docs/glossary.md").read_text("utf-8")
PARTS = {
    heading: re.findall(r"^### (.+)\n\n(.+)$", text, re.M)
    for heading, text in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", GLOSSARY, re.M | re.S)
}
TERMS = {term: meaning for part in PARTS.values() for term, meaning in part}
CLASSES = {
    "Action",
    "Claim",
    "Commitment",
    "Confidence",
    "Declaration",
    "Demand",
    "Edition",
    "Member list",
    "Signatory",
    "Signatory list",
    "Signature",
    "Source",
    "Tenure",
}


def test_each_term_stands_once_and_in_order():
    terms = [term for part in PARTS.values() for term, _ in part]
    assert len(terms) == len(set(terms)) == GLOSSARY.count("\n### ")
    for part in PARTS.values():
        assert [term for term, _ in part] == sorted(term for term, _ in part)


@pytest.mark.parametrize(
    "term",
    ["Dataset", "Named graph", "Claim", "Standing", "Confidence", "Declaration", "Commitment", "Demand", "Signature",
     "Action", "Release", "Version", "Worker", "Zygote"],
)  # fmt: skip
def test_the_terms_that_the_rest_leans_on_are_there(term):
    assert TERMS[term].endswith(".")


@pytest.mark.parametrize("term", sorted(CLASSES))
def test_a_class_means_what_the_ontology_says(term, release):
    name = re.sub(r" (.)", lambda letter: letter[1].upper(), term)
    query = f'SELECT ?d {{ lup:{name} skos:definition ?d FILTER(LANG(?d) = "en") }}'
    written = answer(Question(query, "test"), release, "tsv").decode()
    assert written.splitlines()[1] == f'"{TERMS[term]}"@en'
