"""The configuration by which nginx answers from an export: maps, and one server."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import indent

from lupaus.media import (
    DOCUMENT_FORMATS,
    GRAPH_FORMATS,
    HTML,
    LINKSET,
    PROBLEM_JSON,
    TEXT,
    TIMEMAP,
)
from lupaus.web.document import CACHE_CONTROL
from lupaus.web.export.choosing import Offer, choose_format, choose_language, map_block, quoted
from lupaus.web.export.fields import (
    HERE,
    NEXT,
    PREVIOUS,
    REST,
    REST_PATTERN,
    Book,
    Signature,
    common_template,
    names_in,
)
from lupaus.web.export.places import COMPUTED, PLAIN, UNLOCALISED, VIEWS
from lupaus.web.export.types import ASSET_TYPES, FILE_TYPES, SITE_TYPES
from lupaus.web.headers import EXPOSED
from lupaus.web.pages.language import LANGUAGES

__all__ = ["example", "maps", "server"]

_SUFFIXES = "|".join(form.suffix for form in DOCUMENT_FORMATS)
_PLACES = {REST: "${lupaus_rest}", HERE: "${lupaus_page}", NEXT: "${lupaus_next}", PREVIOUS: "${lupaus_previous}"}
_BUCKET_BYTES = 512


def maps(book: Book, pages: int, gone: Iterable[str]) -> str:
    """What goes into ``http``.

    :param pages: the most pages that an address has.
    :param gone: addresses, without suffix, that are answered by 410.
    """
    of, classes = book.classes()
    return "".join((
        "# What Accept and the address choose. Include this in http { }.\n",
        f"map_hash_bucket_size {_BUCKET_BYTES};\nmap_hash_max_size {max(4096, 2 * len(of))};\n",
        "variables_hash_bucket_size 128;\nvariables_hash_max_size 4096;\n",
        'geo $lupaus_dollar { default "$"; }\n',
        _chosen_by_header(),
        _chosen_by_address(pages, gone),
        _fields(of, classes),
    ))  # fmt: skip


def _chosen_by_header() -> str:
    documents: Sequence[Offer] = [(form.suffix, form) for form in DOCUMENT_FORMATS]
    graphs: Sequence[Offer] = [(form.suffix, form) for form in GRAPH_FORMATS]
    triples = [offer for offer in graphs if offer[1].kind == "graph"]
    quads = "|".join(form.suffix for form in GRAPH_FORMATS if form.kind == "dataset")
    problems: Sequence[Offer] = [("json", PROBLEM_JSON), ("html", HTML), ("txt", TEXT)]
    return "".join((
        map_block("$http_accept", "lupaus_accept", [("", "*/*")], "$http_accept"),
        choose_format("lupaus_any", documents),
        choose_format("lupaus_graph", graphs),
        "# Whoever names a format of triples gets no quads (sparql/accept.py, negotiate_document).\n",
        choose_format("lupaus_triples", triples, named_only=True),
        map_block("$lupaus_any $lupaus_triples", "lupaus_document",
                  [(rf"~^(?:{quads}) (?!none)(.*)$", "$1")], "$lupaus_any"),
        choose_format("lupaus_fault", problems),
        map_block("$lupaus_fault", "lupaus_problem", [("none", "json")], "$lupaus_fault"),
        choose_language("lupaus_language"),
    ))  # fmt: skip


def _chosen_by_address(pages: int, gone: Iterable[str]) -> str:
    pictures = "|".join((*VIEWS, "problems"))
    tongues = "|".join(LANGUAGES)
    form = [(f"~{PLAIN}", "-"), (rf"~\.({_SUFFIXES})$", "$1"), (f"~^/(?:{pictures})$", "html"),
            ("~^/feed(?:/|$)", "$lupaus_graph"), ("/fragments", "$lupaus_any")]  # fmt: skip
    negotiated = [(f"~{PLAIN}", ""), (rf"~\.(?:{_SUFFIXES})$", ""), (f"~^/(?:{pictures})$", "")]
    stem = [("/ html", "/index"), ("~^/ ", "/catalog"), ("~^(.+) -$", "$1"),
            (rf"~^(.+)\.(?:{_SUFFIXES}) ", "$1"), (r"~^(.+) \S+$", "$1")]  # fmt: skip
    language = [
        (f"~{UNLOCALISED}", ""),
        *(("~ html $", "$lupaus_by_header"), (rf"~ html ({tongues})$", ".$1"), ("~ html ", ".none")),
    ]
    numbers = [(str(n), str(n + 1)) for n in range(2, pages + 1)]
    return "".join((
        map_block("$uri", "lupaus_form", form, "$lupaus_document"),
        map_block("$uri", "lupaus_is_negotiated", negotiated, "1"),
        map_block("$uri $lupaus_form", "lupaus_stem", stem),
        map_block("$lupaus_stem", "lupaus_rest", [(f"~{REST_PATTERN}", "$1")]),
        map_block("$arg_page", "lupaus_page", [("", "1"), (r"~^([1-9][0-9]{0,8})$", "$1")], "0"),
        map_block("$arg_page", "lupaus_page_part", [("", ""), (r"~^([1-9][0-9]{0,8})$", ".page$1")], ".none"),
        map_block("$lupaus_page", "lupaus_next", [("1", "2"), *numbers]),
        map_block("$lupaus_page", "lupaus_previous", [(str(n), str(n - 1)) for n in range(2, pages + 1)]),
        map_block("$lupaus_language", "lupaus_by_header", [("en", "")], ".$lupaus_language"),
        map_block("$uri $lupaus_form $arg_lang", "lupaus_language_part", language),
        map_block("$lupaus_language_part", "lupaus_content_language", [(rf"~^\.({tongues})$", "$1")], "en"),
        "# What would have to be computed: no such file is there.\n",
        map_block("$uri?$args", "lupaus_asked", [(f"~{COMPUTED}", ".none")]),
        map_block("$lupaus_form", "lupaus_says_language", [("html", "$lupaus_content_language")]),
        map_block("$uri $lupaus_form", "lupaus_file",
                  [("~^/linkset/.* -$", f"$uri.{LINKSET.suffix}"),
                   ("~^/timemap/.* -$", f"$uri.{TIMEMAP.suffix}"), ("~ -$", "$uri$lupaus_asked")],
                  "$lupaus_stem$lupaus_page_part$lupaus_language_part$lupaus_asked.$lupaus_form"),
        map_block("$uri", "lupaus_varies_by", [(f"~{UNLOCALISED}", "")], "html"),
        map_block("$lupaus_is_negotiated $lupaus_form:$lupaus_varies_by $arg_lang", "lupaus_vary",
                  [("~^1 html:html $", "Accept, Accept-Language"), ("~^1 ", "Accept"),
                   ("~^ html:html $", "Accept-Language")]),
        map_block("$lupaus_page_part", "lupaus_page_query", [(r"~^\.page", "?page=$lupaus_page")]),
        map_block("$lupaus_is_negotiated $uri $lupaus_form", "lupaus_place",
                  [("1 / html", ""), ("~^1 ", "$lupaus_stem.$lupaus_form$lupaus_page_query")]),
        map_block("$uri", "lupaus_thing", [("~^/id(/.+)$", "$1")]),
        map_block("$lupaus_stem", "lupaus_is_gone", [(stem, "1") for stem in sorted(gone)]),
        map_block("$lupaus_form", "lupaus_refused", [("none", "$document_root$lupaus_stem.nt")], "/-/none"),
        map_block("$request_method", "lupaus_methods", [("OPTIONS", "GET, HEAD, OPTIONS")]),
        map_block("$request_method", "lupaus_takes",
                  [("OPTIONS", "Accept, Accept-Language, If-None-Match, If-Modified-Since")]),
    ))  # fmt: skip


def _fields(of: Mapping[str, str], classes: Mapping[str, Signature]) -> str:
    common, others = Book.by_folder(of)
    made = [
        map_block("$lupaus_stem", "lupaus_folder", [("~^(.*/)[^/]*$", "$1")]),
        map_block("$lupaus_folder", "lupaus_folder_class", common.items()),
        map_block("$lupaus_stem", "lupaus_class", others.items(), "$lupaus_folder_class"),
    ]
    for name in names_in(classes.values()):
        rows, exact = [], []
        for number, signature in classes.items():
            usual = common_template(signature, name)
            rows += [(f"{number} {form}", _value(template)) for form, template in usual.items() if template]
            for (form, page), fields in signature:
                template = dict(fields).get(name, "")
                if template != usual[form]:
                    exact.append((f"{number} {form} {page}", _value(template)))
        word = name.replace("-", "_")
        made.append(map_block("$lupaus_class $lupaus_form", f"lupaus_usual_{word}", rows))
        made.append(map_block("$lupaus_class $lupaus_form $lupaus_page", f"lupaus_of_{word}", exact,
                              f"$lupaus_usual_{word}"))  # fmt: skip
    return "".join(made)


def _value(template: str) -> str:
    return "".join(_PLACES.get(c, "${lupaus_dollar}" if c == "$" else c) for c in template)


def server(book: Book, root: str, problems: str) -> str:
    """What goes into ``server``.

    :param root: the folder of the files; ``problems`` that of the answers to what cannot be answered.
    """
    names = names_in(book.classes()[1].values())
    own = [(name.title(), f"$lupaus_of_{name.replace('-', '_')}") for name in names]
    sent = [*own, ("Vary", "$lupaus_vary"), ("Content-Location", "$lupaus_place"),
            ("Content-Language", "$lupaus_says_language")]  # fmt: skip
    fields = _add(sent) + _add(_COMMON, always=True)
    gone, faults = (indent(_add([*more, *_COMMON], always=True), "    ")
                    for more in (sent, [("Vary", "Accept"), ("Cache-Control", "no-store")]))  # fmt: skip
    things = _add([("Vary", "Accept"), ("Cache-Control", CACHE_CONTROL)]) + _add(_COMMON, always=True)
    things = indent(things, "    ")
    return rf"""# Answers from the files of an export. Include this in server {{ }}.
