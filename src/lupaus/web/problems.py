"""The one place where an error becomes an answer: a problem document (RFC 9457), for programs and for people.

Handlers raise; ``front.py`` catches and asks here. The members are the same whatever the form:
``type``, ``title``, ``status``, ``detail`` and what the error adds (``limit``, ``line``, ``column`` …).
"""

import inspect
import json
from collections.abc import Iterator
from urllib.parse import parse_qsl

from starlette.types import Scope

from lupaus import errors
from lupaus.errors import N_, AnswerError, NotAcceptable
from lupaus.media import HTML, PROBLEM_JSON, TEXT, Format
from lupaus.namespaces import BASE
from lupaus.sparql import accept
from lupaus.sparql.problems import Problem, problem_of
from lupaus.web.headers import PAGE, Headers, field, read
from lupaus.web.pages.catalogue import catalogue
from lupaus.web.pages.language import Label, Languages, choose_languages
from lupaus.web.pages.render import Pages
from lupaus.web.reply import Reply
from lupaus.web.site import Site

__all__ = ["Problems", "fields_of", "plain_reply", "problem_kinds", "unexpected"]

_OFFERS = (PROBLEM_JSON, HTML, TEXT)


def unexpected(error: Exception) -> AnswerError:
    """What a client is told of a failure of ours: that it happened, and nothing of how."""
    return AnswerError(N_("Something failed that should not have. It is noted in the server's log."))


def plain_reply(error: AnswerError, base: str = BASE) -> Reply:
    """``error`` as JSON, where nothing is known of the request."""
    body = json.dumps(problem_of(error, base).as_json(), ensure_ascii=False, indent=2).encode() + b"\n"
    return Reply(error.status, fields_of(error, PROBLEM_JSON), body)


def problem_kinds() -> Iterator[type[AnswerError]]:
    """Every class of problem, in the order of its status."""
    classes = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, AnswerError)]
    yield from sorted(classes, key=lambda kind: (kind.status, kind.slug))


class Problems:
    """Errors as answers in the form the client reads."""

    def __init__(self, site: Site, pages: Pages) -> None:
        self._site, self._pages = site, pages

    def reply(self, error: AnswerError, scope: Scope) -> Reply:
        """``error`` in the form that the request's Accept asks for; JSON if that names none of ours."""
        form = self.form_for(scope)
        problem = self.describe(error)
        if form is HTML:
            languages = self.languages_for(scope)
            detail = self.detail_in(error, languages[0])
            body = self._pages.render(
                "problem.html", languages=languages, document=problem, slug=error.slug, detail=detail
            )
            return Reply(error.status, (*fields_of(error, form), *PAGE), body)
        if form is TEXT:
            return Reply(error.status, fields_of(error, form), problem.as_text().encode())
        return plain_reply(error, self._site.base)

    def describe(self, error: AnswerError) -> Problem:
        """``error`` as a problem document."""
        return problem_of(error, self._site.base)

    @staticmethod
    def form_for(scope: Scope) -> Format:
        """The form that the request's Accept asks for; JSON if that names none of ours."""
        asked = read(scope["headers"], b"accept")
        try:
            return accept.negotiate([asked.get(b"accept", "")], _OFFERS)
        except NotAcceptable:
            return PROBLEM_JSON

    @staticmethod
    def languages_for(scope: Scope) -> Languages:
        """The languages of whoever made the request."""
        asked = read(scope["headers"], b"accept-language")
        chosen = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"))).get("lang", "")
        return choose_languages(asked.get(b"accept-language", ""), chosen)

    @staticmethod
    def detail_in(error: AnswerError, language: str) -> Label:
        """What is said, in ``language`` where there is a translation: with values, for what readers meet."""
        said = catalogue(language).gettext(error.message) if error.message else ""
        if said in ("", error.message):
            return Label(error.detail, "en")
        return Label(said % error.values if error.values else said, language)

    def page(self, languages: Languages) -> bytes:
        """The page where every problem type's IRI leads."""
        kinds = [
            {
                "slug": kind.slug,
                "title": kind.title,
                "status": kind.status,
                "meaning": inspect.cleandoc(kind.__doc__ or ""),
                "type": f"{self._site.base}problems#{kind.slug}",
            }
            for kind in problem_kinds()
        ]
        return self._pages.render("problems.html", languages=languages, kinds=kinds)


def fields_of(error: AnswerError, form: Format) -> Headers:
    """The header fields of an answer that tells of ``error``, but for those of a page."""
    extras = tuple(field(name, value) for name, value in error.headers.items())
    return (
        field("content-type", form.content_type),
        (b"cache-control", b"no-store"),
        (b"vary", b"Accept"),
        *extras,
    )
