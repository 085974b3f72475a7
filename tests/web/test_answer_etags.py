"""Validators of query answers over a real socket (RFC 9110, sections 8.8 and 13): what they promise and save."""

import threading
from dataclasses import replace

import pytest
from live_server import SETTINGS, live_site

from lupaus.errors import DeadlineExceeded

LARGE = [b"x" * 65_536] * 40
SLOW = [b"first", 0.25, b"second"]


def query(name):
    return {"query": f'ASK{{FILTER("{name}")}}'}


@pytest.fixture
def forgetful(scripted, small_site):
    """A server that keeps no answers."""
    with live_site(small_site, scripted, replace(SETTINGS, cache_mib=0)) as server, server.client() as client:
        yield client


@pytest.fixture
def keeping(scripted, scripted_server):
    """A server that keeps them."""
    with scripted_server.client() as client:
        yield client


def test_a_whole_answer_has_a_strong_tag_and_it_is_of_its_bytes(scripted, forgetful):
    scripted.scripts["rows"] = [b"one,two"]
    first, second = (forgetful.get("/sparql", params=query("rows")) for _ in range(2))
    scripted.scripts["rows"] = [b"two,one"]
    turned = forgetful.get("/sparql", params=query("rows"))
    assert not first.headers["etag"].startswith("W/")
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["etag"] != turned.headers["etag"], "other bytes, another strong tag"
    assert len(scripted.requests) == 3


def test_equal_bytes_of_another_question_or_format_have_another_tag(scripted, forgetful):
    scripted.scripts["ASK"] = [b"true\n"]
    tags = {
        forgetful.get("/sparql", params={**query(name), "format": format_}).headers["etag"]
        for name in ("one", "two")
        for format_ in ("csv", "tsv")
    }
    assert len(tags) == 4


@pytest.mark.parametrize(("script", "why"), [(LARGE, "large"), (SLOW, "slow")])
def test_a_streamed_answer_has_a_weak_tag(scripted, forgetful, script, why):
    scripted.scripts[why] = script
    answer = forgetful.get("/sparql", params=query(why))
    assert "content-length" not in answer.headers
    assert answer.headers["etag"].startswith('W/"')


@pytest.mark.parametrize("script", [[b"small"], LARGE, SLOW], ids=["whole", "large", "slow"])
@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd", "br, gzip"])
def test_a_client_that_has_the_answer_costs_the_engine_nothing(scripted, forgetful, script, coding):
    scripted.scripts["known"] = script
    first = forgetful.get("/sparql", params=query("known"), headers={"accept-encoding": coding})
    tag = first.headers["etag"]
    for field in (tag, f'"x", {tag}', f", {tag} ,", "W/" + tag.removeprefix("W/")):
        for method in ("GET", "HEAD"):
            again = forgetful.request(
                method,
                "/sparql",
                params=query("known"),
                headers={"accept-encoding": coding, "if-none-match": field},
            )
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"].removeprefix("W/") == tag.removeprefix("W/")
            for name in ("vary", "last-modified", "cache-control", "lupaus-release"):
                assert again.headers[name] == first.headers[name]
            assert "content-type" not in again.headers
            assert "content-encoding" not in again.headers
    assert len(scripted.requests) == 1


def test_a_copy_in_another_coding_is_no_copy_for_who_cannot_read_it(scripted, forgetful):
    scripted.scripts["coded"] = [b"x" * 5_000]
    packed = forgetful.get("/sparql", params=query("coded"), headers={"accept-encoding": "br"})
    again = forgetful.get(
        "/sparql",
        params=query("coded"),
        headers={"accept-encoding": "identity", "if-none-match": packed.headers["etag"]},
    )
    assert (again.status_code, again.content) == (200, b"x" * 5_000)


def test_the_tag_of_another_query_is_no_excuse(scripted, forgetful):
    scripted.scripts["one"], scripted.scripts["two"] = [b"1"], [b"2"]
    tag = forgetful.get("/sparql", params=query("one")).headers["etag"]
    assert forgetful.get("/sparql", params=query("two"), headers={"if-none-match": tag}).content == b"2"


@pytest.mark.parametrize("field", ["x", '"x', '"', "*, *", 'W/"', "\\", '"x" "y"', "\xff", ""])
def test_garbage_in_the_list_is_answered_in_full(scripted, keeping, field):
    scripted.scripts["known"] = [b"small"]
    tag = keeping.get("/sparql", params=query("known")).headers["etag"]
    for value in (field, f"{tag} {field}") if field else ("",):
        answer = keeping.get("/sparql", params=query("known"), headers={"if-none-match": value.encode("latin-1")})
        assert (answer.status_code, answer.content) == (200, b"small")


