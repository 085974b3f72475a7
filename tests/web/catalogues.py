"""The message catalogues: what templates and code say, and a command that writes new messages into the files.

Run ``python tests/web/catalogues.py`` after changing words; then translate what it names.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import lupaus
from lupaus.web.problems import problem_kinds

PACKAGE = Path(lupaus.__file__).parent
LOCALE = PACKAGE / "web/pages/locale"
TRANSLATED = ("et", "fi", "sv")
_METHODS = [("web/pages/templates/**.html", "jinja2.ext:babel_extract"), ("web/**.py", "python"),
            ("engine/**.py", "python")]  # fmt: skip
_OPTIONS = {"web/pages/templates/**.html": {"silent": "false", "trimmed": "true"}}
_PERSONAL = ('"POT-', '"PO-', '"Generated', '"Report', '"Last', '"Language-Team', '"Project')
"""Header fields that tell of a day or a person, and of nothing that is needed."""
_KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def said():
    """Every message of the interface, with the file that says it."""
    messages = Catalog(charset="utf-8")
    found = extract_from_dir(PACKAGE, _METHODS, _OPTIONS, _KEYWORDS)
    for file, _line, message, _comments, context in found:
        messages.add(message, locations=[(Path(file).name, None)], context=context)
    for kind in problem_kinds():
        messages.add(kind.title, locations=[("errors.py", None)])
    return messages


def catalogue(language):
    """One committed catalogue."""
    with (LOCALE / f"{language}.po").open("rb") as stream:
        return read_po(stream, locale=language)


def written(messages):
    """A catalogue as its file has it."""
    stream = BytesIO()
    write_po(stream, messages, width=110, sort_output=True, include_lineno=False)
    lines = stream.getvalue().decode().splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("msgid"))
    kept = [line for line in lines[first:] if not line.startswith(_PERSONAL)]
    return "\n".join(kept) + "\n"


def refresh():
    """Add what is new, drop what is gone; returns what has no translation."""
    missing = []
    for language in TRANSLATED:
        new = Catalog(language, project="lupaus", charset="utf-8", fuzzy=False)
        try:
            old = catalogue(language)
        except FileNotFoundError:
            old = Catalog(language)
        for message in said():
            if message.id:
                known = old.get(message.id)
                string = known.string if known else ""
                new.add(message.id, string, locations=message.locations)
                if not all([string] if isinstance(string, str) else string):
                    missing.append((language, message.id))
        (LOCALE / f"{language}.po").write_text(written(new), "utf-8")
    return missing


if __name__ == "__main__":
    LOCALE.mkdir(exist_ok=True)
    for language, message in refresh():
        print(f"{language}: {message}")
