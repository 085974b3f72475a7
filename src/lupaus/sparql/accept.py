"""Content negotiation (RFC 9110, section 12.5) for formats, languages and codings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lupaus.errors import NotAcceptable
from lupaus.media import DOCUMENT_FORMATS, GRAPH_FORMATS, HTML, SOLUTIONS_FORMATS, Format, by_name
from lupaus.sparql.guard import QueryForm

__all__ = ["negotiate", "negotiate_document", "negotiate_encoding", "negotiate_language", "offers_for"]

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"  # noqa: S105 - a token of RFC 9110, section 5.6.2
_QUOTED = r'"(?>(?:[^"\\]|\\.)*)"'
_ELEMENT = re.compile(rf'(?>(?:[^,"]++|{_QUOTED}|")+)')
_RANGE = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*((?>(?:;[^;\"]*+(?>(?:{_QUOTED}[^;\"]*+)*))*))")
_PARAMETER = re.compile(rf";\s*(?:({_TOKEN})=({_TOKEN}|{_QUOTED}))?\s*")
_WEIGHT = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
_SIMPLE = re.compile(rf"\s*({_TOKEN})\s*(?:;\s*[qQ]=({_WEIGHT.pattern})\s*)?")

_BY_TYPE = 3
"""From which level of precedence a range names a format by type and not by a wildcard."""
_LONGEST_KEPT = 1_000
"""Characters of Accept: longer ones are read anew each time rather than remembered."""
_MOST_RANGES = 200
"""Of one header; what comes after them is not looked at. Browsers send seven."""

# Parameters that ask for a flavour and exclude nothing: a JSON-LD profile that is not recognised must be ignored
# (JSON-LD 1.1, section C), and the RDF 1.2 types announce a version.
_IGNORED = frozenset({"profile", "version"})


@dataclass(frozen=True)
class _MediaRange:
    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...]
    quality: float

    def precedence(self, offer: Format) -> tuple[int, int]:
        """How closely it names ``offer``; (0, 0) not at all. More specific ranges override others."""
        if not all(self._holds(offer, name, value) for name, value in self.parameters):
            return 0, 0
        named = f"{self.type}/{self.subtype}"
        if named == offer.media_type:
            level = 4
        elif named in offer.aliases:
            level = 3
        elif self.subtype == "*" and self.type in ("*", offer.media_type.partition("/")[0]):
            level = 1 if self.type == "*" else 2
        else:
            return 0, 0
        return level, len(self.parameters)

    @staticmethod
    def _holds(offer: Format, name: str, value: str) -> bool:
        return name in _IGNORED or (name == "charset" and value.lower() in ("utf-8", "utf8"))


def offers_for(form: QueryForm) -> tuple[Format, ...]:
    """Formats an answer of this form can be written in, the preferred ones first."""
    return (*(SOLUTIONS_FORMATS if form in ("select", "ask") else GRAPH_FORMATS), HTML)


def negotiate(accept_headers: Sequence[str], offers: Sequence[Format], wanted: str | None = None) -> Format:
    """The format to answer in: ``wanted`` (``format=``) before the headers.

    Of the offers with the best quality, those named by type come before those let in by a wildcard, and then the
    earlier one. Parts of a header that do not parse are skipped; with nothing left, anything is welcome.

    :raises NotAcceptable: nothing fits. Lists the offers.
    """
    if wanted is not None:
        # A form decoder turns the + of an unescaped application/sparql-results+json into a space.
        found = by_name(wanted.strip().replace(" ", "+") if "/" in wanted else wanted, tuple(offers))
        if found is None:
            raise _nothing(offers, f"format is {wanted[:60]!r}, which cannot be given here.")
        return found
    if sum(map(len, accept_headers)) > _LONGEST_KEPT:
        return _negotiate(tuple(accept_headers), tuple(offers))
    return _negotiated(tuple(accept_headers), tuple(offers))


def _negotiate(accept_headers: tuple[str, ...], offers: tuple[Format, ...]) -> Format:
    ranges = [part for header in accept_headers for part in _media_ranges(header)]
    if not ranges:
        return offers[0]
    best: Format | None = None
    best_rank = (0.0, 0)
    for offer in offers:
        level, quality = _quality(offer, ranges)
        rank = (quality, min(level, _BY_TYPE))  # an alias is as good as the type itself
        if quality > 0 and rank > best_rank:
            best, best_rank = offer, rank
    if best is None:
        raise _nothing(offers, "Accept names no format that can be given here.")
    return best


def negotiate_document(accept_headers: Sequence[str]) -> Format:
    """The format of a document, of all that documents are offered in.

    The quads of a document stand in the named graphs that they come from, and whoever reads a document as triples
    sees none of them. So a client that names a format of triples too gets that, whichever it likes better: the
    server has a say in negotiation (RFC 9110, section 12.1). Formats of quads are for those who name no other.

    :raises NotAcceptable: nothing fits. Lists the offers.
    """
    best = negotiate(accept_headers, DOCUMENT_FORMATS)
    if best.kind != "dataset":
        return best
    ranges = [part for header in accept_headers for part in _media_ranges(header)]
    named = [form for form in DOCUMENT_FORMATS if form.kind == "graph" and _is_named(form, ranges)]
    return negotiate(accept_headers, named) if named else best


def _is_named(offer: Format, ranges: Sequence[_MediaRange]) -> bool:
    level, quality = _quality(offer, ranges)
    return level >= _BY_TYPE and quality > 0


_negotiated = lru_cache(maxsize=512)(_negotiate)
"""Clients of one kind send one Accept again and again."""


def _quality(offer: Format, ranges: Sequence[_MediaRange]) -> tuple[int, float]:
    """The level and quality of the most specific range that names ``offer``; of two alike the higher quality."""
    ranked = max((*part.precedence(offer), part.quality) for part in ranges)
    return ranked[0], ranked[2] if ranked[0] else 0.0


def _nothing(offers: Sequence[Format], reason: str) -> NotAcceptable:
    types = [offer.media_type for offer in offers]
    names = ", ".join(f"{offer.media_type} (format={offer.name})" for offer in offers)
    return NotAcceptable(f"{reason} Here are: {names}.", offers=types)


def _media_ranges(header: str) -> list[_MediaRange]:
    elements = islice(_ELEMENT.finditer(header), _MOST_RANGES)
    return [part for element in elements if (part := _media_range(element[0])) is not None]


def _media_range(text: str) -> _MediaRange | None:
    match = _RANGE.fullmatch(text)
    if match is None or (match[1] == "*" and match[2] != "*"):
        return None
    parameters: list[tuple[str, str]] = []
    quality: float | None = None
    done = 0
    for parameter in _PARAMETER.finditer(match[3]):
        if parameter.start() != done:
            return None
        done = parameter.end()
        if parameter[1] is None or quality is not None:
            continue  # an empty parameter, or what RFC 7231 called accept-ext
        name, value = parameter[1].lower(), _unquoted(parameter[2])
        if name == "q":
            if _WEIGHT.fullmatch(value) is None:
                return None
            quality = float(value)
        else:
            parameters.append((name, value))
    if done != len(match[3]):
        return None
    return _MediaRange(match[1].lower(), match[2].lower(), tuple(parameters), 1.0 if quality is None else quality)


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def _weighted(header: str) -> dict[str, float]:
    """Names in lower case and their weights, of a header without parameters; the higher of two alike."""
    weights: dict[str, float] = {}
    for text in header.split(","):
        match = _SIMPLE.fullmatch(text)
        if match is not None:
            name = match[1].lower()
            weights[name] = max(weights.get(name, 0.0), float(match[2] or 1))
    return weights


def negotiate_language(header: str | None, available: Sequence[str], default: str) -> str:
    """The language to answer in: lookup of RFC 4647, section 3.4, so that ``fi-FI`` finds ``fi``.

    Of equal weights the earlier in the header wins; ``default`` where nothing fits, since a page in another
    language is better than none.
    """
    weights = _weighted(header or "")
    refused = {name for name, weight in weights.items() if weight == 0}
    for wanted in sorted((name for name in weights if weights[name] > 0), key=lambda name: -weights[name]):
        if wanted == "*":
            free = [
                language for language in (default, *available) if language.lower() not in refused | set(weights)
            ]
            if free:
                return free[0]
            continue
        subtags = wanted.split("-")
        while subtags:
            for language in available:
                if language.lower() == "-".join(subtags) and language.lower() not in refused:
                    return language
            subtags.pop()
            if subtags and len(subtags[-1]) == 1:
                subtags.pop()
    return default


def negotiate_encoding(header: str | None, available: Sequence[str]) -> str:
    """The content coding to answer in, ``identity`` for none (RFC 9110, section 12.5.3).

    Without the header no coding is used. Of equal weights a coding comes before none, and earlier ones first.

    :raises NotAcceptable: the client refuses the plain form and every coding there is.
    """
    if header is None:
        return "identity"
    weights = _weighted(header)
    if "x-gzip" in weights:  # section 8.4.1.3
        weights.setdefault("gzip", weights["x-gzip"])
    anything = weights.get("*", 0.0)
    # Not listed, the plain form is welcome behind all that is, unless *;q=0 shuts it out.
    plain = weights.get("identity", 0.0 if weights.get("*") == 0 else 0.0005)
    ranked = [(weights.get(coding, anything), coding) for coding in available]
    best = max(ranked, key=lambda pair: pair[0], default=(0.0, ""))
    if best[0] > 0 and best[0] >= plain:
        return best[1]
    if plain > 0:
        return "identity"
    raise NotAcceptable(
        f"Accept-Encoding refuses the plain form; besides it there is only {', '.join(available) or 'nothing'}.",
        offers=[*available, "identity"],
    )
