"""Running the programs of others."""

import os
import shutil
import subprocess

import pytest


def run(*command, cwd=None):
    """The output of a program that must succeed."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    environment = os.environ | {"no_proxy": "localhost,127.0.0.1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=cwd, env=environment)
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def rows(answer):
    """The values of SPARQL results in JSON, by row."""
    return {tuple(row[name]["value"] for name in answer["head"]["vars"]) for row in answer["results"]["bindings"]}
