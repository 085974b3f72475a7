"""A list of signatories or members as facts: the list, its entries, and who signed or belongs by it."""

from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import NamedNode

from lupaus.curation.facts import Facts, dated
from lupaus.curation.pages import free_node
from lupaus.curation.register import Act, PartyList, Register
from lupaus.curation.sheet import Columns

__all__ = ["MEMBERSHIPS", "SIGNATURES", "ListKind", "ListWriter"]

_LANGUAGES = ("en", "fi", "sv", "et")


@dataclass(frozen=True)
class ListKind:
    """What differs between the two kinds of list."""

    columns: Columns
    key: str
    name: str
    kind: str
    target: OneOf["declaration", "network"]
    target_class: str
    list_class: str
    list_word: str
    list_labels: tuple[str, str, str, str]
    """In the four languages, of the target and the date."""
    act: str
    act_labels: tuple[str, str, str, str]
    """In the four languages, of the party and the target."""
    folder: str
    header: str


SIGNATURES = ListKind(
    Columns(("declaration_key", "signatory_name", "signatory_kind"),
            ("country", "date", "date_kind", "complete", "confidence", "source_url")),
    "declaration_key", "signatory_name", "signatory_kind", "declaration", "Declaration", "SignatoryList",
    "signatories",
    ("Signatories of {}, {}", "Allekirjoittajat: {}, {}", "Undertecknare: {}, {}", "Allakirjutanud: {}, {}"),
    "signature", ("Signature of {}: {}", "Allekirjoitus: {}, {}", "Underskrift: {}, {}", "Allkiri: {}, {}"),
    "data/signatures", "# Who signed: {}.\n",
)  # fmt: skip
MEMBERSHIPS = ListKind(
    Columns(("network_key", "member_name", "member_kind"),
            ("country", "as_of", "complete", "confidence", "source_url")),
    "network_key", "member_name", "member_kind", "network", "CityNetwork", "MemberList",
    "members", ("Members of {}, {}", "Jäsenet: {}, {}", "Medlemmar: {}, {}", "Liikmed: {}, {}"),
    "membership", ("{} in {}", "Jäsenyys: {}, {}", "Medlemskap: {}, {}", "Liikmesus: {}, {}"),
    "data/memberships", "# Who belongs, by which list: {}.\n",
)  # fmt: skip


class ListWriter:
    """Writes one list of one declaration or network.

    :param file: where it goes; by default the file of the declaration or network.
    """

    def __init__(
        self, facts: Facts, register: Register, kind: ListKind, target: str, as_of: str, source: NamedNode,
        file: str | None,
    ) -> None:  # fmt: skip
        self._facts, self._register, self._kind = facts, register, kind
        self._target, self._as_of, self._source = target, as_of, source
        self._key = target.rpartition("/")[2]
        self._file = file or f"{kind.folder}/{self._key}.ttl"
        facts.begin(self._file, kind.header.format(register.label(target, "en")))
        same = [
            found
            for found in register.lists.values()
            if (found.of, found.as_of) == (target, as_of) and source.value in found.sources
        ]
        self.known: PartyList | None = same[0] if same else None
        """The list of that page and day, if it is there already."""
        path = f"list/{self._key}/{kind.list_word}-{as_of}"
        self.node = NamedNode(same[0].iri) if same else free_node(facts, register, path)

    def describe(self, is_complete: bool | None, expected: int | None) -> None:
        """Say what the list is, if it is new."""
        if self.known:
            return
        facts, file = self._facts, self._file
        facts.say(
            file, self.node, f"lup:{self._kind.list_class}", lup_listOf=NamedNode(self._target),
            dcterms_source=self._source, lup_asOf=dated(self._as_of) or self._as_of,
        )  # fmt: skip
        if is_complete is not None:
            facts.say(file, self.node, lup_isComplete=is_complete)
        if expected is not None:
            facts.say(file, self.node, lup_expectedCount=expected)
        labels = zip(self._kind.list_labels, _LANGUAGES, strict=True)
        facts.labels(
            file,
            self.node,
            *(text.format(self._register.label(self._target, tag), self._as_of) for text, tag in labels),
        )

    def enter(self, party: str, act: Act | None, date: str, date_kind: str, confidence: str) -> str:
        """Put a party on the list; a signature or membership that is new is described.

        :returns: the path of the signature or membership below ``id/``.
        """
        facts, name = self._facts, _slug(party, self._register.base)
        node = NamedNode(act.iri) if act else facts.node(f"{self._kind.act}/{self._key}/{name}")
        claim = f"{self._kind.act}-{self._key}-{name}-{self.node.value.rpartition('/')[2]}"
        facts.claim(self._file, claim, node, "lup:listedIn", self.node, self._source, confidence)
        if not act:
            self._describe_act(node, NamedNode(party), date, date_kind, confidence)
        return node.value.removeprefix(f"{self._register.base}id/")

    def _describe_act(self, node: NamedNode, party: NamedNode, date: str, date_kind: str, confidence: str) -> None:
        facts, file, target = self._facts, self._file, NamedNode(self._target)
        slug = f"{self._key}-{_slug(party.value, self._register.base)}"
        day = dated(date)
        if self._kind is SIGNATURES:
            facts.say(file, node, "lup:Signature", lup_signedDeclaration=target)
            facts.say(file, node, lup_dateKind=facts.node(f"date-kind/{date_kind or 'unknown'}"))
            facts.claim(file, f"signature-{slug}", node, "lup:signatory", party, self._source, confidence)
            if day:
                how = "lup:dateSigned" if date_kind == "signed" else "dcterms:date"
                facts.claim(file, f"date-{slug}", node, how, day, self._source, confidence)
        else:
            facts.say(file, node, "org:Membership", org_organization=target, org_member=party)
            if day:
                name = f"membership-start-{slug}"
                facts.claim(file, name, node, "schema:startDate", day, self._source, confidence)
        labels = zip(self._kind.act_labels, _LANGUAGES, strict=True)
        texts = (
            text.format(self._register.label(party.value, tag), self._register.label(self._target, tag))
            for text, tag in labels
        )
        facts.labels(file, node, *texts)


def _slug(party: str, base: str) -> str:
    """``city/fi/helsinki`` as ``fi-helsinki``."""
    return "-".join(party.removeprefix(f"{base}id/").split("/")[1:])
