"""The house stays as it is drawn: imports go one way, modules stay small, each fact has one table."""

import ast
import re
from pathlib import Path

import pytest

import lupaus

PACKAGE = Path(lupaus.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = {
    "base": 0,
    "sparql": 1,
    "engine": 2,
    "dataset": 2,
    "federation": 3,
    "curation": 3,
    "publishing": 3,
    "web": 4,
    "cli": 5,
}
BASE = {"__init__", "errors", "media", "namespaces", "settings"}

HEAVY = {
    "fastapi": set(),  # only through rdflib-endpoint
    "h11": {"federation/relay.py"},
    "httpx": {"curation/client.py", "engine/remote/client.py", "federation/calling.py"},
    "prometheus_client": {"web/metrics.py"},
    "brotli": {"web/compression.py"},
    "zstandard": {"dataset/packing.py", "web/compression.py"},
    "rapidfuzz": {"web/finder.py"},
    "babel": {"web/pages/catalogue.py"},
    "jinja2": {"web/pages/render.py"},
    "rdflib_endpoint": {"web/endpoint.py"},
    "pyshacl": {"dataset/shacl.py", "dataset/verdicts.py"},
}
"""Packages that only the named modules may import."""


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def layer(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "base" if first in BASE else "cli" if first == "__main__" else first


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def breaches(path: Path) -> list[str]:
    """Imports of ``path`` that go up or sideways between layers."""
    mine = layer(path)
    wrong = []
    for target in imports(path):
        parts = target.split(".")
        if parts[0] != "lupaus" or len(parts) < 2:
            continue
        theirs = "base" if parts[1] in BASE or parts[1] == "__version__" else parts[1]
        if theirs != mine and LAYERS[theirs] >= LAYERS[mine]:
            wrong.append(f"{name(path)} ({mine}) imports {target} ({theirs})")
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_go_down(path):
    assert breaches(path) == []


def test_the_layer_test_can_fail(tmp_path, monkeypatch):
    (tmp_path / "sparql").mkdir()
    wrong = tmp_path / "sparql" / "up.py"
    wrong.write_text("from lupaus.web import app\nimport lupaus.errors\n")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert "sparql/up.py (sparql) imports lupaus.web (web)" in breaches(wrong)


@pytest.mark.parametrize("path", [p for p in MODULES if layer(p) == "sparql"], ids=name)
def test_sparql_is_pure(path):
    outside = {target.split(".")[0] for target in imports(path)} - {"lupaus"}
    assert outside <= {
        "bisect", "collections", "dataclasses", "datetime", "enum", "functools", "hashlib", "html", "itertools",
        "json", "re", "string", "typing", "urllib",
    }  # fmt: skip


@pytest.mark.parametrize(("package", "allowed"), HEAVY.items(), ids=list(HEAVY))
def test_a_heavy_package_has_one_door(package, allowed):
    users = {name(path) for path in MODULES if package in {t.split(".")[0] for t in imports(path)}}
    assert users == allowed


def test_modules_are_small():
    lengths = sorted(len(path.read_text("utf-8").splitlines()) for path in MODULES)
    assert lengths[-1] <= 400
    assert lengths[len(lengths) // 2] <= 150


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_says_what_it_is_and_what_it_offers(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "no docstring"
    listed = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
    ]
    if not listed:
        public = [n for n in tree.body if isinstance(n, (ast.ClassDef, ast.FunctionDef)) and n.name[0] != "_"]
        assert not public, "public names, but no __all__"
        return
    names = ast.literal_eval(listed[0])  # in the order that ruff's RUF022 keeps
    defined = {getattr(node, "name", "") for node in tree.body}
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                defined |= {leaf.id for leaf in ast.walk(target) if isinstance(leaf, ast.Name)}
    assert set(names) <= defined


def test_media_types_stand_in_one_table():
    pattern = re.compile(r"\"(?:application/(?:sparql|n-|rdf|ld|trig|problem)|text/(?:turtle|csv|tab|html))")
    users = {name(path) for path in MODULES if pattern.search(path.read_text("utf-8"))}
    assert users == {"media.py"}


def test_vocabularies_stand_in_one_table():
    pattern = re.compile(
        r"\"(?:http://(?:www\.w3\.org/(?:ns|2\d\d\d)|purl\.org)|https://(?:schema\.org|w3id\.org))"
    )
    users = {name(path) for path in MODULES if pattern.search(path.read_text("utf-8"))}
    assert users == {"namespaces.py"}
