"""Rules on claims hold in the graphs of other people's lists too, and only there may a claim leave ``graph/claims``."""

import pytest
from checking import PREFIX_LINES, World, run_rules

from lupaus.namespaces import BASE

CLAIM = """<id/claim/c90> a lup:Claim ; rdf:subject <id/event/meet/day-1> ; rdf:predicate lup:topic ;
  rdf:object "Towns"@en ; lup:confidence lup:oneSource ; prov:wasDerivedFrom <id/source/table> ; lup:standing """
FACT = '<id/event/meet/day-1> lup:topic "Towns"@en .'
LIST = "<graph/lists/table>"


@pytest.mark.parametrize(
    ("graph", "rows", "tripped"),
    [
        (LIST, CLAIM + "lup:accepted . " + FACT, set()),
        (LIST, CLAIM + "lup:undecided .", set()),
        (LIST, FACT, {"12-fact-without-claim"}),
        (LIST, CLAIM + "lup:accepted .", {"10-claim-not-asserted"}),
        (LIST, CLAIM + "lup:undecided . " + FACT, {"11-claim-wrongly-asserted", "12-fact-without-claim"}),
        ("lupg:curated", CLAIM + "lup:accepted . " + FACT, {"47-claim-graph"}),
        ("<graph/listing>", CLAIM + "lup:accepted . " + FACT, {"47-claim-graph"}),
        (LIST, '<id/source/other> a lup:Source ; rdfs:label "A table"@en .', {"47-claim-graph"}),
    ],
)
def test_row_of_a_list_is_held_to_the_rules_on_claims(worlds: dict[str, World], graph, rows, tripped):
    rules = {"10-claim-not-asserted", "11-claim-wrongly-asserted", "12-fact-without-claim", "47-claim-graph"}
    update = f"BASE <{BASE}>\n{PREFIX_LINES}INSERT DATA {{ GRAPH {graph} {{ {rows} }} }}"
    with worlds["core.trig"].edited(update):
        assert {finding.rule for finding in run_rules(worlds["core.trig"].store)} & rules == tripped


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        ("<id/organisation/academy>", "rdfs:label"),
        ("<id/place/village>", "rdfs:label"),
        ("<id/city/fi/ahtola>", "schema:alternateName"),
    ],
)
def test_only_the_label_of_a_city_may_be_in_another_language(worlds: dict[str, World], subject, predicate):
    update = (
        f'BASE <{BASE}>\n{PREFIX_LINES}INSERT DATA {{ GRAPH lupg:curated {{ {subject} {predicate} "Dorf"@de }} }}'
    )
    with worlds["core.trig"].edited(update):
        assert "40-language-tag" in {finding.rule for finding in run_rules(worlds["core.trig"].store)}
