"""Where the curated sources are, and their text under the base of the release."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lupaus.errors import SourceError, StartError
from lupaus.namespaces import BASE

__all__ = ["Inputs", "find_inputs"]

FOLDERS = ("ontology", "data", "shapes")
_VERSIONS = "ontology/versions/"
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Inputs:
    """The folders ``ontology``, ``data`` and ``shapes`` below ``root``, read for a release under ``base``."""

    root: Path
    base: str = BASE

    def __post_init__(self) -> None:
        if not self.base.startswith(("http://", "https://")) or not self.base.endswith("/"):
            raise StartError(f"the base is {self.base!r}, but must be an http or https address ending in a slash.")
        missing = [folder for folder in FOLDERS if not (self.root / folder).is_dir()]
        if missing:
            raise StartError(f"{self.root} has no folder {' nor '.join(missing)}; the sources are not there.")

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every Turtle and rule file, as a path below ``root`` with slashes, in the order of their names.

        Earlier versions of the ontology are not among them: they feed no graph.
        """
        return tuple(path for path in self._everything if not path.startswith(_VERSIONS))

    @property
    def versions(self) -> tuple[str, ...]:
        """Earlier versions of the ontology, one a file, named by its number."""
        return tuple(path for path in self._everything if path.startswith(_VERSIONS) and path.endswith(".ttl"))

    @cached_property
    def _everything(self) -> tuple[str, ...]:
        found = (
            path.relative_to(self.root).as_posix()
            for folder in FOLDERS
            for path in (self.root / folder).rglob("*")
            if path.suffix in (".ttl", ".rq") and path.is_file()
        )
        return tuple(sorted(found))

    @property
    def turtle(self) -> tuple[str, ...]:
        """The Turtle files among ``files``."""
        return tuple(path for path in self.files if path.endswith(".ttl"))

    def queries(self, folder: str) -> tuple[str, ...]:
        """The ``.rq`` files directly in ``folder``, in the order of their names."""
        return tuple(path for path in self.files if path.endswith(".rq") and path.rpartition("/")[0] == folder)

    def text(self, path: str) -> str:
        """A file's text with our base replaced by the base of the release, in patterns too.

        :raises SourceError: if it cannot be read or is not UTF-8.
        """
        text = self.raw(path).replace(BASE, self.base)
        return text.replace(_in_pattern(BASE), _in_pattern(self.base))

    def raw(self, path: str) -> str:
        """A file's text as it is written, line ends included.

        :raises SourceError: if it cannot be read or is not UTF-8.
        """
        try:
            octets = (self.root / path).read_bytes()
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror}", path) from error
        try:
            return octets.decode()
        except UnicodeDecodeError as error:
            line = octets.count(b"\n", 0, error.start) + 1
            raise SourceError("is not UTF-8 text", path, line) from error

    def digest(self) -> str:
        """SHA-256 over the name and the text of every file, in order."""
        total = hashlib.sha256()
        for path in (*self.files, *self.versions):
            content = hashlib.sha256(self.raw(path).encode()).hexdigest()
            total.update(f"{content}  {path}\n".encode())
        return total.hexdigest()

    def relative(self, path: Path) -> str | None:
        """``path`` as ``files`` spells it, or ``None`` if it is not below ``root``."""
        resolved = path.resolve()
        root = self.root.resolve()
        return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else None


def _in_pattern(base: str) -> str:
    """A base as a regular expression spells it inside a string of Turtle or SPARQL."""
    return base.replace(".", r"\\.")


def find_inputs(base: str = BASE) -> Inputs:
    """The checkout's folders when they stand beside the package, else those that came with the wheel.

    The checkout comes first because an editable install has copies too, and an edit must be seen.

    :raises StartError: if there are neither.
    """
    checkout = _PACKAGE.parents[1]
    if _PACKAGE.parent.name == "src" and all((checkout / folder).is_dir() for folder in FOLDERS):
        return Inputs(checkout, base)
    return Inputs(_PACKAGE / "_resources", base)
