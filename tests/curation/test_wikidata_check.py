"""lupaus wikidata check, against a real SPARQL server that speaks like Wikidata's and sometimes misbehaves."""

import gzip
import json
import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import pytest
from neighbour import as_json, cut, drop, hang, page, say
from pyoxigraph import RdfFormat, parse

from lupaus import __version__
from lupaus.cli import main
from lupaus.curation.comparison import distance_km


def check(mine, *more):
    return main(["wikidata", "check", "--endpoint", mine.address, *more])


def named(name, said):
    """The lines about one kind of finding."""
    return [line for line in said.splitlines() if f"wikidata/{name}]" in line]


def test_what_is_wrong_is_said_with_its_place(linked_tree, wikidata, capsys):
    assert check(wikidata) == 1
    said = capsys.readouterr().out
    assert "oulu: Wikidata has no item Q998: it was deleted, or never was" in "".join(named("deleted", said))
    assert "vantaa: Q901 was merged into Q127623; write that one" in "".join(named("merged", said))
    [far] = named("coordinates", said)
    assert far.startswith("data/cities/fi.ttl:")
    assert "violation: id/city/fi/turku: is 264 km from where Wikidata has Q38511 (limit 25 km)" in far
    [label] = named("label", said)
    assert "info: id/city/fi/espoo: is called 'Esbo' here (fi), and 'Espoo' in Wikidata" in label
    [other] = named("geonames", said)
    assert "espoo: has the GeoNames id 660158 here, and 660129 in Wikidata" in other


def test_what_is_right_is_not_mentioned(tree, wikidata, capsys):
    assert check(wikidata) == 0
    assert capsys.readouterr().out.startswith("0 violations, 0 warnings, 0 info; ")


def test_a_distance_of_ones_own(linked_tree, wikidata, capsys):
    check(wikidata, "--distance", "300")
    assert named("coordinates", capsys.readouterr().out) == []


def test_two_items_for_one_thing_are_looked_at_together(tree, wikidata, capsys):
    """The second item has neither our label nor coordinates; the first has both."""
    path = tree / "data/cities/fi.ttl"
    path.write_text(path.read_text().replace("wd:Q1757", "wd:Q1757 , wd:Q20251620"))
    assert check(wikidata) == 0
    assert "0 info" in capsys.readouterr().out


def test_programs_get_json_and_turtle(linked_tree, wikidata, capsys):
    check(wikidata, "--format", "json")
    assert json.loads(capsys.readouterr().out)["counts"] == {"violation": 3, "warning": 0, "info": 2}
    check(wikidata, "--format", "turtle")
    assert list(parse(capsys.readouterr().out, format=RdfFormat.TURTLE))


def test_it_says_who_asks_and_asks_in_batches(linked_tree, wikidata, pauses):
    check(wikidata, "--contact", "curator@example.org", "--batch", "2")
    agents = {headers["User-Agent"] for _, _, headers in wikidata.requests}
    assert agents == {f"lupaus/{__version__} (curator@example.org)"}
    assert [form["query"].count("entity/Q") for form in wikidata.forms] == [2, 2, 2]
    assert pauses == [1.0, 1.0]


def test_a_429_is_obeyed(linked_tree, wikidata, pauses, capsys):
    wikidata.faults.append(say(429, Retry_After="17"))
    assert check(wikidata) == 1
    assert pauses[0] == 17
    assert named("merged", capsys.readouterr().out)


def test_a_date_to_wait_for_is_obeyed(linked_tree, wikidata, pauses):
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=120), usegmt=True)
    wikidata.faults.append(say(503, Retry_After=then))
    check(wikidata)
    assert 60 < pauses[0] <= 120


def test_without_a_time_the_wait_grows_and_is_never_the_same(linked_tree, wikidata, pauses):
    wikidata.faults.extend([say(503), say(503), say(502)])
    check(wikidata)
    waits = [pause for pause in pauses if pause != 1.0]
    assert [low <= wait <= 2 * low for low, wait in zip((1, 2, 4), waits, strict=True)] == [True] * 3
    wikidata.faults.extend([say(503), say(503), say(502)])
    check(wikidata)
    assert [pause for pause in pauses if pause != 1.0][3:] != waits


