"""The media table: every direction derived from one list."""

import pytest

from lupaus.media import FORMATS, GRAPH_FORMATS, SOLUTIONS_FORMATS, by_media_type, by_name, by_suffix


@pytest.mark.parametrize("format_", FORMATS, ids=lambda f: f.name)
def test_each_format_is_found_by_its_name_type_and_suffix(format_):
    assert by_name(format_.name) is format_
    assert by_media_type(format_.media_type.upper()) is format_
    assert by_suffix(format_.suffix) is format_


def test_an_alias_depends_on_what_is_asked():
    assert by_name("json", SOLUTIONS_FORMATS).media_type == "application/sparql-results+json"
    assert by_name("json", GRAPH_FORMATS).media_type == "application/ld+json"
    assert by_media_type("application/xml", SOLUTIONS_FORMATS).name == "xml"
    assert by_media_type("application/xml", GRAPH_FORMATS).name == "rdfxml"


def test_names_and_suffixes_are_unique():
    assert len({f.name for f in FORMATS}) == len({f.suffix for f in FORMATS}) == len(FORMATS)


def test_text_types_carry_a_charset_and_others_do_not():
    for format_ in FORMATS:
        assert ("charset" in format_.content_type) == format_.media_type.startswith("text/")


def test_an_unknown_name_has_no_format():
    assert by_name("excel") is by_media_type("image/png") is by_suffix("png") is None
