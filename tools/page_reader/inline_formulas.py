"""Formulas within the lines of a chapter, and what stands around them.

A formula *states* something if it says what a derivative is, or if it stands in the row of a table
that names the displays it repeats. It is read with what one of these displays defines, or else one
of those in its own cell or shortly before it, and with what `inline_formulas.toml` says.
"""

import re
import tomllib
from collections import namedtuple
from functools import cache
from pathlib import Path

import nbformat

from tools.claims import DISPLAY, Display, claims_a_derivative
from tools.notebooks import chapters
from tools.page_reader.displays import TABLE as DISPLAYS
from tools.page_reader.errors import Unreadable, Wrong
from tools.page_reader.proof import Reading
from tools.page_reader.surroundings import Surroundings, surroundings_of

Inline = namedtuple("Inline", "chapter cell latex repeats near")

TABLE = tomllib.loads((Path(__file__).parent / "inline_formulas.toml").read_text("utf-8"))
CODE = re.compile(r"(`+).+?\1", re.DOTALL)
FORMULA = re.compile(r"(?<![\\$])\$(?!\$)((?:[^$\\]|\\.)+?)\$(?!\$)")
LINK = re.compile(r"\{eq\}`([^`]+)`")
RELATION = re.compile(r"=|\\(?:ne|le|ge|approx)\b")
#: From how many displays before its cell a formula takes what it says.
BEFORE = 3


def stated():
    """Return the formulas within the lines of all chapters that state something."""
    return [inline for path in chapters() for inline in of_chapter(path) if states(inline)]


def of_chapter(path):
    """Yield the formulas within the lines of one chapter."""
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"]
    latex = {m["label"]: m["latex"] for c in cells for m in DISPLAY.finditer(c.source)}
    before = []
    for cell in cells:
        own = [m["label"] for m in DISPLAY.finditer(cell.source) if m["label"]]
        near = tuple((label, latex[label]) for label in [*own, *before[: -BEFORE - 1 : -1]])
        for line in DISPLAY.sub("", cell.source).splitlines():
            linked = LINK.findall(line) if line.startswith("|") else []
            repeats = tuple((label, latex[label]) for label in linked if label in latex)
            for match in FORMULA.finditer(CODE.sub("", line)):
                yield Inline(path.stem, cell.id, match[1], repeats, near)
        before += own


def states(inline):
    """Tell whether a formula states what a derivative is, or repeats what a display states."""
    if not RELATION.search(inline.latex):
        return False
    display = Display(None, inline.latex, inline.chapter)
    primed = "'" in inline.latex and "=" in inline.latex
    return bool(inline.repeats) or primed or claims_a_derivative(display)


def entry(inline):
    """Return what the table says of the cell that a formula stands in."""
    return TABLE.get(inline.chapter, {}).get(inline.cell, {})


def is_sound(inline):
    """Tell whether a formula has to be true: the table calls it neither wrong nor unread."""
    said = entry(inline)
    return inline.latex not in [*said.get("wrong", []), *said.get("unread", {})]


@cache
def proof(inline, latex=None):
    """Return the first reading in which a formula is true, and the reasons of those before it."""
    reasons = []
    for reading in readings(inline, latex):
        try:
            found = reading()
            found.prove()
        except (Unreadable, Wrong) as error:
            reasons.append(str(error))
        else:
            return found, reasons
    return None, reasons


def readings(inline, latex=None):
    """Yield a function that takes a formula apart, for each of the displays it may go with."""
    where = tuple(entry(inline).get("where", ()))
    for label, display in [*inline.repeats, *inline.near, (None, None)]:
        around = surroundings_of(label, inline.chapter, DISPLAYS)
        said = where + around.where + ((display,) if display else ())
        yield lambda a=around, s=said: Reading(
            latex or inline.latex, Surroundings(s, a.functions, a.elementwise)
        )
