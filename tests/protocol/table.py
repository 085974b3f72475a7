"""The SPARQL 1.1 Protocol, one request a row: what is sent, what must come back.

The rows need no data: they ask what any dataset answers. They are driven through the pure functions here and
over a socket elsewhere, so they name only what a client can see.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

__all__ = ["ROWS", "Row"]

Headers = tuple[tuple[str, str], ...]

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv; charset=utf-8", "text/tab-separated-values; charset=utf-8"
TURTLE, NT, RDFXML = "text/turtle; charset=utf-8", "application/n-triples", "application/rdf+xml"
JSONLD, HTML = "application/ld+json", "text/html; charset=utf-8"
TRIG, NQ = "application/trig", "application/n-quads"
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Row:
    """One request and its answer."""

    name: str
    method: str
    target: str
    """The query string, without its question mark."""
    headers: Headers
    body: bytes
    status: int
    content_type: str
    contains: str
    """Text of the answer; of a problem's detail where the status says so."""


def get(name, target, status=200, content_type=JSON, contains="", accept=None, method="GET"):
    headers = (("Accept", accept),) if accept is not None else ()
    return Row(name, method, target, headers, b"", status, content_type if status == 200 else PROBLEM, contains)


def ask(name, query, status=200, content_type=JSON, contains="", accept=None, **more):
    """GET with this query and further parameters."""
    target = urlencode({"query": query, **{key.replace("_", "-"): value for key, value in more.items()}})
    return get(name, target, status, content_type, contains, accept)


def post(name, body, type_, status=200, content_type=JSON, contains="", target="", accept=None, method="POST"):
    headers = (("Content-Type", type_),) if type_ is not None else ()
    headers += (("Accept", accept),) if accept is not None else ()
    data = body if isinstance(body, bytes) else body.encode()
    return Row(name, method, target, headers, data, status, content_type if status == 200 else PROBLEM, contains)


ONE = "SELECT (1 AS ?one) {}"
TRIPLE = "CONSTRUCT { <http://e/s> <http://e/p> 'o' } {}"
ASK = "ASK%20%7B%7D"
G1, G2 = "http://example.org/g1", "http://example.org/g2"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

