"""What each metric and dimension of quality is called, in the four languages we publish."""

from collections.abc import Mapping

from pyoxigraph import Literal

__all__ = ["DIMENSIONS", "METRICS", "Words", "fill"]

Words = Mapping[str, str]
"""A text by language."""

DIMENSIONS: Mapping[str, Words] = {
    "completeness": {"en": "Completeness", "fi": "Täydellisyys", "sv": "Fullständighet", "et": "Täielikkus"},
    "consistency": {"en": "Consistency", "fi": "Ristiriidattomuus", "sv": "Konsekvens", "et": "Kooskõlalisus"},
    "interlinking": {"en": "Interlinking", "fi": "Linkitys", "sv": "Länkning", "et": "Lingitus"},
    "trustworthiness": {
        "en": "Trustworthiness", "fi": "Luotettavuus", "sv": "Tillförlitlighet", "et": "Usaldusväärsus",
    },
}  # fmt: skip

_LANGUAGES: Mapping[str, Words] = {
    "en": {"en": "English", "fi": "englanninkielinen", "sv": "engelska", "et": "ingliskeelne"},
    "fi": {"en": "Finnish", "fi": "suomenkielinen", "sv": "finska", "et": "soomekeelne"},
    "sv": {"en": "Swedish", "fi": "ruotsinkielinen", "sv": "svenska", "et": "rootsikeelne"},
    "et": {"en": "Estonian", "fi": "vironkielinen", "sv": "estniska", "et": "eestikeelne"},
}
_SEVERITIES: Mapping[str, Words] = {
    "violation": {"en": "violation", "fi": "virhe", "sv": "fel", "et": "viga"},
    "warning": {"en": "warning", "fi": "varoitus", "sv": "varning", "et": "hoiatus"},
    "info": {"en": "information", "fi": "tiedoksi", "sv": "upplysning", "et": "teave"},
}
_COMPLETENESS: Mapping[str, Words] = {
    "complete": {"en": "said to be complete", "fi": "täydellisiä lähteensä mukaan",
                 "sv": "fullständiga enligt källan", "et": "allika järgi täielikud"},
    "incomplete": {"en": "said to be incomplete", "fi": "vaillinaisia lähteensä mukaan",
                   "sv": "ofullständiga enligt källan", "et": "allika järgi mittetäielikud"},
    "unstated": {"en": "not said to be either", "fi": "ilman tietoa täydellisyydestä",
                 "sv": "utan uppgift om fullständighet", "et": "täielikkuse teabeta"},
}  # fmt: skip
_PUBLISHERS: Mapping[str, Words] = {
    "0": {"en": "no publisher", "fi": "ei yhtään", "sv": "ingen", "et": "mitte ühtegi"},
    "1": {"en": "one publisher", "fi": "yksi", "sv": "en", "et": "üks"},
    "2": {"en": "two independent publishers", "fi": "kaksi", "sv": "två", "et": "kaks"},
    "3": {"en": "three or more independent publishers", "fi": "kolme tai useampi", "sv": "tre eller fler",
          "et": "kolm või rohkem"},
}  # fmt: skip

METRICS: Mapping[str, tuple[str, Words, str, Mapping[str, Words]]] = {
    "labels": (
        "completeness",
        {"en": "Things with a label in {}", "fi": "Asiat, joilla on {} nimi", "sv": "Saker med benämning på {}",
         "et": "Asjad, millel on {} nimi"},
        "Share of the things that have a class in the graph (or, for a class, of the things of that class there) "
        "with an rdfs:label or skos:prefLabel in {} in the same graph.",
        _LANGUAGES,
    ),
    "facts": (
        "trustworthiness",
        {"en": "Facts by confidence: {}", "fi": "Tiedot varmuuden mukaan: {}",
         "sv": "Uppgifter efter säkerhet: {}", "et": "Faktid kindluse järgi: {}"},
        "Share of the accepted claims in the graph whose confidence is: {}.",
        {},
    ),
    "publishers": (
        "trustworthiness",
        {"en": "Facts that rest on {}", "fi": "Tiedot riippumattomien julkaisijoiden määrän mukaan: {}",
         "sv": "Uppgifter efter antal oberoende utgivare: {}",
         "et": "Faktid sõltumatute avaldajate arvu järgi: {}"},
        "Share of the accepted claims in the graph whose sources are of {} (lup:publisherCount).",
        _PUBLISHERS,
    ),
    "links": (
        "interlinking",
        {"en": "Things with a link to {}", "fi": "Asiat, joista on linkki: {}", "sv": "Saker med länk till: {}",
         "et": "Asjad, millest on link: {}"},
        "Share of the things of the class in the graph with a link to {} in any graph of the default graph. "
        "A class without a measurement has no such link.",
        {},
    ),
    "list": (
        "completeness",
        {"en": "List completeness", "fi": "Luettelon kattavuus", "sv": "Förteckningens täckning",
         "et": "Loendi kattuvus"},
        "Entries of the list that are known here (lup:listedIn) by the number of entries that the source states "
        "(lup:expectedCount). A list without a stated number has no measurement.",
        {},
    ),
    "lists": (
        "completeness",
        {"en": "Lists that are {}", "fi": "Luettelot, jotka ovat {}", "sv": "Förteckningar som är {}",
         "et": "Loendid, mis on {}"},
        "Number of lists of members and signatories (lup:MemberList, lup:SignatoryList) that are {} "
        "(lup:isComplete).",
        _COMPLETENESS,
    ),
    "results": (
        "consistency",
        {"en": "Results of all checks: {}", "fi": "Kaikkien tarkistusten tulokset: {}",
         "sv": "Resultat av alla kontroller: {}", "et": "Kõigi kontrollide tulemused: {}"},
        "Number of results on the sources, from hygiene rules and SHACL shapes, of this severity: {}.",
        _SEVERITIES,
    ),
    "shacl": (
        "consistency",
        {"en": "SHACL results: {}", "fi": "SHACL-tulokset: {}", "sv": "SHACL-resultat: {}",
         "et": "SHACL-tulemused: {}"},
        "Number of results on the sources, from SHACL shapes alone, of this severity: {}.",
        _SEVERITIES,
    ),
}  # fmt: skip
"""By family: the dimension, the label, how the value is computed, and the words that fill both by member."""


def fill(words: Words, by: Words) -> list[Literal]:
    """``words`` in each language with the word for it put in."""
    return [
        Literal(text.format(by.get(language, by["en"])), language=language) for language, text in words.items()
    ]
