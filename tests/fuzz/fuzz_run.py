"""``python tests/fuzz/fuzz_run.py TARGET CORPUS [libFuzzer options]``: one target under atheris, which is installed.

Stops at the first input that breaks what the target says, and writes it to a file beside the corpus.
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))

with atheris.instrument_imports(include=["lupaus.sparql", "lupaus.web.etag"]):
    from fuzz_targets import TARGETS


def main() -> None:
    """Run it."""
    target, *options = sys.argv[1:]
    atheris.Setup([sys.argv[0], *options], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
