"""The ready-made configurations are read by the programs they are for, and nginx serves what it should."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from pages import ROOT

from lupaus.settings import SETTINGS

DEPLOY = ROOT / "docs/deploy"
needs_nginx = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


def nginx_conf(tmp_path, port, upstream):
    """The configuration with places and ports of this test."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    changes = {
        "pid /run/nginx.pid": f"pid {tmp_path}/nginx.pid;\ndaemon off",
        "/var/log/nginx/error.log": f"{tmp_path}/error.log",
        "/var/cache/nginx/lupaus": f"{tmp_path}/cache",
        "listen 80 default_server": f"listen 127.0.0.1:{port} default_server",
        "server 127.0.0.1:8000": f"server 127.0.0.1:{upstream}",
        "worker_processes auto": "worker_processes 1",
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"    {place}_temp_path {tmp_path}/{place};\n" for place in places)
    path = tmp_path / "nginx.conf"
    owner = "user root;\n" if os.geteuid() == 0 else ""  # or its workers cannot come to the folders of this test
    path.write_text(owner + text.replace("http {\n", f"http {{\n{temporary}", 1))
    return path


@pytest.fixture
def proxied(server, tmp_path):
    """The address of nginx in front of the running server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    conf = nginx_conf(tmp_path, port, server.rpartition(":")[2])
    subprocess.run(["nginx", "-t", "-c", conf], check=True, capture_output=True)
    process = subprocess.Popen(["nginx", "-c", conf], stderr=subprocess.DEVNULL)
    try:
        late = time.monotonic() + 20
        while time.monotonic() < late:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@needs_nginx
def test_nginx_keeps_answers_by_what_the_client_takes(proxied):
    def ask(accept, **headers):
        return httpx.get(f"{proxied}/dataset", headers={"Accept": accept, **headers})

    first, second, other = ask("text/turtle"), ask("text/turtle"), ask("text/html")
    assert (first.headers["x-cache"], second.headers["x-cache"]) == ("MISS", "HIT")
    assert first.content == second.content
    assert other.headers["content-type"].startswith("text/html")
    assert ask("text/turtle", **{"If-None-Match": first.headers["etag"]}).status_code == 304
    assert "x-cache" not in httpx.get(f"{proxied}/health").headers


@needs_nginx
def test_nginx_slows_a_client_down_that_asks_too_much(proxied):
    with httpx.Client() as client:
        statuses = [client.get(f"{proxied}/robots.txt").status_code for _ in range(120)]
    assert set(statuses) == {200, 429}


@needs_systemd
def test_systemd_reads_the_unit(tmp_path):
    text = (DEPLOY / "lupaus.service").read_text("utf-8")
    unit = tmp_path / "lupaus.service"
    unit.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text).replace("=lupaus\n", "=root\n"))
    said = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False).stderr
    assert "lupaus.service" not in said, said


def test_the_image_has_no_common_mistake():
    program = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert program, "hadolint is missing: pip install 'lupaus[test]'"
    done = subprocess.run([program, DEPLOY / "Containerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_commands_and_variables_in_the_files_are_ours():
    flags = {setting.flag for setting in SETTINGS} | {"--config", "--watch", "--release", "--out"}
    variables = {setting.variable for setting in SETTINGS} | {"LUPAUS_ENGINE_USER", "LUPAUS_ENGINE_PASSWORD"}
    unit, image = ((DEPLOY / name).read_text("utf-8") for name in ("lupaus.service", "Containerfile"))
    for text in (re.search("ExecStart=(.*)", unit)[1], image.partition("ENTRYPOINT")[2]):
        assert set(re.findall(r"--[a-z-]+", text)) <= flags
    notes = (DEPLOY / "kubernetes.md").read_text("utf-8")
    assert set(re.findall(r"LUPAUS_[A-Z_]+", image + notes)) <= variables


def test_the_image_is_built_of_known_instructions_and_runs_as_nobody_in_particular():
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Containerfile").read_text("utf-8"))
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    known = {
        "FROM",
        "WORKDIR",
        "COPY",
        "RUN",
        "USER",
        "EXPOSE",
        "ENV",
        "HEALTHCHECK",
        "STOPSIGNAL",
        "ENTRYPOINT",
        "CMD",
    }
    assert {word for word, _ in lines} <= known
    stages = [index for index, (word, _) in enumerate(lines) if word == "FROM"]
    last = lines[stages[-1] :]
    (user,) = (rest for word, rest in last if word == "USER")
    assert user.isdigit()
    assert user != "0"
    for word, rest in last:
        if word in ("ENTRYPOINT", "CMD"):
            assert rest.startswith("[")