GETS = (
    get("get_ask", f"query={ASK}", contains="true"),
    get("get_select", "query=" + quote(ONE), contains='"one"'),
    get("get_plus_is_space", "query=SELECT+(1+AS+%3Fone)+%7B%7D", contains='"one"'),
    get("get_encoded_plus_is_plus", "query=SELECT+(1%2B1+AS+%3Fone)+%7B%7D", contains='"2"'),
    get("get_lower_case_escapes", "query=ask%20%7b%7d", contains="true"),
    get("get_escaped_name", f"%71uery={ASK}", contains="true"),
    get("get_decoded_once", "query=" + quote("SELECT ('%41' AS ?x) {}"), contains="%41"),
    get("get_stray_percent_stays", "query=SELECT%20('100%'%20AS%20?x)%20%7B%7D", contains="100%"),
    get("get_ampersand_escaped", "query=" + quote("SELECT ('a&b=c' AS ?x) {}", safe=""), contains="a&b=c"),
    get("get_equals_in_value", "query=ASK%20%7BFILTER(1=1)%7D", contains="true"),
    get("get_semicolon_is_no_separator", "query=SELECT%20('a;b'%20AS%20?x)%20%7B%7D", contains="a;b"),
    get("get_empty_pairs", f"&&query={ASK}&", contains="true"),
    get("get_unknown_parameters_ignored", f"query={ASK}&soft-limit=&debug=on&callback", contains="true"),
    get("get_non_ascii", "query=" + quote("SELECT ('Tukholma – Jyväskylä' AS ?x) {}"), contains="Jyväskylä"),
    get("get_astral", "query=" + quote("SELECT ('𐍈' AS ?x) {}"), contains="𐍈"),
    get("head_is_get", f"query={ASK}", method="HEAD"),
    get("get_crlf_query", "query=" + quote("ASK\r\n{\r\n}\r\n"), contains="true"),
    get("get_query_twice", f"query={ASK}&query={ASK}", 400, contains="2 times"),
    get("get_same_name_in_capitals_is_another", f"Query={ASK}", 200, TURTLE),
    get("get_empty_query", "query=", 400, contains="No query form found"),
    get("get_blank_query", "query=%20%0A", 400, contains="line 2, column 1"),
    get("get_not_utf8", "query=ASK%20%7B%FF%7D", 400, contains="not UTF-8"),
    get("get_overlong_utf8", "query=ASK%C0%A0%7B%7D", 400, contains="not UTF-8"),
    get("get_surrogate", "query=ASK%20%7B%ED%A0%80%7D", 400, contains="not UTF-8"),
    get("get_latin1", "query=SELECT%20('%E4'%20AS%20?x)%7B%7D", 400, contains="not UTF-8"),
    get("get_name_not_utf8", f"query={ASK}&%FF=1", 400, contains="not UTF-8"),
    get("get_nul", "query=ASK%00%7B%7D", 400, contains="NUL"),
    get("get_update", "update=CLEAR%20ALL", 403, contains="read-only"),
    get("get_query_and_update", f"query={ASK}&update=CLEAR%20ALL", 403, contains="read-only"),
    get("get_graphs", f"query={ASK}&default-graph-uri={G1}&named-graph-uri={G2}", contains="true"),
    get("get_graph_many", f"query={ASK}&default-graph-uri={G1}&default-graph-uri={G2}", contains="true"),
    get("get_graph_urn", f"query={ASK}&default-graph-uri=urn:x:y", contains="true"),
    get("get_graph_non_ascii", f"query={ASK}&default-graph-uri=http://e/%C3%A4", contains="true"),
    get("get_graph_blank_field", f"query={ASK}&default-graph-uri=&named-graph-uri=", contains="true"),
    get("get_graph_relative", f"query={ASK}&default-graph-uri=g1", 400, contains="absolute IRI"),
    get("get_graph_path", f"query={ASK}&named-graph-uri=/g1", 400, contains="named-graph-uri is '/g1'"),
    get("get_graph_bad_character", f"query={ASK}&named-graph-uri=http://e/%3C%3E", 400, contains="absolute IRI"),
    get("get_graph_space", f"query={ASK}&default-graph-uri=http://e/+x", 400, contains="absolute IRI"),
    get("get_graph_network_path", f"query={ASK}&default-graph-uri=//e/x", 400, contains="absolute IRI"),
    get("get_timeout_ms", f"query={ASK}&timeout=1500", contains="true"),
    get("get_timeout_unit", f"query={ASK}&timeout=1.5s", contains="true"),
    get("get_timeout_word", f"query={ASK}&timeout=soon", 400, contains="1500ms"),
    get("get_timeout_zero", f"query={ASK}&timeout=0", 400, contains="timeout is '0'"),
    get("get_timeout_negative", f"query={ASK}&timeout=-1", 400, contains="timeout"),
    get("get_timeout_not_a_number", f"query={ASK}&timeout=nan", 400, contains="timeout"),
    get("get_timeout_twice", f"query={ASK}&timeout=1&timeout=2", 400, contains="2 times"),
    get("get_format_twice", f"query={ASK}&format=json&format=application/json", 200, JSON),
    get("get_too_large", "query=" + "a" * 200_001, 413, contains="200007 bytes"),
    get("get_query_too_large", "query=" + "a" * 100_001, 413, contains="100001 bytes"),
)

EMPTY = (
    get("empty_is_the_description", "", content_type=TURTLE),
    get("empty_any", "", content_type=TURTLE, accept="*/*"),
    get("empty_browser_gets_the_editor", "", content_type=HTML, accept=BROWSER),
    get("empty_jsonld", "", content_type=JSONLD, accept="application/ld+json"),
    get("empty_rdfxml", "", content_type=RDFXML, accept="application/rdf+xml"),
    get("empty_with_other_parameters", "lang=fi", content_type=TURTLE),
    get("empty_no_csv", "", 406, accept="text/csv", contains="text/turtle (format=turtle)"),
    get("head_empty", "", content_type=TURTLE, method="HEAD"),
)

