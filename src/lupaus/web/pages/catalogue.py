"""The words of the interface in each language, from message catalogues; dates and numbers as each writes them.

English is the language of the messages themselves. The other languages are gettext catalogues in ``locale/``,
read when the program starts; ``tests/web/catalogues.py`` writes the messages of templates and code into them.
The only module that imports Babel.
"""

import re
from datetime import date
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

__all__ = ["catalogue", "show_date", "show_number"]

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:Z|[+-]\d\d:\d\d)?\Z")
_LONGEST_NUMBER = 30


@cache
def catalogue(language: str) -> NullTranslations:
    """The messages in ``language``; a message without a translation stays as it is."""
    if language == "en":
        return NullTranslations()
    with files("lupaus.web.pages").joinpath(f"locale/{language}.po").open("rb") as stream:
        messages = read_po(stream, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


def show_date(text: str, language: str) -> str:
    """An XML Schema date, month or year as people write it; anything else as it is."""
    match = _DATE.match(text)
    if match is None:
        return text
    year, month, day = match.groups()
    try:
        if day is not None:
            return format_date(date(int(year), int(month), int(day)), "long", locale=language)
        if month is not None:
            return format_skeleton("yMMMM", date(int(year), int(month), 1), locale=language)
    except ValueError:
        return text
    return year


def show_number(text: str, language: str) -> str:
    """An integer or a decimal with the separators of ``language``; anything else as it is."""
    if len(text) > _LONGEST_NUMBER or re.fullmatch(r"[+-]?\d+(\.\d+)?", text) is None:
        return text
    return format_decimal(text, locale=language, decimal_quantization=False)
