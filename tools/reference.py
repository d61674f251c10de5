"""Write the rules of `rules.csv` into the pages of the reference: the table and the sheet.

    python -m tools.reference            prove every rule; fail if one is wrong, a page stale
    python -m tools.reference --write    prove them, and write them into the pages

All formulas come from the engine, in both layouts, and so do the derivations of the rules, which
have a page for each topic (`derived_rules.py`). The laws at the end, which hold for any
functions, come from the displays of the chapters, where they are read and proved.
"""

import argparse
import sys
from collections import Counter
from itertools import groupby

import mathlib as ml
from tools import claims, derived_rules
from tools.notebooks import ROOT, chapters
from tools.pages import filled
from tools.rules import prove, rules

TABLE = ROOT / "chapters" / "rules.md"
SHEET = ROOT / "chapters" / "sheet.md"
MARKS = "<!-- rules: tools/reference.py writes them -->", "<!-- end of the rules -->"

#: Laws for any functions: the label of the display, and when it is the one to take.
LAWS = {
    "r5": "a constant factor stays",
    "r7": "a sum: one derivative for each term",
    "r9": "a product: each factor in turn",
    "r37": "an operation entry by entry, by its first vector",
    "r38": "an operation entry by entry, by its second vector",
    "r10": "the chain rule, one variable: each step has one number as input",
    "r64-2": "a sum of outputs: the columns of the Jacobian added up",
    "r83": "the total derivative: the variable is a number, and enters along several paths",
    "r132": "many registers of one number: the same, as row times column",
    "r94": "the vector chain rule: the steps are vectors; all other chain rules are cases of it",
    "t15-3": "the vector chain rule in both layouts",
}


#: Longer Markdown in the last column of the sheet reaches beyond it.
WIDE = 110
#: What is said of a letter by its mark.
CONDITIONS = {
    "+": "${} > 0$",
    "°": "$0 < {} < 1$",
    "~": "${0}^T = {0}$",
    "≻": "${}$ is symmetric and positive definite",
}


def main(arguments=None):
    """Run the command line and return its exit code."""
    parser = argparse.ArgumentParser(description="Prove the rules of the reference.")
    parser.add_argument("--write", action="store_true", help="write the rules into the pages")
    options = parser.parse_args(arguments)

    complaints = list(filter(None, map(complaint, rules())))
    proved = len(rules()) - len(complaints)
    for page, text in written_pages().items():
        if options.write and not complaints:
            page.parent.mkdir(exist_ok=True)
            page.write_text(text, "utf-8", newline="\n")
        elif not page.exists() or text != page.read_text("utf-8"):
            complaints.append(f"{page.name} is not up to date. Run: make refresh")
    print(f"Rules of the reference proved: {proved} of {len(rules())}", *complaints, sep="\n")
    return 1 if complaints else 0


def complaint(rule):
    """Say what is wrong with a rule, if something is."""
    try:
        prove(rule)
    except AssertionError as error:
        return str(error)
    return None


def written_pages():
    """Return the text that each page should have."""
    lines = {TABLE: table_lines(rules(), equations()), SHEET: sheet_lines(rules())}
    pages = {
        page: filled(page.read_text("utf-8"), MARKS, written, page.name)
        for page, written in lines.items()
    }
    return pages | derived_rules.written_pages(rules())


def equations():
    """Return the LaTeX of every labelled display of the book, by its label."""
    return {d.label: d.latex for d in claims.read(chapters()).displays if d.label}


# ---------------------------------------------------------------------------------------- the table


def table_lines(rules, equations):
    """Return the page of all rules, topic by topic, as lines of Markdown."""
    lines = []
    for topic, group in groupby(rules, key=lambda rule: rule.topic):
        rows = [[entry(rule, equations), of(rule), *in_layouts(rule)] for rule in group]
        heads = ["rule", "function", "numerator layout", "denominator layout"]
        mark = f"(rules-{derived_rules.slug(topic)})="
        lines += [mark, f"## {topic}", "", *table("rules", heads, rows)]
    shown = [law(label, equations) for label in LAWS if label in equations]
    heads = ["law", "as its chapter shows it", "derived in"]
    return [*lines, "## Laws for any functions", "", *table("laws", heads, shown)]


def table(name, heads, rows):
    """Return a table of a class of its own."""
    lines = [heads, ["---"] * len(heads), *rows]
    return [
        f":::{{table}}\n:class: {name}",
        *(f"| {' | '.join(line)} |" for line in lines),
        ":::",
        "",
    ]