def test_a_long_wait_ends_the_run_and_says_so(linked_tree, wikidata, pauses, capsys):
    wikidata.faults.append(say(429, Retry_After="86400"))
    assert check(wikidata) == 2
    assert pauses == []
    assert "429" in (said := capsys.readouterr().out)
    assert "asks to wait 86400 s; run the command again after that" in said
    assert len(named("not-answered", said)) == 6


def test_a_run_that_was_broken_off_goes_on_where_it_ended(linked_tree, wikidata, capsys):
    wikidata.faults.extend([None, say(429, Retry_After="9999")])
    assert check(wikidata, "--batch", "2") == 2
    capsys.readouterr()
    first = wikidata.forms[0]["query"]
    wikidata.requests.clear()
    assert check(wikidata, "--batch", "10") == 1
    said = capsys.readouterr().out
    assert named("not-answered", said) == []
    assert len(named("merged", said) + named("deleted", said) + named("coordinates", said)) == 3
    [form] = wikidata.forms
    assert form["query"].count("entity/Q") == 4
    assert not {item for item in first.split() if "entity/Q" in item} & set(form["query"].split())
    wikidata.requests.clear()
    check(wikidata)  # the one before was whole: nothing is left to go on with
    assert wikidata.forms[0]["query"].count("entity/Q") == 6


def test_a_run_can_begin_anew(linked_tree, wikidata):
    wikidata.faults.extend([None, say(429, Retry_After="9999")])
    check(wikidata, "--batch", "2")
    wikidata.requests.clear()
    check(wikidata, "--fresh")
    assert wikidata.forms[0]["query"].count("entity/Q") == 6


def test_answers_of_another_endpoint_are_not_taken(linked_tree, wikidata, tmp_path):
    kept = tmp_path / "kept.jsonl"
    kept.write_text(json.dumps({"address": "http://other.example/"}) + "\n")
    wikidata.faults.extend([None, say(429, Retry_After="9999")])
    check(wikidata, "--batch", "2", "--resume", str(kept))
    lines = kept.read_text().splitlines()
    assert json.loads(lines[0]) == {"address": wikidata.address}
    kept.write_text("\n".join([json.dumps({"address": "http://other.example/"}), *lines[1:]]))
    wikidata.requests.clear()
    check(wikidata, "--resume", str(kept))
    assert wikidata.forms[0]["query"].count("entity/Q") == 6
    assert not kept.exists()


def test_a_half_written_line_is_asked_for_again(linked_tree, wikidata, tmp_path):
    kept = tmp_path / "kept.jsonl"
    wikidata.faults.extend([None, say(429, Retry_After="9999")])
    check(wikidata, "--batch", "2", "--resume", str(kept))
    kept.write_text(kept.read_text()[:-20])
    wikidata.requests.clear()
    check(wikidata, "--resume", str(kept))
    assert wikidata.forms[0]["query"].count("entity/Q") == 5


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (page, "answers with text/html where application/sparql-results+json was asked for"),
        (drop, "cannot be asked"),
        (say(403), "answers 403 Forbidden."),
        (say(302, Location="http://elsewhere.example/sparql"),
         "sends us on to http://elsewhere.example/sparql; name that address if you trust it"),
    ],
    ids=["page", "drop", "forbidden", "redirect"],
)  # fmt: skip
def test_a_service_that_does_not_answer_is_left_alone(linked_tree, wikidata, capsys, fault, said):
    wikidata.faults.extend([fault] * 20)
    assert check(wikidata) == 2
    out = capsys.readouterr().out
    assert said in out
    assert len(named("not-answered", out)) == 6
    assert "merged" not in out
    assert len(wikidata.requests) <= 4


@pytest.mark.parametrize("fault", [page, drop, cut], ids=["page", "drop", "cut"])
def test_one_bad_answer_is_got_over(linked_tree, wikidata, capsys, fault):
    wikidata.faults.append(fault)
    assert check(wikidata) == 1
    assert capsys.readouterr().out.count("violation:") == 3


@pytest.mark.parametrize("fault", [hang, cut, say(504), say(500)], ids=["hang", "cut", "504", "500"])
def test_what_is_too_much_is_asked_in_halves(linked_tree, wikidata, capsys, fault):
    wikidata.faults.extend([fault] * (1 if fault is cut else 2))
    assert check(wikidata, "--time-limit", "0.5" if fault is hang else "30") == 1
    assert capsys.readouterr().out.count("violation:") == 3
    assert [form["query"].count("entity/Q") for form in wikidata.forms][-2:] == [3, 3]


