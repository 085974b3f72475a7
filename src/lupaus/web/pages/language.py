"""Choosing among labels: which languages a reader wants, and which label that gives."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

from lupaus.web.headers import read
from lupaus.web.pages.words import LANGUAGES

__all__ = ["Label", "choose_label", "choose_languages", "languages_of"]


@dataclass(frozen=True)
class Label:
    """A text to show for a thing."""

    text: str
    lang: str = ""
    is_fallback: bool = False
    """Whether the reader asked for another language: the page then says which one this is."""


def choose_languages(accept_language: str, chosen: str = "") -> tuple[str, ...]:
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
    order = [chosen] if chosen in LANGUAGES else []
    order += [primary for _, _, primary in sorted(wanted)]
    return tuple(dict.fromkeys([*order, *LANGUAGES]))


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


def languages_of(request: Request) -> tuple[str, ...]:
    """The languages a reader wants, from the address or else from the browser."""
    asked = read(request.scope["headers"], b"accept-language").get(b"accept-language", "")
    return choose_languages(asked, request.query_params.get("lang", ""))
