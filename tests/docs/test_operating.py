"""What is told to operators is so."""

import dataclasses
import json
import re
import shutil
import subprocess
import sys

import httpx
import pytest
from pages import ROOT, fences, prose, tables

from lupaus.media import FORMATS
from lupaus.settings import SETTINGS, Settings, resolve

PAGE = (ROOT / "docs/operating.md").read_text("utf-8")
NOT_LIMITS = {
    "host",
    "port",
    "public_url",
    "federation_allow",
    "federation_allow_private",
    "engine",
    "engine_url",
    "engine_profile",
    "log_addresses",
}


def told(head):
    """The first column of the table that has this head, as single names."""
    (rows,) = (table for table in tables(PAGE) if table[0][0] == head)
    return [name for row in rows[1:] for name in re.findall(r"`([^`]+)`", row[0])]


def test_every_limit_is_explained_and_every_flag_exists():
    limits = [
        flag
        for table in tables(PAGE)
        if table[0][0] == "setting"
        for row in table[1:]
        for flag in re.findall(r"`(--[a-z-]+)`", row[0])
    ]
    assert len(limits) == len(set(limits))
    expected = {setting.flag for setting in SETTINGS if setting.name not in NOT_LIMITS | {"unsafe_no_sandbox"}}
    assert set(limits) == expected
    flags = {setting.flag for setting in SETTINGS} | {"--config", "--release", "--watch", "--kept", "--out"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) <= flags


def test_the_metrics_are_those_of_the_server(server):
    exposed = set(re.findall(r"^# TYPE (\S+)", httpx.get(f"{server}/metrics").text, re.M))
    named = set(told("metric"))
    family = "lupaus_engine_queries_"
    assert family + "*" in named
    assert {name for name in exposed if not name.startswith(family)} == named - {family + "*"}
    alarms = re.findall(r"`(lupaus_\w+)`", PAGE.partition("Worth an alarm")[2])
    assert set(alarms) <= exposed


def test_health_says_what_the_page_says(server):
    answer = httpx.get(f"{server}/health")
    assert answer.status_code == 200
    assert {"version", "release", "uptime_s", "limits"} <= set(answer.json())


@pytest.fixture
def logged(environment, release):
    """Ask a server of its own as if through a proxy; what it logged."""

    def ask(**settings):
        process = subprocess.Popen(
            [sys.executable, "-m", "lupaus", "serve", "--release", str(release.path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**environment, **{f"LUPAUS_{name.upper()}": value for name, value in settings.items()}},
        )
        try:
            listening = None
            for line in process.stderr:
                listening = re.search(r"http://127\.0\.0\.1:\d+", line) or listening
                if line.startswith("SERVICE"):
                    break
            headers = {"X-Forwarded-For": "203.0.113.9"}
            for _ in range(2):
                httpx.get(f"{listening[0]}/sparql", params={"query": "ASK {}"}, headers=headers)
            process.terminate()
            out, _ = process.communicate(timeout=30)
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()
        assert process.returncode == 0, "SIGTERM is an orderly end"
        return [json.loads(line) for line in out.splitlines()]

    return ask


def test_log_fields_and_whose_address_is_believed(logged):
    direct = logged(log_addresses="true")
    assert [line["client"] for line in direct] == ["127.0.0.1", "127.0.0.1"], (
        "no public_url: the proxy is the client"
    )
    assert [line["outcome"] for line in direct] == ["computed", "cached"]
    assert set(direct[0]) == set(told("field"))
    proxied = logged(log_addresses="true", public_url="https://data.example.org")
    assert [line["client"] for line in proxied] == ["203.0.113.9", "203.0.113.9"]
    assert "client" not in logged()[0]


def test_the_settings_shown_can_be_read(tmp_path):
    (shown,) = fences(PAGE, "toml")
    (tmp_path / "lupaus.toml").write_text(shown.body)
    settings = resolve(environ={}, config=tmp_path / "lupaus.toml")
    assert settings == dataclasses.replace(Settings(), public_url="https://data.example.org")


def number(pattern):
    return int(re.search(pattern, PAGE)[1])


def test_the_proxys_bounds_lie_beyond_the_servers():
    settings = Settings()
    assert number(r"large_client_header_buffers 4 (\d+)k") * 1_024 > 65_535
    assert number(r"client_max_body_size (\d+)k") * 1_024 > settings.max_body_bytes
    assert (
        number(r"proxy_read_timeout (\d+)s") * 1_000 > settings.query_time_limit_ms + settings.queue_time_limit_ms
    )
    assert f"127.0.0.1:{settings.port}" in PAGE


def test_the_service_waits_for_an_orderly_end():
    longest = -(-Settings().query_time_limit_ms // 1_000) + 1  # as web/server.py has it
    assert longest == 11
    assert "at most eleven seconds" in PAGE
    assert number(r"TimeoutStopSec=(\d+)") > longest


def test_the_largest_sum_of_memory_is_computed_rightly():
    settings = Settings()
    assert f"{settings.max_workers * settings.query_memory_limit_mib // 1_024} GiB by default" in PAGE


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_unit_is_one_that_systemd_reads(tmp_path):
    (unit,) = fences(PAGE, "ini")
    here = re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", unit.body, flags=re.M)
    file = tmp_path / "lupaus.service"
    file.write_text(re.sub(r"^User=.*\n", "", here, flags=re.M))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False, timeout=30
    )
    assert [line for line in done.stderr.splitlines() if "lupaus.service" in line] == []


def test_no_format_is_named_that_does_not_exist():
    types = set(re.findall(r"`([a-z]+/[a-z0-9.+-]+)`", prose(PAGE)))
    assert types <= {form.media_type for form in FORMATS}
