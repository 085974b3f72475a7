"""A report in plain words."""

from dataclasses import replace

import pytest

from lupaus.dataset.report import Finding, Report
from lupaus.dataset.report_text import report_as_text
from lupaus.dataset.unlinked import RULE

BASE = "https://w3id.org/lupaus/"
COMPONENT = f"<{BASE}shapes#HygieneQuery>"
WRONG = Finding("violation", f"<{BASE}shapes#City-label>", COMPONENT, 'has no "label"',
                f"<{BASE}id/city/fi/helsinki>", file="data/cities/fi.ttl", line=12)  # fmt: skip
ODD = Finding("info", f"<{BASE}shapes#hygiene/x>", COMPONENT, "is odd", "<http://other/>")


def many(finding, count):
    return tuple(replace(finding, focus=f"<{BASE}id/thing/{n}>") for n in range(1, count + 1))


def test_text_says_where_what_and_which_rule():
    assert report_as_text(Report(BASE, (WRONG, ODD), files=2, triples=30)) == (
        'data/cities/fi.ttl:12 violation: id/city/fi/helsinki: has no "label" [lups:City-label]\n'
        "info: http://other/: is odd [shapes#hygiene/x]\n"
        "1 violation, 0 warnings, 1 info; 2 files, 30 triples read.\n"
    )


def test_what_only_informs_is_told_by_rule_with_three_examples():
    report = Report(BASE, (*many(ODD, 5), replace(ODD, rule=f"<{BASE}shapes#hygiene/y>", message="is even")))
    assert report_as_text(report).splitlines() == [
        "info: id/thing/1, id/thing/2, id/thing/3 and 2 more (--all): is odd [shapes#hygiene/x]",
        "info: http://other/: is even [shapes#hygiene/y]",
        "0 violations, 0 warnings, 6 info; 0 files, 0 triples read.",
    ]


def test_three_of_a_rule_have_a_line_each():
    assert len(report_as_text(Report(BASE, many(ODD, 3))).splitlines()) == 4
    assert len(report_as_text(Report(BASE, many(ODD, 4))).splitlines()) == 2


@pytest.mark.parametrize("severity", ["violation", "warning"])
def test_violations_and_warnings_are_never_summed_up(severity):
    lines = report_as_text(Report(BASE, many(replace(ODD, severity=severity), 9))).splitlines()
    assert lines[:-1] == [f"{severity}: id/thing/{n}: is odd [shapes#hygiene/x]" for n in range(1, 10)]


def test_every_finding_has_a_line_where_all_are_asked_for():
    text = report_as_text(
        Report(BASE, (*many(ODD, 5), *many(replace(ODD, rule=f"<{BASE}{RULE}>"), 2))), every=True
    )
    assert len(text.splitlines()) == 8
    assert "--all" not in text


def test_names_without_a_link_are_told_by_reason_however_few():
    rows = many(replace(ODD, rule=f"<{BASE}{RULE}>", message="nobody attests one"), 2)
    region = replace(rows[0], message="a region", focus=f"<{BASE}id/organisation/it/veneto>")
    assert report_as_text(Report(BASE, (region, *rows))).splitlines() == [
        "Names without a link to Wikidata, by reason (data/unlinked.csv):",
        "    2  nobody attests one",
        "       thing/1, thing/2",
        "    1  a region",
        "       organisation/it/veneto",
        "0 violations, 0 warnings, 3 info; 0 files, 0 triples read.",
    ]


def test_a_name_that_breaks_the_rule_is_told_as_a_violation():
    broken = replace(WRONG, rule=f"<{BASE}{RULE}>", message="is linked by now")
    assert report_as_text(Report(BASE, (broken,))).startswith("data/cities/fi.ttl:12 violation: ")
