"""Choosing among labels: which languages a reader wants, and which label that gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from lupaus.errors import N_, NotFound
from lupaus.web.headers import read

__all__ = ["LANGUAGES", "Label", "Languages", "choose_label", "choose_languages", "languages_of", "localise"]

LANGUAGES: Mapping[str, str] = {"en": "English", "fi": "suomi", "sv": "svenska", "et": "eesti"}
"""The languages of the interface and of our labels, each by its own name; the order is the order of fallback."""


class Languages(tuple[str, ...]):
    """All our languages in the order a reader wants them."""

    is_chosen: bool
    """Whether the address names the first one: links on the page then carry it on, and no header matters."""

    def __new__(cls, order: Iterable[str], *, is_chosen: bool = False) -> "Languages":
        made = super().__new__(cls, order)
        made.is_chosen = is_chosen
        return made

    @property
    def key(self) -> str:
        """For cache keys: pages whose links differ are different pages."""
        return ("lang=" if self.is_chosen else "") + ",".join(self)

    @property
    def vary(self) -> tuple[str, ...]:
        """The header that the choice depended on: none, where the address names the language."""
        return () if self.is_chosen else ("Accept-Language",)


@dataclass(frozen=True)
class Label:
    """A text to show for a thing."""

    text: str
    lang: str = ""
    is_fallback: bool = False
    """Whether the reader asked for another language: the page then says which one this is."""


def choose_languages(accept_language: str, chosen: str = "") -> Languages:
    """All our languages, the wanted ones first (RFC 9110, section 12.5.4; lookup as in RFC 4647, section 3.4).

    ``chosen`` is what the reader clicked on; it comes before anything the browser says.
    """
    wanted: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept_language.split(",")):
        tag, _, parameter = part.partition(";")
        weight = 1.0
        if parameter.strip().startswith("q="):
            try:
                weight = float(parameter.strip()[2:])
            except ValueError:
                weight = 0.0
        primary = tag.strip().lower().partition("-")[0]
        if primary in LANGUAGES and weight > 0:
            wanted.append((-weight, position, primary))
    order = [] if chosen not in LANGUAGES else [chosen]
    order += [primary for _, _, primary in sorted(wanted)]
    return Languages(dict.fromkeys([*order, *LANGUAGES]), is_chosen=chosen in LANGUAGES)


def choose_label(labels: Mapping[str, str], languages: tuple[str, ...], otherwise: str) -> Label:
    """The label in the first of ``languages`` there is; one without a language, then any, then ``otherwise``."""
    for language in languages:
        if language in labels:
            return Label(labels[language], language, is_fallback=language != languages[0])
    for language in ("", "mul"):
        if language in labels:
            return Label(labels[language])
    for language, text in sorted(labels.items()):
        return Label(text, language, is_fallback=True)
    return Label(otherwise)


def languages_of(request: Request) -> Languages:
    """The languages a reader wants, from the address or else from the browser.

    :raises NotFound: if the address names a language that no page has.
    """
    chosen = request.query_params.get("lang", "")
    if chosen and chosen not in LANGUAGES:
        raise NotFound(
            N_("There are no pages in the language %(language)s; there are %(offered)s."),
            values={"language": repr(chosen[:20]), "offered": ", ".join(LANGUAGES)},
        )
    asked = read(request.scope["headers"], b"accept-language").get(b"accept-language", "")
    return choose_languages(asked, chosen)


def localise(href: str, languages: tuple[str, ...]) -> str:
    """An address of this site for a link on a page: straight to the document, in the language chosen.

    Addresses elsewhere, and anchors, stay as they are.
    """
    if not href.startswith("/"):
        return href
    path, hash_, anchor = href.partition("#")
    if path.startswith("/id/"):
        path = "/doc/" + path.removeprefix("/id/")
    if isinstance(languages, Languages) and languages.is_chosen:
        path += ("&" if "?" in path else "?") + f"lang={languages[0]}"
    return path + hash_ + anchor
