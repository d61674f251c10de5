"""What the text around a display says about its symbols, from ``displays.toml``."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tools.page_reader.tokens import tokenize

TABLE = Path(__file__).resolve().parent / "displays.toml"


@dataclass
class Surroundings:
    """What a display itself leaves open."""

    where: tuple = ()
    functions: frozenset = frozenset()
    elementwise: frozenset = frozenset()


def entries():
    """Return the table: an entry for each label that needs one, and one for each chapter."""
    return tomllib.loads(TABLE.read_text("utf-8"))


def surroundings_of(label, chapter, table):
    """Return what the table says of a display; its own entry goes before that of its chapter."""
    own, common = table.get(label, {}), table.get("chapter", {}).get(chapter, {})
    return Surroundings(
        tuple(own.get("where", []) + common.get("where", [])),
        names(own.get("functions", []) + common.get("functions", [])),
        names(own.get("elementwise", []) + common.get("elementwise", [])),
    )


def names(symbols):
    """Return the names of symbols that are written in LaTeX."""
    return frozenset(tokenize(symbol)[0].text for symbol in symbols)