def test_single_items_without_an_answer_are_named_and_the_rest_is_not_asked_for(linked_tree, wikidata, capsys):
    wikidata.faults.extend([say(500)] * 100)
    assert check(wikidata) == 2
    out = capsys.readouterr().out
    assert len(named("not-answered", out)) == 6
    assert "nothing was learned about Q33: " in out
    assert len(wikidata.requests) < 16


def test_an_endpoint_that_is_not_there(linked_tree, capsys, pauses):
    assert main(["wikidata", "check", "--endpoint", "http://127.0.0.1:9/sparql"]) == 2
    assert "cannot be asked" in capsys.readouterr().out


def test_rows_that_nobody_asked_for_are_not_believed(linked_tree, wikidata, capsys):
    wikidata.answer = lambda *request: (
        200, {"Content-Type": "application/sparql-results+json"},
        b'{"head": {"vars": ["item"]}, "results": {"bindings": [{"item": {"type": "uri", "value": "http://e/"}}]}}',
    )  # fmt: skip
    assert check(wikidata) == 2
    assert "answers with other rows than were asked for" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        ((0, 0), (0, 1), 111.195),  # a degree of the equator
        ((0, 0), (1, 0), 111.195),
        ((0, 0), (0, 180), 20015.1),  # half way round
        ((60.16952, 24.93545), (59.43696, 24.75353), 82.1),  # Helsinki and Tallinn
        ((-41.3, 174.8), (-41.3, -174.8), 868.2),  # across the date line
        ((60, 25), (60, 25), 0),
    ],
)
def test_distances(here, there, km):
    assert distance_km(here, there) == pytest.approx(km, abs=0.1)


def test_an_endless_answer_is_cut_off(linked_tree, wikidata, monkeypatch, capsys):
    monkeypatch.setattr("lupaus.curation.client._MOST_BYTES", 200)
    assert check(wikidata) == 2
    assert "answers with more than" in capsys.readouterr().out


def test_an_endpoint_that_has_none_of_our_items_is_not_believed(linked_tree, wikidata, capsys):
    wikidata.answer = rows()
    assert check(wikidata) == 2
    out = capsys.readouterr().out
    assert "has none of the items we link to" in out
    assert named("deleted", out) == []


def rows(*bindings):
    """Answers a SELECT with these rows, whatever was asked."""
    document = {"head": {"vars": ["item", "property", "value"]}, "results": {"bindings": bindings}}
    return lambda *request: as_json(document, "application/sparql-results+json")


def row(property_, **value):
    item, about = "http://www.wikidata.org/entity/Q1757", f"http://{property_}"
    return {"item": {"type": "uri", "value": item}, "property": {"type": "uri", "value": about}, "value": value}


@pytest.mark.parametrize(
    "strange",
    [
        row("schema.org/version", type="literal", value="1" * 5000),
        row("schema.org/version", type="literal", value="+x"),
        row("www.wikidata.org/prop/direct/P625", type="literal", value="POINT(1e999 nan)"),
        row("www.wikidata.org/prop/direct/P625", type="bnode", value="b0"),
        row("www.w3.org/2002/07/owl#sameAs", type="uri", value="http://www.wikidata.org/entity/Q1/../../x"),
    ],
    ids=["long", "word", "point", "blank", "merged"],
)
def test_values_that_make_no_sense_are_no_values(tree, wikidata, capsys, strange):
    known = row("schema.org/version", type="literal", value="7")
    wikidata.answer = rows(known, strange)
    assert check(wikidata) == 0
    assert capsys.readouterr().out.startswith("0 violations, 0 warnings, 0 info; ")


def test_a_deeply_nested_answer_is_refused(linked_tree, wikidata, capsys):
    deep = (
        b'{"head": {"vars": ["item"]}, "results": {"bindings": [{"item": '
        + b'{"type": "triple", "value": ' * 99_999
    )
    wikidata.answer = lambda *request: (200, {"Content-Type": "application/sparql-results+json"}, deep)
    assert check(wikidata) == 2
    assert "breaks its answer off or writes it wrong" in capsys.readouterr().out


