"""The configuration by which Apache answers from an export: rewriting rules, and a map of classes."""

from collections.abc import Iterable, Mapping, Sequence

from lupaus.media import DOCUMENT_FORMATS, GRAPH_FORMATS, HTML, LINKSET, PROBLEM_JSON, TEXT, TIMEMAP, Format
from lupaus.web.document import CACHE_CONTROL
from lupaus.web.export.choosing import pattern_of, ranges_of
from lupaus.web.export.fields import HERE, NEXT, PREVIOUS, REST, REST_PATTERN, Book, common_template, names_in
from lupaus.web.export.places import COMPUTED, PLAIN, UNLOCALISED, VIEWS
from lupaus.web.export.types import FILE_TYPES, SITE_TYPES
from lupaus.web.headers import EXPOSED
from lupaus.web.pages.language import LANGUAGES

__all__ = ["classes", "site"]

_SUFFIXES = "|".join(form.suffix for form in DOCUMENT_FORMATS)
_DUMPS = "^(?:/dataset/[^/]+)?/dumps/"
_TONGUES = "|".join(LANGUAGES)
_PLACES = {
    REST: "%{lup_rest}e",
    HERE: "%{lup_page}e",
    NEXT: "%{lup_next}e",
    PREVIOUS: "%{lup_previous}e",
    "%": "%%",
}


def classes(book: Book, pages: int, gone: Iterable[str]) -> str:
    """What the rules look up: the class of an address, the fields of a class, pages and what is gone."""
    of, signatures = book.classes()
    common, others = Book.by_folder(of)
    numbers = _numbers(book)
    lines = [*common.items(), *others.items(), *((f"gone{stem}", "1") for stem in gone)]
    for name, signature in signatures.items():
        usual = {field: common_template(signature, field) for field in names_in([signature])}
        for form in dict.fromkeys(form for (form, _), _ in signature):
            said = [numbers[field, of_form[form]] for field, of_form in usual.items() if of_form.get(form)]
            lines.append((f"{name}/{form}", _listed(said)))
        for (form, page), fields in signature:
            if any(dict(fields).get(field, "") != of_form[form] for field, of_form in usual.items()):
                lines.append((f"{name}/{form}/{page}", _listed(numbers[each] for each in fields)))
    lines += [(f"next/{page}", str(page + 1)) for page in range(1, pages + 1)]
    lines += [(f"previous/{page}", str(page - 1)) for page in range(2, pages + 1)]
    return "".join(f"{key} {value}\n" for key, value in lines)


def _numbers(book: Book) -> Mapping[tuple[str, str], int]:
    found = {each: 0 for signature in book.classes()[1].values() for _, fields in signature for each in fields}
    return {each: number for number, each in enumerate(sorted(found), 1)}


def _listed(numbers: Iterable[int]) -> str:
    return f",{','.join(map(str, numbers))},"


def site(book: Book, folder: str) -> str:
    """What goes into ``<VirtualHost>``; ``folder`` is that of the export."""
    fields = "".join(
        f"Header set {name.title()} {_quoted(''.join(_PLACES.get(c, c) for c in template))} "
        f"\"expr=%{{ENV:lup_fields}} -strmatch '*,{number},*'\"\n"
        for (name, template), number in _numbers(book).items()
    )
    types = "".join(f"AddType {_quoted(kind)} .{suffix}\n" for suffix, kind in SITE_TYPES.items())
    dumps = "".join(
        f'<LocationMatch "{_DUMPS}.*\\.{suffix}$">\nForceType {_quoted(kind)}\n</LocationMatch>\n'
        for suffix, kind in FILE_TYPES.items()
    )
    faults = "".join(
        f'ErrorDocument {status} "/.problems/{status}.%{{env:lup_problem}}"\n' for status in (404, 405, 406)
    )
    return f"""# Answers from the files of an export. Include this in <VirtualHost>.
# Modules: alias, authz_core, dir, env, headers, mime, rewrite, setenvif.
DocumentRoot {_quoted(folder + "/www")}
Alias /.problems/ {_quoted(folder + "/problems/")}
<Directory {_quoted(folder)}>
    Require all granted
    Options -Indexes -MultiViews +FollowSymLinks
    AllowOverride None
    DirectorySlash Off
    DirectoryIndex disabled
</Directory>
FileETag MTime Size
AcceptPathInfo Off
AllowEncodedSlashes NoDecode
{types}<LocationMatch "{_DUMPS}">
ForceType {_quoted(TEXT.content_type)}
</LocationMatch>
{dumps}<Location "/robots.txt">
ForceType {_quoted(TEXT.content_type)}
</Location>
<LocationMatch "^/(?:assets|\\.problems)/.*\\.json$">
ForceType "application/json"
</LocationMatch>
<LocationMatch "^/\\.problems/.*\\.json$">
ForceType {PROBLEM_JSON.media_type}
</LocationMatch>
<LocationMatch "^/\\.problems/.*\\.txt$">
ForceType {_quoted(TEXT.content_type)}
</LocationMatch>
{faults}ErrorDocument 410 "/%{{env:lup_gone}}"

{_common()}{fields}
RewriteEngine on
RewriteMap lupaus {_quoted(f"txt:{folder}/apache/classes.txt")}
{_rules()}"""