root {quoted(root)};
absolute_redirect off;
etag on;
gzip_static on;
gzip_vary on;
if_modified_since before;
{_types(SITE_TYPES)}default_type "text/plain; charset=utf-8";
{fields}
error_page 404 /.problems/404.$lupaus_problem;
error_page 405 /.problems/405.$lupaus_problem;
error_page 406 /.problems/406.$lupaus_problem;
error_page 410 @lupaus_gone;
if ($uri ~ ^/\.problems/) {{ break; }}
# Now, while the address is the one that was asked for.
set $lupaus_pinned "$lupaus_file$lupaus_vary$lupaus_place$lupaus_says_language$lupaus_thing$lupaus_rest";
if ($request_method = OPTIONS) {{ return 204; }}
if ($lupaus_is_gone) {{ return 410; }}
if (-f $lupaus_refused) {{ return 406; }}

location / {{
    try_files $lupaus_file =404;
}}
location @lupaus_gone {{
{gone}    try_files $lupaus_file /.problems$lupaus_stem.$lupaus_problem;
}}
location = /robots.txt {{
    types {{ }}
    try_files $uri =404;
}}
location ^~ /id/ {{
{things}    if (-f $document_root/doc$lupaus_thing.nt) {{ return 303 /doc$lupaus_thing; }}
    return 404;
}}
location ^~ /assets/ {{
    {_types(ASSET_TYPES).strip()}
    try_files $uri =404;
}}
location ~ ^(?:/dataset/[^/]+)?/dumps/ {{
    {_types(FILE_TYPES).strip()}
    if ($http_range) {{ rewrite ^ /.plain$uri last; }}
    try_files $uri =404;
}}
location ^~ /.plain/ {{
    internal;
    alias {quoted(root + "/")};
    gzip_static off;
    {_types(FILE_TYPES).strip()}
}}
location ^~ /.problems/ {{
    internal;
    alias {quoted(problems + "/")};
    etag off;
    {_types({"json": PROBLEM_JSON.content_type, "html": HTML.content_type, "txt": TEXT.content_type}).strip()}
{faults}}}
"""


_COMMON = (
    ("X-Content-Type-Options", "nosniff"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", ", ".join(EXPOSED)),
    ("Access-Control-Allow-Methods", "$lupaus_methods"),
    ("Access-Control-Allow-Headers", "$lupaus_takes"),
    ("Allow", "$lupaus_methods"),
)


def example(folder: str) -> str:
    """A whole configuration, to begin with."""
    return f"""# nginx with nothing but an export. Test it with: nginx -t -c /path/to/this
worker_processes auto;
events {{ worker_connections 4096; }}
http {{
    sendfile on;
    tcp_nopush on;
    open_file_cache max=100000 inactive=10m;
    include {quoted(folder + "/nginx/maps.conf")};
    server {{
        listen 80 default_server;
        server_tokens off;
        include {quoted(folder + "/nginx/server.conf")};
    }}
}}
"""


def _add(fields: Iterable[tuple[str, str]], *, always: bool = False) -> str:
    ending = " always" if always else ""
    return "".join(f"add_header {name} {quoted(value)}{ending};\n" for name, value in fields)


def _types(types: Mapping[str, str]) -> str:
    return "types { " + " ".join(f"{quoted(kind)} {suffix};" for suffix, kind in types.items()) + " }\n"