def test_an_asterisk_means_any_answer_there_is(scripted, keeping):
    scripted.scripts["known"], scripted.scripts["fails"] = [b"small"], [DeadlineExceeded("too long")]
    for _ in range(2):  # computed, then kept
        answer = keeping.get("/sparql", params=query("known"), headers={"if-none-match": "*"})
        assert (answer.status_code, answer.content) == (304, b"")
    assert keeping.get("/sparql", params=query("fails"), headers={"if-none-match": "*"}).status_code == 504
    assert len(scripted.requests) == 2


def test_a_date_counts_only_without_tags(scripted, keeping):
    scripted.scripts["known"] = [b"small"]
    released = keeping.get("/sparql", params=query("known")).headers["last-modified"]
    cases = [
        ({"if-modified-since": released}, 304),
        ({"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
        ({"if-modified-since": "Fri, 01 Jan 1990 00:00:00 GMT"}, 200),
        ({"if-modified-since": "tomorrow"}, 200),
        ({"if-modified-since": released, "if-none-match": '"x"'}, 200),
        ({"if-modified-since": released, "if-none-match": "garbage"}, 200),
        ({"if-modified-since": "Fri, 01 Jan 1990 00:00:00 GMT", "if-none-match": "*"}, 304),
    ]
    for headers, status in cases:
        assert keeping.get("/sparql", params=query("known"), headers=headers).status_code == status, headers


def test_a_date_alone_is_no_proof_of_an_answer(scripted, keeping):
    """What would not be 200 without the condition is not 304 with it (section 13.2.1)."""
    scripted.scripts["fails"] = [DeadlineExceeded("too long")]
    later = {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert keeping.get("/sparql", params=query("fails"), headers=later).status_code == 504
    assert keeping.get("/sparql", params={"query": "ASK {"}, headers=later).status_code == 400


def test_a_query_sent_by_post_has_no_304(scripted, keeping):
    scripted.scripts["known"] = [b"small"]
    tag = keeping.get("/sparql", params=query("known")).headers["etag"]
    for headers in ({"if-none-match": tag}, {"if-none-match": "*"}):
        assert keeping.post("/sparql", data=query("known"), headers=headers).status_code == 200
    direct = {"content-type": "application/sparql-query", "if-none-match": tag}
    safe = keeping.request("QUERY", "/sparql", content=query("known")["query"], headers=direct)
    assert safe.status_code == 304, "QUERY is as safe as GET"


def test_head_and_get_name_the_same_bytes(scripted, forgetful):
    scripted.scripts["large"], scripted.scripts["small"] = LARGE, [b"small"]
    for name in ("large", "small"):
        got, headed = forgetful.get("/sparql", params=query(name)), forgetful.head("/sparql", params=query(name))
        for header in ("etag", "content-type", "vary", "last-modified", "cache-control", "content-encoding"):
            assert got.headers.get(header) == headed.headers.get(header), (name, header)


def test_a_new_program_release_or_engine_takes_no_tag_of_the_old(scripted, small_site, monkeypatch):
    scripted.scripts["known"] = [b"small"]

    def tag(site, headers=None):
        with live_site(site, scripted) as server, server.client() as client:
            answer = client.get("/sparql", params=query("known"), headers=headers)
            assert answer.status_code == 200
            return answer.headers["etag"]

    old = tag(small_site)
    assert tag(small_site) == old, "a restart changes nothing"
    assert tag(replace(small_site, version="0" * 64), {"if-none-match": old}) != old
    monkeypatch.setattr("lupaus.web.answering.__version__", "99")
    assert tag(small_site, {"if-none-match": old}) != old
    monkeypatch.undo()
    monkeypatch.setattr("lupaus.web.answering.version", lambda name: "99")
    assert tag(small_site, {"if-none-match": old}) != old


def test_one_who_has_the_answer_does_not_wait_for_one_who_asks(scripted, forgetful):
    scripted.scripts["same"] = [b"answer"]
    tag = forgetful.get("/sparql", params=query("same")).headers["etag"]
    gate = threading.Event()
    scripted.scripts["same"] = [gate, b"answer"]
    asking = threading.Thread(target=forgetful.get, args=("/sparql",), kwargs={"params": query("same")})
    asking.start()
    try:
        answer = forgetful.get("/sparql", params=query("same"), headers={"if-none-match": tag})
        assert answer.status_code == 304
    finally:
        gate.set()
        asking.join()


def test_a_page_shows_the_query_as_it_was_written(keeping):
    """Comments make no other answer, but they do make another page."""
    pages = {
        name: keeping.get(
            "/sparql", params={"query": f"# from {name}\nASK {{ ?s ?p ?o }}"}, headers={"accept": "text/html"}
        )
        for name in ("Aino", "Eino")
    }
    for name, page in pages.items():
        assert f"# from {name}" in page.text
    assert pages["Aino"].headers["etag"] != pages["Eino"].headers["etag"]
