"""The page that a list was read from, described as a source with its publisher."""

from pyoxigraph import Literal, NamedNode

from lupaus.curation.facts import Facts, slug_of
from lupaus.curation.register import Register, host_of

__all__ = ["describe_page", "free_node"]

_SOURCES = "data/sources/parties.ttl"
_PUBLISHERS = "data/organisations/publishers.ttl"
_LONGEST_SLUG = 80


def describe_page(facts: Facts, register: Register, url: str) -> NamedNode:
    """The source with that address, described if it is new.

    Its publisher is that of other pages of its host, if there is one alone, or else the host.
    """
    if known := register.sources_by_url.get(url):
        return NamedNode(known)
    host = host_of(url)
    publishers = register.publishers_by_host.get(host, set())
    publisher = facts.node(f"organisation/{slug_of(host)}")
    if len(publishers) == 1:
        publisher = NamedNode(next(iter(publishers)))
    elif publisher.value not in register.subjects:
        facts.begin(_PUBLISHERS, "# Publishers of the pages and data sets that claims rest on.\n")
        facts.say(_PUBLISHERS, publisher, "org:Organization")
        facts.labels(_PUBLISHERS, publisher, host, host, host, host)
    place = slug_of(url.partition("://")[2].removeprefix("www."))
    source = free_node(facts, register, f"source/{place[:_LONGEST_SLUG].strip('-')}")
    label = register.label(publisher.value, "en") if publisher.value in register.things else host
    facts.begin(_SOURCES, "# The pages and compilations that signatures and memberships rest on.\n")
    facts.say(_SOURCES, source, "lup:Source", dcterms_publisher=publisher, schema_url=NamedNode(url))
    facts.say(_SOURCES, source, schema_genre=Literal("web page", language="en"))
    words = ("web page", "verkkosivu", "webbsida", "veebileht")
    facts.labels(_SOURCES, source, *(f"{label}: {word}" for word in words))
    register.sources_by_url[url] = source.value
    return source


def free_node(facts: Facts, register: Register, path: str) -> NamedNode:
    """The IRI at ``path``, with a number if something else has it."""
    number, node = 1, facts.node(path)
    while node.value in register.subjects:
        number += 1
        node = facts.node(f"{path}-{number}")
    return node
