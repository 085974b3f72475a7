"""SERVICE is redirected token by token, and nothing else changes."""

from dataclasses import replace

from lupaus.sparql.guard import inspect
from lupaus.sparql.limits import DEFAULT_LIMITS
from lupaus.sparql.rewrite import redirect_services

LIMITS = replace(DEFAULT_LIMITS, services=frozenset({"http://a/", "http://b/"}))
ADDRESSES = {"http://a/": "http://l/1", "http://b/": "http://l/2"}

QUERY = """ASK { # SERVICE <http://a/>
  ?s ?p "SERVICE <http://a/>", <http://a/> . SERVICE <http://a/> {}
  service silent<http://\\u0062/>{ SERVICE # <http://b/>
  <http://a/> {} } }"""
REDIRECTED = """ASK { # SERVICE <http://a/>
  ?s ?p "SERVICE <http://a/>", <http://a/> . SERVICE <http://l/1> {}
  service silent<http://l/2>{ SERVICE # <http://b/>
  <http://l/1> {} } }"""


def redirect(query):
    facts = inspect(query, LIMITS)
    return redirect_services(facts.text, facts.services, ADDRESSES.__getitem__)


def test_each_service_goes_to_its_address():
    assert redirect(QUERY) == REDIRECTED


def test_without_service_the_text_stays():
    query = "SELECT ('SERVICE <http://a/>' AS ?x) {}"
    assert redirect(query) == query
