"""One look for every figure of the book."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.rcsetup import cycler

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

# Okabe and Ito's colours, which readers with any colour vision can tell apart.
BLUE, ORANGE, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
GREY = "#777777"
INK_DEPTH = 0.85  # of a colour's channels; words on white then reach a contrast of 4.5 to 1

# Of an SVG file: no date, which changes, nor the rest of what nobody reads.
NO_METADATA = dict.fromkeys(["Creator", "Date", "Format", "Type"])

STYLE: dict[RcKeyType, Any] = {
    # The same bytes on every machine: ids from a fixed salt, letters as paths.
    "svg.hashsalt": "matrix calculus you can check",
    "svg.fonttype": "path",
    "mathtext.fontset": "cm",
    "font.size": 12,  # at the page's full width the size of its text; 9 pixels on a phone
    "figure.figsize": (6.4, 3.4),
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.wspace": 0.06,
    # No ground of its own: the page's colour shows through, light or dark.
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
    "legend.fontsize": 11,
    "legend.handlelength": 1.4,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREEN, PINK]),
    "lines.linewidth": 2,
}


def ink(color):
    """Return a colour of the book, as deep as words in it need to be read.

    Examples
    --------
    >>> ink(ORANGE)
    '#b55000'
    """
    red, green, blue = (INK_DEPTH * channel for channel in mpl.colors.to_rgb(color))
    return mpl.colors.to_hex((red, green, blue))


def compact(svg):
    r"""Return the same drawing in fewer lines: a stored line costs a notebook bytes of its own.

    Examples
    --------
    >>> compact('<g>\n  <!-- a letter -->\n  <path d="M 1 2 \nL 3 4 \n"/>\n</g>')
    '<g>\n<path d="M 1 2 L 3 4 "/>\n</g>'
    """
    without_comments = re.sub(r"\s*<!--.*?-->", "", svg)
    one_line_a_tag = re.sub(r"(?<!>)\s*\n\s*", " ", without_comments)
    return re.sub(r"\n\s+", "\n", one_line_a_tag)


def use_style():
    """Set the book's style: figures as SVG, arrays printed to six decimals.

    Each chapter calls it once, in its first cell, and changes no other setting.
    Outside a notebook the figures' format is left alone.

    Examples
    --------
    >>> use_style()
    >>> mpl.rcParams["svg.fonttype"]
    'path'
    """
    # Six decimals: the digits beyond them depend on the processor.
    np.set_printoptions(precision=6, suppress=True)
    mpl.rcParams.update(STYLE)
    ipython = sys.modules.get("IPython")  # loaded already wherever a notebook runs
    if ipython is not None and ipython.get_ipython() is not None:
        _draw_in_notebooks(ipython.get_ipython())


def _draw_in_notebooks(shell):
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    set_matplotlib_formats("svg", metadata=NO_METADATA)
    formatter = shell.display_formatter.formatters["image/svg+xml"]
    draw = formatter.lookup_by_type(mpl.figure.Figure)
    formatter.for_type(mpl.figure.Figure, lambda figure: compact(draw(figure)))