POSTS = (
    post("post_form", f"query={ASK}", FORM, contains="true"),
    post("post_form_charset", f"query={ASK}", f"{FORM}; charset=UTF-8", contains="true"),
    post("post_form_type_in_capitals", f"query={ASK}", FORM.upper(), contains="true"),
    post("post_form_quoted_charset", f"query={ASK}", f'{FORM};charset="utf-8"', contains="true"),
    post("post_form_other_charset", f"query={ASK}", f"{FORM}; charset=iso-8859-1", 415, contains="must be UTF-8"),
    post("post_form_plus", "query=SELECT+(1+AS+?one)+{}", FORM, contains='"one"'),
    post("post_form_graphs", f"query={ASK}&default-graph-uri={G1}&named-graph-uri={G2}", FORM, contains="true"),
    post("post_form_graph_in_url", f"query={ASK}", FORM, contains="true", target=f"default-graph-uri={G1}"),
    post("post_form_relative_graph", f"query={ASK}&named-graph-uri=x", FORM, 400, contains="absolute IRI"),
    post(
        "post_form_relative_graph_in_url",
        f"query={ASK}",
        FORM,
        400,
        contains="absolute IRI",
        target="default-graph-uri=x",
    ),
    post(
        "post_form_query_in_url_too", f"query={ASK}", FORM, 400, contains="out of the URL", target=f"query={ASK}"
    ),
    post("post_form_query_in_url_only", "", FORM, 400, contains="out of the URL", target=f"query={ASK}"),
    post("post_form_query_twice", f"query={ASK}&query={ASK}", FORM, 400, contains="2 times"),
    post("post_form_no_query", "format=json", FORM, 400, contains="has no query"),
    post("post_form_empty", "", FORM, 400, contains="has no query"),
    post("post_form_update", "update=CLEAR+ALL", FORM, 403, contains="read-only"),
    post("post_form_update_twice", "update=CLEAR+ALL&update=CLEAR+ALL", FORM, 403, contains="read-only"),
    post("post_form_not_utf8", b"query=ASK%20%7B%FF%7D", FORM, 400, contains="not UTF-8"),
    post("post_form_raw_utf8", "query=SELECT ('ä' AS ?x) {}", FORM, contains="ä"),
    post("post_form_raw_latin1", b"query=SELECT ('\xe4' AS ?x) {}", FORM, 400, contains="not UTF-8"),
    post("post_form_format", f"query={ASK}&format=xml", FORM, content_type=XML, contains="true"),
    post("post_form_format_in_url", f"query={ASK}", FORM, content_type=XML, contains="true", target="output=xml"),
    post("post_form_too_large", "query=" + "a" * 200_000, FORM, 413, contains="200006 bytes"),
    post("post_direct", "ASK {}", DIRECT, contains="true"),
    post("post_direct_charset", "ASK {}", f"{DIRECT}; charset=utf-8", contains="true"),
    post("post_direct_charset_in_capitals", "ASK {}", f"{DIRECT};CHARSET=UTF-8", contains="true"),
    post("post_direct_other_parameter", "ASK {}", f"{DIRECT}; version=1.2", contains="true"),
    post("post_direct_latin1", "ASK {}", f"{DIRECT}; charset=latin1", 415, contains="'latin1'"),
    post("post_direct_utf16", "ASK {}".encode("utf-16"), f"{DIRECT}; charset=utf-16", 415, contains="UTF-8"),
    post("post_direct_not_utf8", b"SELECT ('\xe4' AS ?x) {}", DIRECT, 400, contains="not UTF-8 at byte 10"),
    post("post_direct_nul", b"ASK {}\x00", DIRECT, 400, contains="NUL"),
    post("post_direct_byte_order_mark", b"\xef\xbb\xbfASK {}", DIRECT, contains="true"),
    post("post_direct_is_not_decoded", "SELECT ('a+b%41' AS ?x) {}", DIRECT, contains="a+b%41"),
    post(
        "post_direct_graphs_in_url",
        "ASK {}",
        DIRECT,
        contains="true",
        target=f"default-graph-uri={G1}&named-graph-uri={G2}",
    ),
    post("post_direct_relative_graph", "ASK {}", DIRECT, 400, contains="absolute", target="named-graph-uri=g"),
    post("post_direct_query_in_url_too", "ASK {}", DIRECT, 400, contains="out of the URL", target=f"query={ASK}"),
    post("post_direct_update_in_url", "ASK {}", DIRECT, 403, contains="read-only", target="update=CLEAR+ALL"),
    post("post_direct_empty", "", DIRECT, 400, contains="No query form found"),
    post("post_direct_format_in_url", "ASK {}", DIRECT, content_type=XML, target="format=xml", contains="true"),
    post("post_direct_too_large", "#" * 100_001, DIRECT, 413, contains="100001 bytes"),
    post("post_direct_form_body", f"query={ASK}", DIRECT, 400, contains="No query form found"),
    post("post_update_body", "CLEAR ALL", "application/sparql-update", 403, contains="read-only"),
    post("post_update_body_in_capitals", "CLEAR ALL", "Application/SPARQL-Update", 403, contains="read-only"),
    post("post_update_in_query_body", "INSERT DATA { <a:s> <a:p> 1 }", DIRECT, 403, contains="INSERT at line 1"),
    post("post_text_plain", "ASK {}", "text/plain", 415, contains="application/sparql-query"),
    post("post_json", '{"query": "ASK {}"}', "application/json", 415, contains="'application/json'"),
    post("post_multipart", "--x--", "multipart/form-data; boundary=x", 415, contains=FORM),
    post("post_no_type", "ASK {}", None, 415, contains="is not stated"),
    post("post_no_type_form_body", f"query={ASK}", None, 415, contains="is not stated"),
    post("post_empty_type", "ASK {}", "", 415, contains="is not stated"),
    post("post_type_without_slash", "ASK {}", "sparql-query", 415, contains="'sparql-query'"),
    post("post_results_type", "ASK {}", JSON, 415, contains="is 'application/sparql-results+json'"),
    post("query_method", "ASK {}", DIRECT, method="QUERY", contains="true"),
    post("query_method_graphs", "ASK {}", DIRECT, method="QUERY", contains="true", target=f"named-graph-uri={G1}"),
    post("query_method_form", f"query={ASK}", FORM, 415, method="QUERY", contains=DIRECT),
    post("query_method_no_type", "ASK {}", None, 415, method="QUERY", contains="is not stated"),
    post(
        "query_method_query_in_url", "ASK {}", DIRECT, 400, method="QUERY", target=f"query={ASK}", contains="URL"
    ),
    post(
        "query_method_update", "CLEAR ALL", "application/sparql-update", 403, method="QUERY", contains="read-only"
    ),
    get("put", f"query={ASK}", 405, method="PUT", contains="but not 'PUT'"),
    get("delete", f"query={ASK}", 405, method="DELETE", contains="QUERY"),
    get("patch", f"query={ASK}", 405, method="PATCH", contains="GET, HEAD, POST"),
    get("lower_case_get_is_another_method", f"query={ASK}", 405, method="get", contains="'get'"),
)

