"""Names of places and bodies as they are compared: spelling set aside, the kind of body kept."""

import re
import unicodedata

__all__ = ["body_word", "normalise", "plain_city_name", "printable"]

_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae",
     "œ": "oe", "Œ": "oe", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ŀ": "l", "Ŀ": "l", "’": "'"}
)  # fmt: skip
"""Letters that Unicode does not decompose into a base letter and a mark."""

_BODIES = {
    "agency", "agglomeration", "area", "borough", "canton", "communaute", "community", "county", "departement",
    "department", "diputacio", "diputacion", "district", "governorate", "grand", "greater", "metropole",
    "metropolis", "metropolitan", "province", "provincia", "provincial", "region", "regional", "regionalverband",
    "regione", "state", "verband", "voivodeship",
}  # fmt: skip
"""Words that say that a body is not the city whose name stands beside them."""

_CITY_FORMS = (
    re.compile(
        r"^(?:the )?(?:city|municipality|town|comune|commune|ayuntamiento|stadt|ville) (?:of |di |de )?(.+)$"
    ),
    re.compile(r"^(.+) (?:city council|city|municipality|kommun|kommune|belediyesi)$"),
)


def normalise(name: str) -> str:
    """A name without case, marks and punctuation, words separated by single spaces.

    Two names are taken for one name when this is equal: ``Łódź`` and ``Lodz``, ``Saint-Étienne`` and
    ``saint etienne``. Letters of other scripts stay as they are. The result of a result is the same again.
    """
    letters = unicodedata.normalize("NFKD", name.translate(_LETTERS)).casefold().translate(_LETTERS)
    base = "".join(char for char in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", base))


def body_word(name: str) -> str | None:
    """The word in a name that says it is a region, district or other body and not a city, if there is one."""
    return next((word for word in normalise(name).split() if word in _BODIES), None)


def plain_city_name(name: str) -> str | None:
    """The normalised name of the city in forms such as ``City of Oulu`` or ``Tyresö kommun``; else ``None``."""
    text = normalise(name)
    for form in _CITY_FORMS:
        if found := form.match(text):
            return found[1]
    return None


def printable(text: str) -> str:
    """A text of others for a terminal: whatever moves its cursor or reverses its reading becomes ``\ufffd``."""
    return "".join(char if char.isprintable() or char == " " else "\ufffd" for char in text)
