"""Templates to bytes. The only module that imports Jinja."""

import hashlib
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from lupaus import __version__
from lupaus.web.pages.words import LANGUAGES, WORDS
from lupaus.web.site import Site

__all__ = ["STYLE", "Pages"]

STYLE = files("lupaus.web.pages").joinpath("style.css").read_bytes()


class Pages:
    """The pages of one site. Everything from the data is escaped; a name a template misspells is an error."""

    def __init__(self, site: Site) -> None:
        self._environment = Environment(
            loader=PackageLoader("lupaus.web.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "site": site,
            "t": WORDS["en"],
            "software_version": __version__,
            "style_hash": hashlib.sha256(STYLE).hexdigest()[:12],
            "languages_offered": tuple(LANGUAGES.items()),
            "languages": tuple(LANGUAGES),
            "here": "",
        }

    def render(self, template: str, **values: object) -> bytes:
        """The page ``template`` with ``values``, in UTF-8."""
        return self._environment.get_template(template).render(**values).encode()
