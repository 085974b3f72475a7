"""Four languages, one label each; where we translated ourselves the node says so."""

import pytest

LANGUAGES = ("en", "fi", "sv", "et")
UNLABELLED = {"lup:Claim", "lup:Source", "geo:Geometry", "dcat:Dataset", "vcard:Organization"}
"""Kinds that need no name in four languages: sources have one label, in English; the rest have none."""

TITLES = {
    (1, "en"): ("Combating climate change", "oneSource"),
    (2, "en"): ("Working towards a human-centric digital transition and ethical use of technology", "oneSource"),
    (3, "en"): ("Improving urban environments through spatial planning", "oneSource"),
    (4, "en"): ("Enabling social equality and more open cities", "inferred"),
    (5, "en"): ("Strengthening the role of cities as innovation platforms", "inferred"),
    (1, "fi"): ("Ilmastonmuutoksen vastainen taistelu", "oneSource"),
    (2, "fi"): ("Ihmisläheisempi digitaalinen muutos ja teknologian eettinen käyttö", "oneSource"),
    (3, "fi"): ("Urbaanin ympäristön kehittäminen kaupunki- ja aluesuunnittelun keinoin", "oneSource"),
    (4, "fi"): ("Sosiaalinen tasa-arvo ja avoimemmat kaupungit", "oneSource"),
    (5, "fi"): ("Kaupunkien rooli innovaatioalustoina", "oneSource"),
    (1, "sv"): ("Kampen mot klimatförändringen", "confirmedSamePublisher"),
    (2, "sv"): (
        "En mer människonära digital förändring och etisk användning av teknologi",
        "confirmedSamePublisher",
    ),
    (3, "sv"): ("Utveckling av den urbana miljön med hjälp av stads- och områdesplanering", "oneSource"),
    (4, "sv"): ("Social jämlikhet och öppnare städer", "oneSource"),
    (5, "sv"): ("Städernas roll som innovationsplattformar", "oneSource"),
    (1, "et"): ("Võitlus kliimamuutuste vastu", "ownTranslation"),
    (2, "et"): ("Inimkesksem digipööre ja tehnoloogia eetiline kasutamine", "ownTranslation"),
    (3, "et"): ("Linnakeskkonna arendamine linna- ja regionaalplaneerimise abil", "ownTranslation"),
    (4, "et"): ("Sotsiaalne võrdsus ja avatumad linnad", "ownTranslation"),
    (5, "et"): ("Linnade roll innovatsiooniplatvormidena", "ownTranslation"),
}
CITIES = {
    "fi/helsinki": ("Helsinki", "Helsinki", "Helsingfors", "Helsingi"),
    "se/stockholm": ("Stockholm", "Tukholma", "Stockholm", "Stockholm"),
    "ee/tallinn": ("Tallinn", "Tallinna", "Tallinn", "Tallinn"),
}


CORE_NETWORKS = {"eurocities", "metrex", "cities-coalition-digital-rights", "living-in-eu", "enoll", "oasc"}
CORE_CITIES = {
    "de/frankfurt-am-main", "ee/tallinn", "es/barcelona", "fi/espoo", "fi/helsinki", "fi/vantaa", "fr/lyon",
    "gb/birmingham", "it/bologna", "it/milan", "nl/amsterdam", "nl/rotterdam", "se/stockholm",
}  # fmt: skip
"""The networks and cities that the declaration and its conference speak of."""


def is_of_the_corpus(subject):
    """A text beside ours, a clause of one, a network or a city: named as the pages name it, and not translated."""
    kind, _, name = subject.value.partition("/id/")[2].partition("/")
    if kind == "network":
        return name not in CORE_NETWORKS
    if kind == "city":
        return name not in CORE_CITIES
    return kind in {"declaration", "commitment", "demand"} and not name.startswith(
        "helsinki-impact-declaration-2019"
    )


