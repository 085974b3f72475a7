"""Fuzzing: atheris makes inputs of seeds, as many as ``LUPAUS_FUZZ_RUNS`` says, and none may break a target.

``LUPAUS_FUZZ_RUNS=1000000 pytest -m slow -n 0 tests/fuzz``; the seeds alone are tried in every run of the suite.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fuzz_parser import Parser
from fuzz_seeds import DICTIONARY, SEEDS
from fuzz_targets import PARSER, TARGETS

RUNS = int(os.environ.get("LUPAUS_FUZZ_RUNS", "20000"))


@pytest.fixture(scope="module", autouse=True)
def child():
    """The parser's child does not outlive the tests."""
    yield
    PARSER.close()


@pytest.mark.parametrize("target", TARGETS)
def test_the_seeds(target):
    for seed in SEEDS[target]:
        TARGETS[target](seed)


BROKEN = {
    "called out": "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "called out silently": "ASK { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "crashed": "ASK " + "{" * 100_000,
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_promise_is_seen(what):
    """What the guard keeps out does break the child."""
    parser = Parser()
    try:
        with pytest.raises(AssertionError, match=what.split()[0]):
            parser.reads(BROKEN[what])
        assert parser.reads("ASK {}"), "another child takes its place"
    finally:
        parser.close()


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris is not installed (pip install '.[fuzz]')"
)
@pytest.mark.parametrize("target", TARGETS)
def test_what_is_made_of_the_seeds(target, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(SEEDS[target]):
        (corpus / f"seed{number}").write_bytes(seed)
    (tmp_path / "words").write_text("".join(f'"{word}"\n' for word in DICTIONARY))
    ended = subprocess.run(
        [
            sys.executable,
            str(Path(__file__).parent / "fuzz_run.py"),
            target,
            str(corpus),
            f"-runs={RUNS}",
            f"-dict={tmp_path / 'words'}",
            "-max_len=3000",
            "-rss_limit_mb=4096",
            "-timeout=60",
            f"-artifact_prefix={tmp_path}/",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == 0, said[-5_000:]
    assert f"Done {RUNS} runs" in said, said[-1_000:]
