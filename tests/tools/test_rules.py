"""The reference: every rule is proved, reads as it computes, and stands on the page as it is."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from readback import laid_out, read

import mathlib as ml
from tools import derived_rules, reference
from tools.claims import displays
from tools.notebooks import ROOT
from tools.reference import LAWS, MARKS, SHEET, TABLE, written_pages
from tools.rules import IN_NUMPY, KINDS, LARGE, as_letter, as_rule, prove, rules

RULES = [pytest.param(rule, id=rule.name) for rule in rules()]
#: What the numbers of a rule become by the commonest slips.
SPOILS = [lambda J: 2 * J, lambda J: -J, lambda J: J + 1, np.transpose]
#: The rows of the article's own reference that are rules of derivatives.
OF_THE_ARTICLE = {
    *("r30", "r37", "r38", "r42", "r43", "r44", "r45", "r46", "r47", "r48", "r49", "r56", "r58"),
    *("r60", "r62", "r64-2", "r65", "r66", "r67", "r101", "r130", "r83", "r132", "r94"),
}
#: A constant that is printed with six digits.
ROUNDED = re.compile(r"\d\.\d{5}")
NUMBERED = re.compile(r"\{eq\}`([^`]+)`")


def made_up(**changes):
    """A rule like those of the table, with something changed."""
    row = {
        "topic": "Products",
        "name": "a product",
        "function": "A @ x",
        "by": "x",
        "letters": "A:m×n x:n",
        "where": "",
        "condition": "",
        "claim": "",
        "sheet": "",
    }
    return as_rule(**row | changes)


def has_gradient(rule):
    """Whether it is the first derivative of a number."""
    return rule.kind.startswith("number") and len(rule.variables) == 1


# ------------------------------------------------------------------------------------- the data


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_proved(rule):
    prove(rule)


def spoilt(rule, spoil):
    """What a rule says, with its numbers spoilt."""
    return SimpleNamespace(evaluate=lambda **values: spoil(rule.derivative.evaluate(**values)))


def same(values, others):
    """Whether two arrays have one shape and the same numbers."""
    return np.shape(values) == np.shape(others) and np.allclose(values, others)


@pytest.mark.parametrize("rule", RULES)
def test_a_spoilt_rule_is_refused(rule, rng):
    values = rule.value(rule.derivative, rule.sample(rng, LARGE))
    # A symmetric matrix is its own transpose, and zero its own double.
    spoils = [spoil for spoil in SPOILS if not same(values, spoil(values))]
    assert spoils
    for spoil in spoils:
        with pytest.raises(AssertionError, match=re.escape(f"{rule.name}: {rule.function} by")):
            prove(rule, spoilt(rule, spoil))


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize("rule", RULES)
def test_what_is_read_is_what_is_computed(rule, layout, rng):
    values = rule.sample(rng, LARGE)
    parts = dict(part.split(" = ") for part in filter(None, rule.where.split("; ")))
    named = {name: eval(part, IN_NUMPY | values) for name, part in parts.items()}
    found = rule.derivative
    vectorized = len(found.shape) > 2
    array = rule.value(found, values)
    if vectorized:
        expected = of_vec_by_vec(array, len(found.of.shape))
        expected = expected.T if layout == "denominator" else expected
    else:
        expected = laid_out(array, len(found.of.shape), layout)
    latex = found.latex(layout, names=rule.names, vectorized=vectorized)
    latex, calls = without_unknown(latex, rule, LARGE | values)
    read_back = read(latex, LARGE | values | named | calls, expected.shape, latex=True)
    exact = not ROUNDED.search(latex)
    np.testing.assert_allclose(read_back, expected, rtol=1e-8 if exact else 1e-5, atol=1e-10)


def without_unknown(latex, rule, values):
    """A formula in which unknown functions, called, are symbols, and what those stand for."""
    calls = {}
    unknown = [letter for letter in rule.letters if letter.of is not None]
    while True:
        found = [
            (latex.rindex(f"{head}\\left("), len(head), letter, order)
            for letter in unknown
            for order, head in heads(letter)
            if f"{head}\\left(" in latex
        ]
        if not found:
            return latex, calls
        # The last call has no other in its argument; the longest head is the whole of it.
        start, length, letter, order = max(found, key=lambda call: (sum(call[:2]), call[1]))
        inside = start + length + len("\\left(")
        end = closing(latex, inside)
        column = (values[letter.of[0]] if letter.of else 1, 1)
        argument = read(latex[inside:end], values | calls, column, latex=True)
        value = slopes(letter, order, argument[:, 0] if letter.of else argument[0, 0], values)
        name = f"{'zzZ'[value.ndim]}{len(calls) + 50}"
        calls[name] = value
        shown = f"\\mathbf{{{name[0]}}}" if value.ndim == 1 else name[0]
        rest = latex[end + len("\\right)") :]
        latex = f"{latex[:start]}{shown}_{{{name[1:]}}}{rest}"


def heads(letter):
    """How an unknown function is written, and its derivatives, by their order."""
    name = f"\\mathbf{{{letter.name}}}" if len(letter.shape) == 1 else letter.name
    if not letter.of:
        return [(2, f"{name}''"), (1, f"{name}'"), (0, name)]
    first = f"J_{{{name}}}" if letter.shape else f"\\nabla {name}"
    return [(2, f"\\nabla^{{2}} {name}"), (1, first), (0, name)]


def closing(latex, place):
    """Where the bracket ends in which a place is."""
    depth = 1
    while depth:
        place = min(latex.find(mark, place) % len(latex) for mark in ("\\left(", "\\right)"))
        depth += 1 if latex.startswith("\\left(", place) else -1
        place += 1
    return place - 1


def slopes(letter, order, at, values):
    """What stands for an unknown function, or its derivative of some order, differentiated here."""
    shift, slope = (values[constant.name] for constant in letter.constants)
    inner = slope @ at if letter.of else slope * at
    outer = (np.sin(inner) + shift, np.cos(inner), -np.sin(inner))[order]
    if order == 0:
        return np.asarray(outer)
    if not letter.of:
        return np.asarray(outer * slope**order)
    if letter.shape:
        return outer[:, None] * slope
    return outer * (slope if order == 1 else np.outer(slope, slope))


def of_vec_by_vec(array, outputs):
    """The matrix whose rows and columns run through the entries, columns of a matrix stacked."""
    above, below = array.shape[:outputs], array.shape[outputs:]
    swapped = [*reversed(range(outputs)), *reversed(range(outputs, array.ndim))]
    return array.transpose(swapped).reshape(int(np.prod(above)), int(np.prod(below)))


@pytest.mark.parametrize("rule", [r for r in RULES if has_gradient(*r.values)])
def test_the_gradient_is_what_stands_under_denominator_layout(rule):
    gradient = ml.gradient(rule.expression, rule.variables[0])
    assert gradient.latex() == rule.derivative.latex("denominator")


def test_no_rule_stands_twice():
    names = [rule.name for rule in rules()]
    formulas = [(rule.function, rule.by, rule.letters) for rule in rules()]
    assert len(set(names)) == len(names) == len(set(formulas))


def test_every_kind_of_derivative_has_a_rule():
    kinds = {rule.kind for rule in rules()}
    assert kinds == {f"{above} by {below}" for above in KINDS for below in KINDS}


def test_letters_are_read():
    assert as_letter("S~:n×n") == ("S", "~", ("n", "n"), None)
    assert as_letter("p+:n") == ("p", "+", ("n",), None)
    assert as_letter("z") == ("z", "", (), None)
    assert as_letter("u(n):m") == ("u", "", ("m",), ("n",))
    assert as_letter("f()") == ("f", "", (), ())
    assert as_letter("p+:n").symbol().nonnegative
    assert as_letter("S~:n×n").symbol().declared_symmetric


def test_the_article_s_reference_is_covered():
    assert {rule.claim for rule in rules()} | LAWS.keys() >= OF_THE_ARTICLE


def test_every_label_is_one_that_the_book_has_or_will_have():
    # Chapters still to come bring these topics: matrices, traces, determinants, inverses.
    to_come = {"t1", "t3", "t4", "t6", "t7", "t8", "t10", "t26"}
    labels = {rule.claim for rule in rules() if rule.claim} | LAWS.keys()
    assert labels - reference.equations().keys() <= to_come


# ------------------------------------------------------------------------------------ the pages


@pytest.mark.parametrize("page", [TABLE, SHEET], ids=lambda page: page.stem)
def test_the_page_is_what_the_data_say(page):
    assert page.read_text("utf-8") == written_pages()[page], "run: make refresh"


def test_every_rule_stands_on_the_page_in_both_layouts():
    page = TABLE.read_text("utf-8")
    for rule in rules():
        row = next(line for line in page.splitlines() if f"**{rule.name}**" in line)
        *_, above, below = row.removesuffix(" |").split(" | ")
        vectorized = len(rule.derivative.shape) > 2
        assert rule.derivative.latex("numerator", rule.names, vectorized) in above
        below = above if below == "the same" else below
        assert rule.derivative.latex("denominator", rule.names, vectorized) in below


def test_the_sheet_has_sixty_rules():
    sheet = SHEET.read_text("utf-8")
    assert sum(rule.sheet for rule in rules()) == 60
    assert sheet.count("{.by}") == 60


def test_every_number_leads_to_an_equation_and_none_is_left_out():
    equations = reference.equations()
    table, _, laws = TABLE.read_text("utf-8").partition("## Laws for any functions")
    linked = NUMBERED.findall(table)
    assert linked == [rule.claim for rule in rules() if rule.claim in equations]
    assert NUMBERED.findall(laws) == [label for label in LAWS if label in equations]


def test_a_law_is_what_its_chapter_displays(monkeypatch):
    (display,) = displays("$$\n\\begin{aligned}\n a &= b\n\\end{aligned} $$ (r7)", "sums")
    row = reference.law("r7", {"r7": display.latex})
    latex = r"$\displaystyle \begin{aligned} a &= b \end{aligned}$"
    assert row == ["a sum: one derivative for each term", latex, "{eq}`r7`"]


def test_a_rule_is_written_with_its_shapes_conditions_and_chapter():
    rule = made_up(
        function="p * (S @ p)", by="p", letters="p+:n S~:n×n", claim="r9", condition="$n > 1$"
    )
    said = reference.entry(rule, {"r9": ""})
    assert "[vector by vector]{.kind} [*p*: n, *S*: n × n]{.letters}" in said
    assert r"$\mathbf{p} > 0$ in every entry; $S^T = S$; $n > 1$" in said
    link = "{ref}`derivation <derive-a-product>`"
    assert said.endswith(f"[see {{eq}}`r9`, and its {link}]{{.derived}}")
    assert "{eq}" not in reference.entry(rule, {})


@pytest.mark.parametrize(
    ("function", "by", "shapes"),
    [
        ("A @ x", "x", ["m × n", "n × m"]),
        ("y @ A @ x", "x", ["1 × n", "n × 1"]),
        ("A @ x * z", "z", ["m × 1", "1 × m"]),
        ("y @ A @ x", "A", ["m × n", "m × n"]),
        ("A * z", "z", ["m × n", "m × n"]),
        ("A @ x", "A", ["m × mn", "mn × m"]),
        ("inv(S)", "S", ["n² × n²", "n² × n²"]),
    ],
)
def test_the_shape_is_said_in_both_layouts(function, by, shapes):
    letters = "A:m×n x:n y:m z S:n×n"
    rule = made_up(function=function, by=by, letters=letters)
    assert reference.shapes(rule.derivative) == shapes


def test_a_wrong_rule_is_not_written(monkeypatch, capsys, tmp_path):
    page = tmp_path / "rules.md"
    page.write_text("".join(MARKS))
    monkeypatch.setattr(reference, "written_pages", lambda: {page: "new"})
    monkeypatch.setattr(reference, "rules", lambda: [made_up()])
    assert reference.main([]) == 1
    assert "rules.md is not up to date. Run: make refresh" in capsys.readouterr().out
    monkeypatch.setattr(reference, "prove", refuse)
    assert reference.main(["--write"]) == 1
    assert page.read_text() == "".join(MARKS)
    monkeypatch.setattr(reference, "prove", prove)
    assert reference.main(["--write"]) == 0
    assert page.read_text() == "new"
    assert "Rules of the reference proved: 1 of 1" in capsys.readouterr().out


def refuse(rule):
    """Say of every rule that it is wrong."""
    raise AssertionError(f"{rule.name} is wrong")


def test_the_script_of_the_search_asks_only_for_what_a_row_says():
    script = (ROOT / "assets" / "rule_search.js").read_text("utf-8")
    row = reference.entry(made_up(), {})
    for part in re.findall(r'words\("\.?([a-z]+)"\)', script):
        assert f"{{.{part}}}" in row or part == "strong"


# ------------------------------------------------------------------------------ the derivations


@pytest.mark.parametrize("rule", RULES)
def test_every_line_of_a_derivation_holds_and_leads_to_the_rule(rule):
    derivation = derived_rules.derived(rule)
    assert "hold" in derivation.check(points=1)
    assert derivation.result.latex() == rule.derivative.latex()


def test_every_derivation_stands_on_the_page_of_its_topic_and_there_is_no_other_page():
    pages = {page: page.read_text("utf-8") for page in derived_rules.FOLDER.iterdir()}
    assert pages.keys() == {derived_rules.page_of(rule.topic) for rule in rules()}
    for rule in rules():
        page = pages[derived_rules.page_of(rule.topic)]
        assert page.count(f"({derived_rules.target(rule)})=\n") == 1
    assert TABLE.read_text("utf-8").count("{ref}`derivation <derive-") == len(rules())