FORMATS = (
    ask("select_default", ONE, content_type=JSON),
    ask("select_curl", ONE, accept="*/*"),
    ask("select_json", ONE, accept=JSON, contains='"bindings"'),
    ask("select_plain_json", ONE, accept="application/json"),
    ask("select_xml", ONE, content_type=XML, accept=XML, contains="<binding"),
    ask("select_csv", ONE, content_type=CSV, accept="text/csv", contains="one\r\n1\r\n"),
    ask("select_tsv", ONE, content_type=TSV, accept="text/tab-separated-values", contains="?one\n1\n"),
    ask("select_browser", ONE, content_type=HTML, accept=BROWSER),
    ask("select_turtle", ONE, 406, accept="text/turtle", contains="text/csv (format=csv)"),
    ask("select_format_beats_accept", ONE, content_type=CSV, accept=XML, format="csv"),
    ask("select_format_type", ONE, content_type=TSV, format="text/tab-separated-values"),
    ask("select_format_type_plus", ONE, content_type=XML, format=XML),
    ask("select_format_name_in_capitals", ONE, content_type=CSV, format="CSV"),
    ask("select_format_suffix", ONE, content_type=XML, format="srx"),
    ask("select_output", ONE, content_type=CSV, output="csv"),
    ask("select_format_before_output", ONE, content_type=CSV, format="csv", output="xml"),
    ask("select_blank_format", ONE, content_type=JSON, format=""),
    ask("select_format_html", ONE, content_type=HTML, format="html"),
    ask("select_format_turtle", ONE, 406, format="turtle", contains="format is 'turtle'"),
    ask("select_format_unknown", ONE, 406, format="excel", contains="format=json"),
    get("select_format_unescaped_plus", f"query={quote(ONE)}&format=application/sparql-results+xml", 200, XML),
    ask("ask_csv", "ASK {}", content_type=CSV, accept="text/csv"),
    ask("ask_xml", "ASK {}", content_type=XML, accept=XML, contains="<boolean>true</boolean>"),
    ask("ask_browser", "ASK {}", content_type=HTML, accept=BROWSER),
    ask("construct_default", TRIPLE, content_type=TURTLE, contains="<http://e/p>"),
    ask("construct_curl", TRIPLE, content_type=TURTLE, accept="*/*"),
    ask("construct_browser", TRIPLE, content_type=HTML, accept=BROWSER),
    ask("construct_ntriples", TRIPLE, content_type=NT, accept=NT, contains='<http://e/s> <http://e/p> "o" .\n'),
    ask("construct_rdfxml", TRIPLE, content_type=RDFXML, accept=RDFXML, contains="rdf:RDF"),
    ask("construct_jsonld", TRIPLE, content_type=JSONLD, accept=JSONLD, contains='"http://e/p"'),
    ask("construct_trig", TRIPLE, content_type=TRIG, accept=TRIG, contains="<http://e/p>"),
    ask("construct_nquads", TRIPLE, content_type=NQ, accept=NQ, contains="<http://e/p>"),
    ask("construct_json_means_jsonld", TRIPLE, content_type=JSONLD, accept="application/json"),
    ask("construct_xml_means_rdfxml", TRIPLE, content_type=RDFXML, accept="application/xml"),
    ask("construct_format_nt", TRIPLE, content_type=NT, format="nt"),
    ask("construct_results_json", TRIPLE, 406, accept=JSON, contains="application/ld+json"),
    ask("construct_csv", TRIPLE, 406, accept="text/csv", contains="text/turtle"),
    ask("construct_profile", TRIPLE, content_type=JSONLD, accept=f'{JSONLD};profile="http://e/x"'),
    ask("describe", "DESCRIBE <http://e/nothing>", content_type=TURTLE),
    ask("describe_jsonld", "DESCRIBE <http://e/nothing>", content_type=JSONLD, accept=JSONLD),
    ask("accept_q", ONE, content_type=XML, accept=f"{JSON};q=0.5, {XML};q=0.9"),
    ask("accept_q0", ONE, content_type=XML, accept=f"{JSON};q=0, */*"),
    ask("accept_nothing_left", ONE, 406, accept="*/*;q=0", contains="Here are"),
    ask("accept_image", ONE, 406, accept="image/png", contains=XML),
    ask("accept_malformed_is_no_header", ONE, content_type=JSON, accept="garbage"),
)

