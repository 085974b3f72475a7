"""A report in plain words: what must be seen in full, what is only good to know by rule."""

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator

from lupaus.dataset.report import SEVERITIES, Finding, Report, Severity, short_name
from lupaus.dataset.unlinked import RULE, UNLINKED

__all__ = ["report_as_text"]

_EXAMPLES = 3
_WIDTH = 110


def report_as_text(report: Report, *, every: bool = False) -> str:
    """One line for each violation and warning, one for each rule that informs, and a line that counts.

    A rule that informs about more than three things is told with three of them; ``every`` gives each a line of
    its own. Names without a link to Wikidata are told by their reason.
    """
    return "\n".join([*_lines(report, every), _tally(report)]) + "\n"


def _lines(report: Report, every: bool) -> Iterator[str]:
    by_rule: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if finding.severity == "info" and not every:
            by_rule[finding.rule].append(finding)
        else:
            yield _line(finding, report.base)
    unlinked = by_rule.pop(f"<{report.base}{RULE}>", [])
    for findings in by_rule.values():
        if len(findings) > _EXAMPLES:
            yield _summary(findings, report.base)
        else:
            yield from (_line(finding, report.base) for finding in findings)
    if unlinked:
        yield from _by_reason(unlinked, report.base)


def _line(finding: Finding, base: str) -> str:
    place = f"{finding.file}:{finding.line} " if finding.file else ""
    focus, rule = short_name(finding.focus, base), short_name(finding.rule, base)
    return f"{place}{finding.severity}: {focus}: {finding.message} [{rule}]"


def _summary(findings: list[Finding], base: str) -> str:
    """The rule's message is that of its first finding, where findings differ in it."""
    first = findings[0]
    things = ", ".join(short_name(finding.focus, base) for finding in findings[:_EXAMPLES])
    rest = len(findings) - _EXAMPLES
    return f"info: {things} and {rest} more (--all): {first.message} [{short_name(first.rule, base)}]"


def _by_reason(findings: Iterable[Finding], base: str) -> Iterator[str]:
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for finding in findings:
        reasons[finding.message].append(short_name(finding.focus, base).removeprefix("id/"))
    yield f"Names without a link to Wikidata, by reason ({UNLINKED}):"
    for reason, names in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"  {len(names):>3}  {reason}"
        yield from textwrap.wrap(
            ", ".join(names), _WIDTH, initial_indent=" " * 7, subsequent_indent=" " * 7,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip


def _tally(report: Report) -> str:
    counts = ", ".join(f"{count} {_plural(severity, count)}" for severity, count in report.counts.items())
    return f"{counts}; {report.files} files, {report.triples} triples read."


def _plural(severity: Severity, count: int) -> str:
    return severity if count == 1 or severity == SEVERITIES[-1] else severity + "s"
