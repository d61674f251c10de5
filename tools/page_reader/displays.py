"""The labelled displays of chapters: how each is read, proved, and changed.

A row that is wrong on purpose, of the sort *refuted*, must be seen to be wrong; what is right
instead has the same id with a suffix. What the text around a display says of it stands in
``displays.toml``.
"""

import re

from tools import claims
from tools.page_reader.errors import Wrong
from tools.page_reader.mutations import drawn, mutations
from tools.page_reader.proof import Reading
from tools.page_reader.surroundings import entries, surroundings_of

TABLE = entries()
ROWS = {row.id: row for row in claims.rows()}
#: Changed symbols that the tests try on each display, of different kinds where it has them, by a
#: draw of its own: a new chapter changes none.
SLIPS = 3


def labelled(notebooks):
    """Return the labelled displays of notebooks, by their labels.

    Parameters
    ----------
    notebooks : list of Path

    Returns
    -------
    dict of str to claims.Display
    """
    return {d.label: d for d in claims.read(notebooks).displays if d.label}


def reading(display, latex=None):
    """Return a display taken apart, as it stands or with something changed."""
    around = surroundings_of(display.label, display.chapter, TABLE)
    return Reading(latex or display.latex, around)


def why_unread(display):
    """Return the reason for which the table says that a display cannot be read, or None."""
    return TABLE.get(display.label, {}).get("unread")


def is_refuted(display):
    """Tell whether a display is wrong on purpose; what is right instead has a suffix."""
    row = ROWS.get(claims.row_id(display.label))
    return row is not None and claims.is_refuted(display, row)


def prove(display):
    """Demand that a display is true, or false where it is wrong on purpose.

    Raises
    ------
    Wrong, Unreadable
        If it is not so; the message names the statement and says how its sides differ.
    """
    if not is_refuted(display) or not claims.is_false(display, ROWS[display.label]):
        reading(display).prove()
        return
    try:
        reading(display).prove()
    except Wrong:
        return
    raise Wrong("it is said to be wrong on purpose, and it is true")


def slips(display, count=SLIPS):
    """Return changes of one symbol; what is shown to be wrong can be wrong otherwise, so none."""
    if is_refuted(display):
        return []
    return drawn(mutations(reading(display)), display.label, count)


def stays_true(display, mutation):
    """Tell whether the table says that a changed display is true as well."""
    fragments = map(spaced, TABLE.get(display.label, {}).get("true_too", []))
    return any(fragment in spaced(mutation.latex) for fragment in fragments)


def spaced(latex):
    """Return LaTeX on one line, with single spaces."""
    return re.sub(r"\s+", " ", latex).strip()