@pytest.fixture(scope="module")
def rows_of_lists(curated):
    """What a list of signatories or members brought in, and the lists themselves: named in English alone."""
    core = {
        curated.thing(f"signature/helsinki-impact-declaration-2019/{party}")
        for party in ("helsinki", "stockholm", "tallinn", "eurocities", "metrex")
    }
    return {
        triple.subject
        for path, triples in curated.files.items()
        if path.parent.name in {"signatures", "memberships", "lists"} or path.name in {"parties.ttl"}
        for triple in triples
    } - core


@pytest.fixture(scope="module")
def labelled(curated):
    """Everything that is to have a name."""
    exempt = set(curated.typed(*UNLABELLED))
    return [s for s in curated.by_subject if curated.objects(s, "rdf:type") and s not in exempt]


@pytest.fixture(scope="module")
def named(labelled, rows_of_lists):
    """Everything that is to have a name in four languages."""
    return [subject for subject in labelled if not is_of_the_corpus(subject) and subject not in rows_of_lists]


def test_corpus_is_named_in_english_once(curated, labelled, rows_of_lists):
    corpus = [subject for subject in labelled if is_of_the_corpus(subject) or subject in rows_of_lists]
    assert len(corpus) > 4000
    for subject in corpus:
        languages = [label.language for label in curated.objects(subject, "rdfs:label")]
        assert languages.count("en") == 1, subject
        assert len(languages) == len(set(languages)), subject


def test_one_label_in_each_language(curated, named):
    assert len(named) > 300
    cities = set(curated.typed("lup:City"))
    for subject in named:
        languages = [label.language for label in curated.objects(subject, "rdfs:label")]
        extra = set(languages) - set(LANGUAGES) if subject in cities else set()  # what it is called there
        assert sorted(languages) == sorted({*LANGUAGES, *extra}), subject


def test_own_translations_name_a_language_that_is_there(curated, named):
    for subject in named:
        marked = [value.value for value in curated.objects(subject, "lup:labelTranslatedInto")]
        assert set(marked) <= {"fi", "sv", "et"}, subject
        assert len(marked) == len(set(marked)), subject


def test_made_up_names_are_marked(curated, rows_of_lists):
    """No page names these things: whatever they are called in the other languages is ours."""
    for subject in curated.typed(
        "lup:Session",
        "lup:Milestone",
        "lup:Target",
        "lup:StatedQuantity",
        "lup:Signature",
        "lup:Edition",
        "lup:SignatoryList",
    ):
        if subject in rows_of_lists:
            continue
        marked = {value.value for value in curated.objects(subject, "lup:labelTranslatedInto")}
        assert marked == {"fi", "sv", "et"}, subject


@pytest.mark.parametrize(("position", "language"), TITLES)
def test_title_of_commitment_and_its_standing(curated, position, language):
    text, confidence = TITLES[position, language]
    commitment = curated.thing(f"commitment/helsinki-impact-declaration-2019/{position}")
    (label,) = [o for o in curated.objects(commitment, "rdfs:label") if o.language == language]
    assert label.value == text
    (claim,) = [c for c in curated.claims.values() if c.triple == (commitment, curated.iri("rdfs:label"), label)]
    assert (claim.standing, claim.confidence) == ("accepted", confidence)


def test_titles_marked_as_our_translation_are_the_estonian(curated):
    for commitment in curated.typed("lup:Commitment"):
        expected = [] if is_of_the_corpus(commitment) else ["et"]
        assert [o.value for o in curated.objects(commitment, "lup:labelTranslatedInto")] == expected


@pytest.mark.parametrize("path", CITIES)
def test_city_is_called(curated, path):
    labels = {o.language: o.value for o in curated.objects(curated.thing(f"city/{path}"), "rdfs:label")}
    assert tuple(labels[language] for language in LANGUAGES) == CITIES[path]


def test_stockholm_is_tukholma_in_finnish(curated):
    """Everywhere but in the titles of posts, which are names in the language they were given in."""
    posts = set(curated.typed("schema:BlogPosting"))
    for triple in curated.triples:
        if getattr(triple.object, "language", None) == "fi" and triple.subject not in posts:
            assert "Stockholm" not in triple.object.value, triple