def _common() -> str:
    always = {
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": ", ".join(EXPOSED),
    }
    asked = {
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match, If-Modified-Since",
        "Allow": "GET, HEAD, OPTIONS",
    }
    lines = [f"Header always set {name} {_quoted(value)}" for name, value in always.items()]
    lines += [
        f"Header always set {name} {_quoted(value)} \"expr=%{{REQUEST_METHOD}} == 'OPTIONS'\""
        for name, value in asked.items()
    ]
    for name, variable in (("Content-Location", "place"), ("Content-Language", "language")):
        lines.append(f'Header set {name} "%{{lup_{variable}}}e" env=lup_{variable}')
    lines += [
        'Header set Content-Encoding "gzip" env=lup_gzip',
        'Header merge Vary "Accept" env=lup_negotiated',
        'Header merge Vary "Accept-Language" env=lup_by_header',
        'Header merge Vary "Accept-Encoding" env=lup_packs',
        'Header always set Vary "Accept" env=lup_thing',
        f"Header always set Cache-Control {_quoted(CACHE_CONTROL)} env=lup_thing",
        "Header always set Vary \"Accept\" \"expr=%{REQUEST_STATUS} -in {'404', '405', '406', '410'}\"",
        "Header always set Cache-Control \"no-store\" \"expr=%{REQUEST_STATUS} -in {'404', '405', '406'}\"",
        "Header unset ETag \"expr=%{REQUEST_STATUS} -in {'404', '405', '406', '410'}\"",
    ]
    return "".join(f"{line}\n" for line in lines)


