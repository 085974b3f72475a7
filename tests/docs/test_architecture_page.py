"""What is drawn of the house is how it stands."""

import importlib
import re
from pathlib import Path

from pages import ROOT, fences, tables

import lupaus
from lupaus.dataset.graphs import GRAPHS

PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")
LAYERS, BUILD, SERVE = (fence.body for fence in fences(PAGE)[:3])
PACKAGE = Path(lupaus.__file__).parent


def test_every_layer_is_drawn():
    drawn = set(re.findall(r"^(\w+) ", LAYERS, re.M)) | set(re.findall(r" {3,}(\w+)   ", LAYERS))
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} | {"base"} == drawn


def test_every_named_graph_is_listed():
    (rows,) = tables(PAGE)
    named = [name for row in rows[1:] for name in re.findall(r"`graph/([^`]+)`", row[0])]
    assert sorted(named) == sorted(rule.name.replace("*", "…") for rule in GRAPHS)
    (outside,) = re.findall(r"RDF merge of all but (.+?):", PAGE)
    assert set(re.findall(r"`(\w+)`", outside)) == {rule.name for rule in GRAPHS if not rule.in_default}


def test_every_file_of_a_release_is_named(release):
    there = {path for path in release.manifest.files if "/" not in path} | {"manifest.json"}
    packed = {name for name in there if name.endswith((".gz", ".zst"))}
    assert {name.rpartition(".")[0] for name in packed} <= there
    assert set(re.findall(r"\w+\.(?:nq|nt|ttl|trig|jsonld|md|sqlite|json)\b", BUILD)) == there - packed


def test_each_step_of_an_answer_exists():
    steps = re.findall(r"\b(protocol|guard|accept)\.(\w+)", SERVE)
    assert len(steps) == 3
    for module, name in steps:
        assert callable(getattr(importlib.import_module(f"lupaus.sparql.{module}"), name))


def test_modules_and_scripts_named_in_the_docs_exist():
    for page in ("architecture", "contributing"):
        text = (ROOT / f"docs/{page}.md").read_text("utf-8")
        for name in re.findall(r"`((?:[\w.]+/)+[\w.-]+\.(?:py|txt|toml|ttl))`", text):
            if "that/file" not in name:
                assert (ROOT / name).exists() or (PACKAGE / name).exists(), name