def entry(rule, equations):
    """Return what is said of a rule in words: name, Python, shapes, condition, chapter."""
    parts = [
        f"**{rule.name}**",
        f"[`{rule.function}` by `{' and '.join(rule.by.split())}`]{{.code}}",
        f"[{rule.kind}{twice(rule)}]{{.kind}}",
        f"[{letters(rule)}]{{.letters}}",
    ]
    if condition := conditions(rule):
        parts.append(f"[{condition}]{{.condition}}")
    shown = f"see {{eq}}`{rule.claim}`, and its " if rule.claim in equations else ""
    parts.append(f"[{shown}{derived_rules.link_to(rule)}]{{.derived}}")
    return " ".join(parts)


def twice(rule):
    """Say that a rule is a second derivative."""
    return ", twice" if len(rule.variables) == 2 else ""


def letters(rule):
    """Return the shapes of the letters of a rule: ``A m × n, x n, f n → a number``."""
    return ", ".join(f"*{letter.name}*: {shape_of(letter)}" for letter in rule.letters)


def shape_of(letter):
    """Return the shape of a letter, or what an unknown function takes and gives."""
    shapes = [letter.shape] if letter.of is None else [letter.of, letter.shape]
    return " → ".join(" × ".join(shape) or "a number" for shape in shapes)


def conditions(rule):
    """Return under which conditions a rule holds, as Markdown."""
    said = [of_letter(letter) for letter in rule.letters if letter.trait]
    return "; ".join([*said, *filter(None, [rule.condition])])


def of_letter(letter):
    """Return what is known of a letter, as Markdown."""
    latex, rank = letter.symbol().latex(), len(letter.shape)
    if letter.trait == "%":
        return (
            rf"$\mathbf{{1}}^T {latex} = 1$"
            if rank == 1
            else rf"${latex} \mathbf{{1}} = \mathbf{{1}}$"
        )
    said = CONDITIONS[letter.trait].format(latex)
    return f"{said} in every entry" if rank and letter.trait in "+°" else said


def of(rule):
    """Return the function, the variable, and what a name stands for, as Markdown."""
    by = formula(rule.variables[0].latex())
    said = f"{formula(rule.expression.latex())} [by {by}{twice(rule)}]{{.by}}"
    for name, part in rule.names.items():
        symbol = ml.symbolic.nodes.Symbol(name, part.shape, False, False, False)
        said += f"[{formula(f'{symbol.latex()} = {part.latex()}')}]{{.where}}"
    return said


def in_layouts(rule):
    """Return the derivative and its shape, in numerator and in denominator layout, as Markdown."""
    derivative = rule.derivative
    vectorized = len(derivative.shape) > 2
    said = ", vec by vec" if vectorized else ""
    cells = []
    for layout, shape in zip(("numerator", "denominator"), shapes(derivative), strict=True):
        latex = derivative.latex(layout, names=rule.names, vectorized=vectorized)
        cells.append(formula(latex) + (f" [{shape}{said}]{{.shape}}" if derivative.shape else ""))
    # Formulas take a browser's time, and that two are the same is easier said than seen.
    return [cells[0], "the same"] if cells[0] == cells[1] else cells


def shapes(derivative):
    """Return how many rows and columns a derivative has, in numerator and denominator layout."""
    above, below = derivative.of.shape, derivative.by.shape
    if sorted([len(above), len(below)]) == [0, 2]:  # in the matrix's own shape, in both
        return [" × ".join(above or below)] * 2
    rows, columns = joined(above), joined(below)
    return [f"{rows} × {columns}", f"{columns} × {rows}"]


def joined(shape):
    """Return the size of axes that are joined into one: ``mn`` for ``("m", "n")``."""
    letters = "*".join(shape).split("*") if shape else ["1"]
    counts = Counter(letters)
    return "".join(letter + ("²" if count == 2 else "") for letter, count in counts.items())


def law(label, equations):
    """Return the row of a law, from the display of its chapter."""
    latex = " ".join(equations[label].split())
    return [LAWS[label], formula(latex), f"{{eq}}`{label}`"]


def formula(latex):
    """Return LaTeX as Markdown, with fractions of full size."""
    return rf"$\displaystyle {latex}$"


# ---------------------------------------------------------------------------------------- the sheet


def sheet_lines(rules):
    """Return the sheet of the rules one needs most, as lines of Markdown."""
    lines = []
    needed = [rule for rule in rules if rule.sheet]
    for topic, group in groupby(needed, key=lambda rule: rule.topic):
        rows = [[asked(rule), *narrow(*in_layouts(rule))] for rule in group]
        lines += [f":::{{rubric}} {topic}", ":::", ""]
        lines += table("sheet", ["function", "numerator layout", "denominator layout"], rows)
    return lines


def narrow(numerator, denominator):
    """Return what stands in the two layouts; the second in words where a column has no room."""
    wide = len(denominator) > WIDE
    return numerator, "its transpose" if wide and denominator != "the same" else denominator


def asked(rule):
    """Return the function, the variable and the condition."""
    said = conditions(rule)
    return of(rule) + (f" [{said}]{{.condition}}" if said else "")


if __name__ == "__main__":
    sys.exit(main())