def packed(body, coding="gzip"):
    """A fault: a packed answer."""
    kind = {"Content-Type": "application/sparql-results+json", "Content-Encoding": coding}
    return lambda handler, reply: (200, kind, body)


def test_a_packed_answer_is_read(linked_tree, wikidata, capsys):
    wikidata.faults.append(lambda handler, reply: packed(gzip.compress(reply[2]))(handler, reply))
    assert check(wikidata) == 1
    assert len(named("merged", capsys.readouterr().out)) == 1
    assert {headers["Accept-Encoding"] for _, _, headers in wikidata.requests} == {"gzip"}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (packed(gzip.compress(bytes(10_000_000))), "answers with more than 1 MiB"),
        (packed(brotli.compress(bytes(10_000_000)), "br"), "packs its answer as br, which was not asked for"),
        (packed(gzip.compress(b"{}")[:-9]), "breaks its packed answer off"),
        (packed(b"no gzip"), "packs its answer wrong"),
    ],
    ids=["bomb", "br", "cut", "wrong"],
)
def test_packing_hides_nothing(linked_tree, wikidata, monkeypatch, capsys, fault, said):
    monkeypatch.setattr("lupaus.curation.client._MOST_BYTES", 2**20)
    wikidata.faults.extend([fault] * 50)
    assert check(wikidata) == 2
    assert said in capsys.readouterr().out


def test_a_trickle_ends_with_the_time_limit(tree, wikidata, capsys):
    """Each byte comes well before a time limit on single reads would end."""
    wikidata.faults.extend([trickle] * 12)
    assert check(wikidata, "--time-limit", "0.4") == 2
    assert "gave no whole answer within 0.4 s" in capsys.readouterr().out


def trickle(handler, reply):
    """A fault: a byte of the head every tenth of a second until nobody listens."""
    with suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not handler.server.neighbour.released.wait(0.1):
            handler.wfile.write(b"x")


def test_what_a_server_says_cannot_move_the_cursor(linked_tree, wikidata, capsys):
    wikidata.faults.append(say(302, Location="http://e/\x9b2J" + "y" * 5000))
    assert check(wikidata) == 2
    out = capsys.readouterr().out
    assert "http://e/\ufffd2J" in out
    assert "\x9b" not in out
    assert "y" * 300 not in out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--endpoint", "query.wikidata.org"], "must be a web address"),
        (["--endpoint", "file:///etc/hostname"], "must be a web address"),
        (["--endpoint", "http://me:secret@127.0.0.1/"], "without a user in it"),
        (["--endpoint", "http://[::1/"], "must be a web address"),
        (["--contact", "Määrä"], "the contact is"),
        (["--contact", "a\r\nX: y"], "the contact is"),
        (["--time-limit", "0"], "the time limit is 0 s"),
        (["--time-limit", "nan"], "the time limit is nan s"),
        (["--resume", "pyproject.toml"], "was not written by this command; name another file"),
    ],
)
def test_bad_use_gives_two_and_asks_nobody(tree, wikidata, capsys, monkeypatch, more, said):
    monkeypatch.chdir(tree)
    (tree / "pyproject.toml").write_text("[project]\n")
    assert check(wikidata, *more) == 2
    assert said in capsys.readouterr().err
    assert wikidata.requests == []
    assert (tree / "pyproject.toml").read_text() == "[project]\n"


@pytest.mark.parametrize("more", [["--batch", "0"], ["--distance", "-1"], ["--distance", "nan"], ["--batch", "x"]])
def test_numbers_out_of_their_range_are_refused(tree, wikidata, capsys, more):
    with pytest.raises(SystemExit, match="2"):
        check(wikidata, *more)
    assert wikidata.requests == []


def test_a_packed_answer_is_unpacked_within_bounds(tree, wikidata, monkeypatch):
    """A hundred thousand bytes of zip say a hundred million; no more than the limit is ever in memory."""
    monkeypatch.setattr("lupaus.curation.client._MOST_BYTES", 2**20)
    bomb = gzip.compress(bytes(100_000_000))
    wikidata.faults.extend([packed(bomb)] * 50)
    tracemalloc.start()
    try:
        assert check(wikidata) == 2
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