QUERIES = (
    ask("syntax_error", "SELECT ?x WHERE { ?x", 400, contains="line 1, column 17"),
    ask("unclosed_string", 'ASK { ?s ?p "a }', 400, contains="line 1, column 13"),
    ask("update_in_query", "DELETE WHERE { ?s ?p ?o }", 403, contains="DELETE at line 1, column 1"),
    ask(
        "update_after_prologue", "PREFIX : <http://e/>\nINSERT DATA { :s :p :o }", 403, contains="line 2, column 1"
    ),
    ask("update_with", "WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", 403, contains="WITH"),
    ask("update_load", "LOAD <http://e/x>", 403, contains="LOAD"),
    ask("update_drop", "drop all", 403, contains="DROP"),
    ask("service", "ASK { SERVICE <http://e/sparql> { ?s ?p ?o } }", 403, contains="SERVICE at line 1, column 7"),
    ask("service_variable", "ASK { SERVICE ?x { ?s ?p ?o } }", 403, contains="no calls to others"),
    ask("service_silent", "ASK { service silent <http://e/> { ?s ?p ?o } }", 403, contains="SERVICE"),
    ask("service_escaped", "ASK { \\u0053ERVICE <http://e/> { ?s ?p ?o } }", 403, contains="SERVICE"),
    ask("service_glued", "ASK { SERVICESILENT<http://e/>{ ?s ?p ?o } }", 400, contains="no word of SPARQL"),
    ask("word_in_string", "SELECT ('SERVICE <x> {' AS ?x) {}", contains="SERVICE"),
    ask("word_in_comment", "ASK {} # SERVICE <http://e/> { INSERT", contains="true"),
    ask("nested_too_deep", "ASK " + "{" * 65 + "}" * 65, 400, contains="64 levels of brackets"),
    ask("nested_far_too_deep", "ASK " + "{" * 30_000, 400, contains="line 1, column 69"),
    ask("too_many_patterns", "ASK {" + "?s ?p ?o ." * 61 + "}", 400, contains="60 triple patterns"),
    ask(
        "long_path", "PREFIX : <http://e/> ASK { ?s " + "/".join([":p"] * 101) + " ?o }", 400, contains="100 steps"
    ),
    ask("undeclared_prefix", "ASK { ?s ex:p ?o }", 400, contains="add PREFIX ex:"),
    ask("relative_from", "ASK FROM <g> {}", 400, contains="FROM names <g>"),
    ask("codepoint_escape", "SELECT ('\\u00E4' AS ?x) {}", contains="ä"),
    ask(
        "codepoint_escape_in_a_name", "PREFIX e: <http://e/> SELECT (e:\\u0061b AS ?x) {}", contains="http://e/ab"
    ),
)

ROWS = (*GETS, *EMPTY, *POSTS, *FORMATS, *QUERIES)
