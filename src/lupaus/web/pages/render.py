"""Templates to bytes. The only module that imports Jinja."""

import hashlib
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from lupaus import __version__
from lupaus.web.pages.catalogue import catalogue, show_date, show_number
from lupaus.web.pages.language import LANGUAGES, localise
from lupaus.web.site import Site

__all__ = ["SCRIPT", "STYLE", "Pages"]

STYLE = files("lupaus.web.pages").joinpath("style.css").read_bytes()
SCRIPT = files("lupaus.web.pages").joinpath("page.js").read_bytes()


class Pages:
    """The pages of one site. Everything from the data is escaped; a name a template misspells is an error."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._environments = {language: self._environment(language) for language in LANGUAGES}

    def render(self, template: str, *, languages: tuple[str, ...], **values: object) -> bytes:
        """The page ``template`` with ``values``, in the first of ``languages``, in UTF-8."""
        found = self._environments[languages[0]].get_template(template)
        return found.render(languages=languages, **values).encode()

    def _environment(self, language: str) -> Environment:
        environment = Environment(
            loader=PackageLoader("lupaus.web.pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        messages = catalogue(language)
        environment.install_gettext_callables(  # type: ignore[attr-defined]
            messages.gettext, messages.ngettext, newstyle=True
        )
        environment.globals |= {
            "site": self._site,
            "software_version": __version__,
            "style_hash": hashlib.sha256(STYLE).hexdigest()[:12],
            "script_hash": hashlib.sha256(SCRIPT).hexdigest()[:12],
            "languages_offered": tuple(LANGUAGES.items()),
            "here": "",
            "canonical": "",
            "searched": "",
            "to": _to,
        }
        environment.filters |= {
            "date": lambda text: show_date(str(text), language),
            "number": lambda number: show_number(str(number), language),
        }
        return environment


@pass_context
def _to(context: Context, href: str) -> str:
    """``href`` for a link on the page that is being rendered."""
    return localise(href, context["languages"])
