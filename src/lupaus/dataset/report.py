"""What a check found, as a SHACL validation report and as JSON. In plain words, see ``report_text.py``."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Literal

from pyoxigraph import Literal as RdfLiteral

from lupaus.namespaces import compact, expand, prefixes_for

__all__ = ["SEVERITIES", "Finding", "Report", "Severity", "short_name"]

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")

_SHACL_NAMES = {"violation": "sh:Violation", "warning": "sh:Warning", "info": "sh:Info"}


@dataclass(frozen=True)
class Finding:
    """One rule broken by one thing. Terms are in N-Triples syntax."""

    severity: Severity
    rule: str
    """The shape, or the IRI that stands for a hygiene rule (``shapes#hygiene/NAME``)."""
    component: str
    """The constraint component."""
    message: str
    focus: str
    """The thing."""
    path: str | None = None
    """The property, or in Turtle syntax the property path, that leads to the value."""
    value: str | None = None
    file: str | None = None
    line: int | None = None

    @property
    def order(self) -> tuple[int, str, int, str, str, str, str, str]:
        """Worst first, then by place."""
        place = (self.file or "~", self.line or 0)
        return (SEVERITIES.index(self.severity), *place, self.focus, self.rule, self.path or "", self.value or "",
                self.message)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """All findings about one set of sources."""

    base: str
    findings: tuple[Finding, ...]
    """In the order of ``Finding.order``, each once."""
    files: int = 0
    triples: int = 0

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """How many findings of each severity, zeros included."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITIES}

    @property
    def conforms(self) -> bool:
        """Whether nothing is a violation. Warnings and information do not stop a release."""
        return not self.counts["violation"]

    def as_json(self) -> str:
        """All findings with names, for programs."""
        document = {
            "conforms": self.conforms, "counts": self.counts, "files": self.files, "triples": self.triples,
            "findings": [asdict(finding) for finding in self.findings],
        }  # fmt: skip
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def as_turtle(self) -> str:
        """A SHACL validation report (SHACL, section 3.6).

        A hygiene rule is no SHACL constraint: its results name a constraint component of our own, and the IRI that
        stands for the rule's file as source shape.
        """
        head = f"<{self.base}report>"
        results = "".join(f" ;\n    sh:result <{self.base}report#{n + 1}>" for n in range(len(self.findings)))
        conforms = str(self.conforms).lower()
        blocks = [
            f"@prefix sh: <{expand('sh:')}> .\n",
            f"{head} a sh:ValidationReport ;\n    sh:conforms {conforms}{results} .\n",
            *(self._result(n + 1, finding) for n, finding in enumerate(self.findings)),
        ]
        return "\n".join(blocks)

    def _result(self, number: int, finding: Finding) -> str:
        optional = {"sh:resultPath": finding.path, "sh:value": finding.value}
        properties = {
            "a": "sh:ValidationResult",
            "sh:resultSeverity": _SHACL_NAMES[finding.severity],
            "sh:focusNode": finding.focus,
            **{name: term for name, term in optional.items() if term},
            "sh:resultMessage": str(RdfLiteral(finding.message)),
            "sh:sourceShape": finding.rule,
            "sh:sourceConstraintComponent": finding.component,
        }
        body = " ;\n    ".join(f"{name} {term}" for name, term in properties.items())
        return f"<{self.base}report#{number}> {body} .\n"


def short_name(term: str, base: str) -> str:
    """A term in N-Triples syntax as short as it can be read: ours without the base, others with their prefix."""
    if not term.startswith("<"):
        return term
    name = compact(term[1:-1], prefixes_for(base))
    return name[1:-1].removeprefix(base) if name.startswith("<") else name
