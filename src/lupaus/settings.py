"""Every setting, once: name, default, unit, meaning. Command line, environment, file and docs read this table.

Later wins: default, ``lupaus.toml`` (or ``--config FILE``), environment (``LUPAUS_NAME``), flag (``--name``).
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeVar, cast

from lupaus.errors import StartError

__all__ = ["SETTINGS", "Setting", "Settings", "cache_folder", "resolve"]

Value = int | float | str | bool
Default = TypeVar("Default", bound=Value)


@dataclass(frozen=True)
class Setting:
    """One setting of ``lupaus serve``."""

    name: str
    default: Value
    help: str

    @property
    def flag(self) -> str:
        """The command-line flag."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """The environment variable."""
        return "LUPAUS_" + self.name.upper()

    def parse(self, text: str, origin: str) -> Value:
        """``text`` as this setting's type.

        :raises StartError: if it is no such value; names ``origin`` (a flag, a variable or a file).
        """
        kind = type(self.default)
        try:
            if kind is bool:
                return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                    text.lower()
                ]
            value = kind(text)
        except (ValueError, KeyError):
            raise StartError(f"{origin} is {text!r}, but must be a {_KIND[kind]}.") from None
        if not isinstance(value, str) and value < 0:
            raise StartError(f"{origin} is {text}, but must not be negative.")
        return value


_KIND: Mapping[type, str] = {int: "whole number", float: "number", bool: "yes or no", str: "text"}


def _setting(default: Default, help: str) -> Default:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Settings:
    """The settings in force. Each field is the one place that knows a setting's name, default and meaning."""

    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting(8000, "port to listen on")
    public_url: str = _setting("", "address the world sees, when a proxy stands in front (default: host and port)")
    query_time_limit_ms: int = _setting(10_000, "a query is stopped after this many milliseconds")
    query_memory_limit_mib: int = _setting(1_024, "memory one query may use beyond the loaded data, in MiB")
    max_query_bytes: int = _setting(100_000, "longest query, in bytes")
    max_body_bytes: int = _setting(200_000, "longest request body after decompression, in bytes")
    max_answer_bytes: int = _setting(0, "longest answer, in bytes (0: no limit)")
    max_nesting: int = _setting(64, "deepest nesting of brackets in a query")
    max_chain: int = _setting(500, "longest chain of operators or alternatives in one expression")
    max_triple_patterns: int = _setting(60, "most triple patterns in a query")
    max_path_steps: int = _setting(100, "most steps and alternatives in property paths of a query")
    max_optionals: int = _setting(80, "most OPTIONAL parts in a query")
    max_unions: int = _setting(200, "most UNION branches in a query")
    max_values_rows: int = _setting(10_000, "most rows of VALUES data in a query")
    max_parts: int = _setting(500, "most groups, FILTERs, BINDs, computed columns and conditions in a query")
    max_subselects: int = _setting(50, "most sub-selects in a query")
    max_prefixes: int = _setting(500, "most PREFIX declarations in a query")
    max_workers: int = _setting(16, "most worker processes")
    reserved_workers: int = _setting(2, "workers kept for clients that have nothing running")
    max_queue: int = _setting(64, "most queries waiting for a worker")
    queue_time_limit_ms: int = _setting(5_000, "longest wait for a worker, in milliseconds")
    client_query_seconds: float = _setting(
        120.0, "query seconds one client address may use per minute (0: no limit)"
    )
    max_connections: int = _setting(512, "most connections at once")
    request_time_limit_ms: int = _setting(15_000, "a request must have arrived whole after this many milliseconds")
    nice_after_ms: int = _setting(50, "a query running longer than this yields to others, in milliseconds")
    merge_triples_limit: int = _setting(200_000, "most triples of a default graph composed for one request")
    memory_data_mib: int = _setting(160, "data of more MiB than this are kept on disk, not in memory")
    cache_mib: int = _setting(64, "memory for cached answers, in MiB")
    cache_entry_kib: int = _setting(1_024, "largest cached answer, in KiB")
    federation_allow: str = _setting("", "IRIs of SPARQL endpoints that SERVICE may call, separated by spaces")
    federation_allow_private: str = _setting("", "like federation_allow, for endpoints at private addresses")
    federation_workers: int = _setting(4, "most worker processes for queries that call other endpoints")
    federation_answer_kib: int = _setting(8_192, "longest answer of an endpoint that SERVICE calls, in KiB")
    engine: str = _setting(
        "oxigraph",
        "oxigraph; sparql: an engine elsewhere; rdflib: the slow reference that answers are compared with",
    )
    engine_url: str = _setting("", "addresses of SPARQL endpoints that hold the same data, separated by spaces")
    engine_profile: str = _setting(
        "any", "what stands at engine_url: any, oxigraph, virtuoso, graphdb, stardog, neptune, qlever or fuseki"
    )
    log_addresses: bool = _setting(False, "write client addresses to the request log")
    unsafe_no_sandbox: bool = _setting(False, "start even where workers cannot be kept off the network")


SETTINGS: tuple[Setting, ...] = tuple(
    Setting(row.name, cast(Value, row.default), row.metadata["help"]) for row in fields(Settings)
)


def resolve(
    flags: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
    config: Path | None = None,
) -> Settings:
    """The settings in force for these flags (by setting name), environment and file.

    :raises StartError: if a value has the wrong type, or the file cannot be read or names no setting of ours.
    """
    environ = os.environ if environ is None else environ
    known = {setting.name: setting for setting in SETTINGS}
    values: dict[str, Value] = {}
    if config is not None:
        values |= _from_file(config, known)
    for name, setting in known.items():
        if (text := environ.get(setting.variable)) is not None:
            values[name] = setting.parse(text, setting.variable)
    for name, text in (flags or {}).items():
        values[name] = known[name].parse(text, known[name].flag)
    return Settings(**values)  # type: ignore[arg-type]  # parse() gave each the type of its default


def _from_file(path: Path, known: Mapping[str, Setting]) -> dict[str, Value]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise StartError(f"The settings file {path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StartError(f"The settings file {path} is not TOML: {error}.") from None
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise StartError(f"{path} names {unknown[0]!r}, which is no setting; `lupaus serve --help` lists them.")
    return {name: known[name].parse(str(value), f"{name} in {path}") for name, value in table.items()}


def cache_folder() -> Path:
    """Our folder in the user's cache. The XDG Base Directory Specification says to ignore a relative path."""
    cache = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(cache) if Path(cache).is_absolute() else Path.home() / ".cache"
    return root / "lupaus"