def _rules() -> str:
    """In the order in which they are tried."""
    graphs = GRAPH_FORMATS
    triples = [form for form in GRAPH_FORMATS if form.kind == "graph"]
    quads = "|".join(form.suffix for form in GRAPH_FORMATS if form.kind == "dataset")
    pictures = "|".join((*VIEWS, "problems"))
    choosing = _negotiation(DOCUMENT_FORMATS, graphs, triples, quads)
    file = "%{DOCUMENT_ROOT}%{ENV:lup_file}"
    return "".join((
        _rule("^", "E=lup_problem:json,E=lup_accept:%{HTTP:Accept}"),
        _rule("^", "E=lup_accept:*/*", '%{HTTP:Accept} ^$'),
        _rule("^", "E=lup_problem:html", f"%{{HTTP:Accept}} {_raw(pattern_of(HTML.media_type))} [NC]"),
        _rule(r"^/\.problems/", "R=404,L", "%{ENV:REDIRECT_STATUS} ^$"),
        _rule(r"^/\.problems/", "END"),
        _rule("^", "R=204,L", "%{REQUEST_METHOD} =OPTIONS"),
        _rule("^", "R=405,L", "%{REQUEST_METHOD} !^(?:GET|HEAD)$"),
        "# Things.\n",
        _rule("^(/id/.+)$", "E=lup_gone:.problems$1.%{ENV:lup_problem},G,L", "${lupaus:gone$1} =1"),
        "RewriteCond %{DOCUMENT_ROOT}/doc$1.nt -f\nRewriteRule ^/id(/.+)$ /doc$1 [R=303,QSD,L,E=lup_thing:1]\n",
        _rule("^/id/", "R=404,L"),
        "# Queries: the page, the language, and what would have to be computed.\n",
        _rule("^", "E=lup_page:1"),
        _rule("^", "E=lup_page:%1,E=lup_part:.page%1,E=lup_query:?page=%1",
              "%{QUERY_STRING} (?:^|&)page=([1-9][0-9]{0,8})(?:&|$)"),
        _rule("^", "E=lup_part:.none", "%{ENV:lup_part} ^$", "%{QUERY_STRING} (?:^|&)page=[^&]"),
        _rule("^", "E=lup_lang:%1", "%{QUERY_STRING} (?:^|&)lang=([^&]+)"),
        _rule("^", "R=404,L", f"%{{REQUEST_URI}}?%{{QUERY_STRING}} {_raw(COMPUTED)}"),
        "# The form: of one kind, by suffix, or by Accept.\n",
        _rule("^", "E=lup_form:-", f"%{{REQUEST_URI}} {_raw(PLAIN)}"),
        _rule("^", "E=lup_form:%1", "%{ENV:lup_form} ^$", rf"%{{REQUEST_URI}} \.({_SUFFIXES})$"),
        _rule("^", "E=lup_form:html", f"%{{REQUEST_URI}} ^/(?:{pictures})$"),
        _rule("^", f"S={choosing.count('RewriteRule')}", "%{ENV:lup_form} !^$"),
        choosing,
        "# The address without its suffix, and the file.\n",
        _rule("^", "E=lup_stem:%{REQUEST_URI}"),
        _rule("^", "E=lup_stem:%1", "%{ENV:lup_form} !=-", rf"%{{REQUEST_URI}} ^(.+)\.(?:{_SUFFIXES})$"),
        _rule("^/$", "E=lup_stem:/catalog"),
        _rule("^/$", "E=lup_stem:/index", "%{ENV:lup_form} =html"),
        _rule("^", "R=406,L", "%{ENV:lup_form} =none", "%{DOCUMENT_ROOT}%{ENV:lup_stem}.nt -f"),
        _languages(),
        _rule("^", "E=lup_file:%{ENV:lup_stem}%{ENV:lup_part}%{ENV:lup_tongue}.%{ENV:lup_form}"),
        _rule("^", "E=lup_file:%{REQUEST_URI}", "%{ENV:lup_form} =-"),
        _rule("^/linkset/", f"E=lup_file:%{{REQUEST_URI}}.{LINKSET.suffix}"),
        _rule("^/timemap/", f"E=lup_file:%{{REQUEST_URI}}.{TIMEMAP.suffix}"),
        "# What is gone, and what never was.\n",
        _rule("^", "E=lup_gone:%1,G,L", "%{ENV:REDIRECT_STATUS} ^$", "${lupaus:gone%{ENV:lup_stem}} =1",
              f"{file} -f", "%{ENV:lup_file} ^/(.+)"),
        _rule("^", "E=lup_gone:.problems%{ENV:lup_stem}.%{ENV:lup_problem},G,L",
              "%{ENV:REDIRECT_STATUS} ^$", "${lupaus:gone%{ENV:lup_stem}} =1"),
        _rule("^", "R=404,L", f"{file} !-f"),
        "# What is said of it.\n",
        _rule("^", "E=lup_place:%{ENV:lup_stem}.%{ENV:lup_form}%{ENV:lup_query}", "%{ENV:lup_negotiated} =1",
              "%{ENV:lup_stem} !=/index"),
        _rule("^", "E=lup_rest:%1", f"%{{ENV:lup_stem}} {_raw(REST_PATTERN)}"),
        _rule("^", "E=lup_next:${lupaus:next/%{ENV:lup_page}},E=lup_previous:${lupaus:previous/%{ENV:lup_page}}"),
        _rule("^", "E=lup_class:${lupaus:%{ENV:lup_stem}|${lupaus:%1}}", "%{ENV:lup_stem} ^(.*/)"),
        _rule("^", "E=lup_fields:${lupaus:%{ENV:lup_class}/%{ENV:lup_form}/%{ENV:lup_page}"
              "|${lupaus:%{ENV:lup_class}/%{ENV:lup_form}}}"),
        "# Packed, for whoever takes it; a part is a part of the file as it is.\n",
        _rule("^", "E=lup_packs:1", f"{file}.gz -f"),
        "".join(f"RewriteCond {each}\n" for each in (
            "%{ENV:lup_packs} =1", "%{HTTP:Range} ^$",
            r'%{HTTP:Accept-Encoding} "(?:^|,)\s*(?:x-)?gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:$|,)))" [NC]',
        )) + f"RewriteRule ^ {file}.gz [E=lup_gzip:1,E=no-gzip:1]\n",
        _packed_types(),
        _rule("^", "END", "%{ENV:lup_gzip} =1"),
        f"RewriteRule ^ {file} [END]\n",
    ))  # fmt: skip


def _packed_types() -> str:
    return "".join(
        f'RewriteCond %{{ENV:lup_gzip}} =1\nRewriteCond %{{ENV:lup_file}} "\\.{suffix}$"\n'
        f'RewriteRule ^ - "[T={kind}]"\n'
        for suffix, kind in SITE_TYPES.items()
    )


