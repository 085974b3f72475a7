"""Settings: default, file, environment, flag; later wins."""

import pytest

from lupaus.errors import StartError
from lupaus.settings import SETTINGS, Settings, resolve


def test_defaults_are_the_table():
    settings = resolve(environ={})
    assert settings == Settings()
    assert all(getattr(settings, s.name) == s.default and s.help for s in SETTINGS)


def test_later_wins(tmp_path):
    config = tmp_path / "lupaus.toml"
    config.write_text("port = 1\nmax_queue = 1\ncache_mib = 1\n")
    settings = resolve({"port": "3"}, {"LUPAUS_PORT": "2", "LUPAUS_MAX_QUEUE": "2"}, config)
    assert (settings.port, settings.max_queue, settings.cache_mib) == (3, 2, 1)


@pytest.mark.parametrize(
    ("flags", "environ", "said"),
    [
        ({"port": "many"}, {}, "--port is 'many', but must be a whole number"),
        ({"port": "-1"}, {}, "must not be negative"),
        ({}, {"LUPAUS_LOG_ADDRESSES": "perhaps"}, "LUPAUS_LOG_ADDRESSES is 'perhaps', but must be a yes or no"),
    ],
)
def test_a_bad_value_names_where_it_stands(flags, environ, said):
    with pytest.raises(StartError, match=said):
        resolve(flags, environ)


@pytest.mark.parametrize(
    ("text", "said"),
    [("prot = 1", "'prot', which is no setting"), ("port =", "is not TOML"), ("port = 'x'", "whole number")],
)
def test_a_bad_file_is_told(tmp_path, text, said):
    (tmp_path / "c.toml").write_text(text)
    with pytest.raises(StartError, match=said):
        resolve({}, {}, tmp_path / "c.toml")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(StartError, match="cannot be read"):
        resolve({}, {}, tmp_path / "none.toml")
