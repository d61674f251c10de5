"""Figures that a reader moves by hand: in the page without a server, and in JupyterLab.

A figure is stored as its still picture and its name. What moves it is a script of that name in the
book's folder `assets/interactive`, which the page loads, and JupyterLab from the server's files.
Where no script runs, the still picture stays.
"""

import io
from base64 import b64encode
from html import escape

import matplotlib.pyplot as plt

from mathlib.figures.style import NO_METADATA, compact

#: Each has its script, and the numbers it shows come from formulas that a chapter derives.
NAMES = ("descent", "paths", "plane", "relu", "secant")

# On the book's pages there is no such configuration, and the page itself has loaded the script.
# JupyterLab serves the folder in which it was started: for Binder and `make lab` the repository.
LOADER = """<script>(() => {
const jupyter = document.getElementById("jupyter-config-data");
if (!jupyter) return;
const base = JSON.parse(jupyter.textContent).baseUrl;
const src = base + "files/assets/interactive/frame.js";
document.head.append(Object.assign(document.createElement("script"), { src }));
})()</script>"""


def interactive(name, still, title, alt):
    """Return a figure that the reader moves by hand.

    Parameters
    ----------
    name : {"descent", "paths", "plane", "relu", "secant"}
        What is moved.
    still : matplotlib.figure.Figure
        The picture that is seen where no script runs. It is closed, so that the notebook does not
        show it a second time.
    title : str
        What the moving figure is called, for a screen reader too.
    alt : str
        What is seen in the still picture.

    Returns
    -------
    Interactive
        To be the last line of a notebook's cell. It shows the same bytes on every run.

    Raises
    ------
    ValueError
        If there is no figure of that name, or the alt text is empty.

    Examples
    --------
    >>> still, ax = plt.subplots()
    >>> interactive("secant", still, title="From secant to tangent", alt="A line cuts a parabola.")
    Interactive figure: From secant to tangent
    """
    if name not in NAMES:
        raise ValueError(f"there is no interactive figure {name!r}; there are {', '.join(NAMES)}")
    if not alt.strip():
        raise ValueError(f"alt of {name!r} is empty: say what is seen in the still picture")
    return Interactive(name, _picture(still), title, alt)


class Interactive:
    """An interactive figure, as a notebook shows it."""

    def __init__(self, name, picture, title, alt):
        self.name, self.picture, self.title, self.alt = name, picture, title, alt

    def __repr__(self):
        return f"Interactive figure: {self.title}"

    def _repr_html_(self):
        # A picture and no inline SVG: JupyterLab strips that from a notebook it does not trust.
        address = "data:image/svg+xml;base64," + b64encode(self.picture.encode()).decode()
        return (
            f'<interactive-figure name="{self.name}" label="{escape(self.title)}">'
            f'<img alt="{escape(self.alt)}" src="{address}">'
            f"</interactive-figure>{LOADER}"
        )


def _picture(figure):
    """Return a figure as SVG, and close it."""
    file = io.StringIO()
    figure.savefig(file, format="svg", bbox_inches="tight", metadata=NO_METADATA)
    plt.close(figure)
    return compact(file.getvalue())