def _negotiation(
    documents: Sequence[Format], graphs: Sequence[Format], triples: Sequence[Format], quads: str
) -> str:
    """Weights as numbers of five digits: the quality, then how closely the range names the format."""
    made = [_rule("^", "E=lup_negotiated:1,E=lup_any:none,E=lup_graph:none,E=lup_triples:none")]
    for form in documents:
        word = f"lup_q_{form.suffix}"
        made += [
            _rule("^", f"E={word}:{level}q%1", f"%{{ENV:{word}}} ^$",
                  f"%{{ENV:lup_accept}} {_raw(pattern_of(name))} [NC]")
            for name, level in ranges_of(form)
        ]  # fmt: skip
        weight = f"lup_w_{form.suffix}"
        made.append(_rule("^", f"E={weight}:0"))
        made.append(_rule("^", f"E={weight}:1000%1", rf"%{{ENV:{word}}} ^(\d)q(?:1.*)?$"))
        made += [
            _rule("^", f"E={weight}:%2{'0' * (3 - n)}%1", rf"%{{ENV:{word}}} ^(\d)q0\.(?!0+$)(\d{{{n}}})$")
            for n in (1, 2, 3)
        ]
    made += [_best("any", documents), _best("graph", graphs), _best("triples", triples, named_only=True)]
    made += [
        _rule("^", "E=lup_form:%{ENV:lup_any}"),
        _rule(
            "^", "E=lup_form:%{ENV:lup_triples}", f"%{{ENV:lup_any}} ^(?:{quads})$", "%{ENV:lup_triples} !=none"
        ),
        _rule("^/feed(?:/|$)", "E=lup_form:%{ENV:lup_graph}"),
        _rule("^/fragments$", "E=lup_form:%{ENV:lup_any}"),
    ]
    return "".join(made)


def _best(word: str, forms: Sequence[Format], *, named_only: bool = False) -> str:
    made = [_rule("^", "E=lup_best:0")]
    for form in forms:
        weight = f"%{{ENV:lup_w_{form.suffix}}}"
        conditions = [f'expr "{weight} -gt %{{ENV:lup_best}}"']
        if named_only:
            conditions.append(f"{weight} 3$")
        made.append(_rule("^", f"E=lup_best:{weight},E=lup_{word}:{form.suffix}", *conditions))
    return "".join(made)


def _languages() -> str:
    """The language of a page: of the address, else the first that Accept-Language likes best."""
    made = [_rule("^", "E=lup_language:en", "%{ENV:lup_form} =html"), _rule("^", "E=lup_best:0")]
    for word in LANGUAGES:
        weight = f"lup_l_{word}"
        asked = f'%{{HTTP:Accept-Language}} "(?:^|,)\\s*{word}(?:-[^,;]*)?\\s*'
        made.append(_rule("^", f"E={weight}:0"))
        made.append(_rule("^", f"E={weight}:1000", rf'{asked}(?:;\s*q=1(?:\.0*)?\s*)?(?:$|,)" [NC]'))
        made += [
            _rule("^", f"E={weight}:%1{'0' * (3 - n)}", rf'{asked};\s*q=0\.([0-9]{{{n}}})\s*(?:$|,)" [NC]')
            for n in (1, 2, 3)
        ]
        made.append(_rule("^", f"E=lup_best:%{{ENV:{weight}}}", f'expr "%{{ENV:{weight}}} -gt %{{ENV:lup_best}}"'))
    weighed = "".join(f"{word}=%{{ENV:lup_l_{word}}}," for word in LANGUAGES)
    earliest = (
        rf"(?:^|,)\s*({_TONGUES})(?:-[^,;#]*)?\s*(?:;[^,#]*)?(?:,[^#]*)?"
        r"#(?:.*,)?\1=(\d+),.*#\2$"
    )
    best = f"%{{HTTP:Accept-Language}}#{weighed}#%{{ENV:lup_best}} {_raw(earliest)} [NC]"
    made.append(_rule("^", "E=lup_liked:en"))
    made.append(_rule("^", "E=lup_liked:${lower:%1}", "%{ENV:lup_best} !=0", best))
    made += [
        _rule("^", "E=lup_by_header:1,E=lup_language:%{ENV:lup_liked}", "%{ENV:lup_form} =html",
              f"%{{REQUEST_URI}} !{UNLOCALISED}", "%{ENV:lup_lang} ^$"),
        _rule("^", "E=lup_tongue:.%{ENV:lup_liked}", "%{ENV:lup_by_header} =1", "%{ENV:lup_liked} !=en"),
        _rule("^", "E=lup_tongue:.%1,E=lup_language:%1", "%{ENV:lup_form} =html",
              f"%{{REQUEST_URI}} !{UNLOCALISED}", f"%{{ENV:lup_lang}} ^({_TONGUES})$"),
        _rule("^", "E=lup_tongue:.none", "%{ENV:lup_form} =html", f"%{{REQUEST_URI}} !{UNLOCALISED}",
              f"%{{ENV:lup_lang}} !^(?:{_TONGUES}|)$"),
    ]  # fmt: skip
    return "RewriteMap lower int:tolower\n" + "".join(made)


def _rule(pattern: str, flags: str, *conditions: str) -> str:
    lines = [f"RewriteCond {condition}\n" for condition in conditions]
    return "".join((*lines, f"RewriteRule {pattern} - [{flags}]\n"))


def _raw(text: str) -> str:
    """``text`` as mod_rewrite reads a condition: a backslash stands for itself, and a quotation mark ends it."""
    return '"' + text.replace('"', r"\x22") + '"'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
