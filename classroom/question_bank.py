"""The book's endless exercises as questions for Moodle: with numbers, or with STACK in letters.

A question in numbers asks for the entries of a derivative at a point; any Moodle has what it needs.
A question for STACK takes the derivative in letters, and tells a wrong answer by its reason: each
reason is the derivative with one rule broken, computed by the engine that explains wrong answers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import sympy as sp

from mathlib.symbolic.nodes import Symbol
from mathlib.teaching.diagnosis.rule_mutations import broken_rules
from mathlib.teaching.exercises.exercise import Exercise

SIZES = (2, 3, 4, 5)  # of the dimensions, in the order of the alphabet: no two alike
REASONS = 6  # that a question for STACK knows
SHARE_OF_A_REASON = 0.5
TOLERANCE = 0.005  # of a number, relative to it
#: What Maxima has no name for: a question with these is not written for STACK.
WITHOUT_MAXIMA = (sp.Piecewise, sp.Heaviside, sp.Max, sp.Min, sp.sign, sp.Abs, sp.Derivative)


def sizes_of(exercise: Exercise) -> dict[str, int]:
    """Return a size for each dimension of an exercise."""
    names = {d for symbol in exercise.symbols for d in symbol.shape if isinstance(d, str)}
    return dict(zip(sorted(names), SIZES, strict=False))


def in_numbers(exercises: Iterable[Exercise]) -> str:
    """Write exercises as Moodle's embedded answers (cloze): a box for each entry.

    Parameters
    ----------
    exercises : iterable of Exercise
        Such as ``ml.exercise("jacobian", 1, seed)``.

    Returns
    -------
    str
        Moodle XML.
    """
    return _quiz(_cloze(exercise) for exercise in exercises)


def in_letters(exercises: Iterable[Exercise]) -> tuple[str, list[Exercise]]:
    """Write exercises for STACK, and return with them those that cannot be.

    Returns
    -------
    tuple of str and list of Exercise
        Moodle XML, and the exercises that hold a function which Maxima has no name for.
    """
    written, left = [], []
    for exercise in exercises:
        try:
            written.append(_stack(exercise))
        except NotImplementedError:
            left.append(exercise)
    return _quiz(written), left


def _quiz(questions: Iterable[str]) -> str:
    body = "\n".join(questions)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{body}\n</quiz>\n'


def _name(exercise: Exercise) -> str:
    return f"{exercise.topic} {exercise.level}.{exercise.seed}"


def _as_html(exercise: Exercise) -> str:
    """Return the question with its formulas between the marks that Moodle's filter knows."""
    text = html.escape(exercise._repr_markdown_(), quote=False)
    return re.sub(r"\$([^$]+)\$", r"\\(\1\\)", text)


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


# ----------------------------------------------------------------------------------- in numbers


def _cloze(exercise: Exercise) -> str:
    rng = np.random.default_rng([exercise.seed, exercise.level])
    values = {symbol.name: _drawn(symbol, sizes_of(exercise), rng) for symbol in exercise.symbols}
    sizes = {name: size for name, size in sizes_of(exercise).items() if _is_free(exercise, name)}
    answer = np.atleast_1d(exercise.answer.evaluate(**values, **sizes))
    rows = answer.reshape(-1, answer.shape[-1])
    given = ", ".join(f"\\({name} = {_matrix(value)}\\)" for name, value in values.items())
    table = "".join(
        "<tr>" + "".join(f"<td>{_box(entry)}</td>" for entry in row) + "</tr>" for row in rows
    )
    layout = ", in numerator layout" if exercise.answer.shape else ""
    text = (
        f"<p>{_as_html(exercise)}</p><p>Compute it where {given}{layout}; each entry to three "
        f"digits.</p><table>{table}</table>"
    )
    return f"""<question type="cloze">
<name><text>{html.escape(_name(exercise))}</text></name>
<questiontext format="html"><text>{_cdata(text)}</text></questiontext>
<generalfeedback format="html"><text>{_cdata(f"<p>{_right(exercise)}</p>")}</text></generalfeedback>
</question>"""


def _is_free(exercise: Exercise, name: str) -> bool:
    """Say whether the values do not show a dimension's size."""
    return not any(name in symbol.shape for symbol in exercise.answer.symbols)


def _drawn(symbol: Symbol, sizes: dict[str, int], rng: np.random.Generator) -> np.ndarray:
    """Draw values with one decimal, none of them 0 or 1."""
    shape = tuple(sizes[d] if isinstance(d, str) else d for d in symbol.shape)
    numbers = rng.permutation([n for n in range(-19, 20) if n % 10])
    size = int(np.prod(shape, dtype=int))
    return np.resize(numbers, size).reshape(shape) / 10


def _matrix(value: np.ndarray) -> str:
    """Return numbers in LaTeX: a vector as a column."""
    if not value.shape:
        return f"{value:g}"
    rows = value.reshape(len(value), -1)
    body = r" \\ ".join(" & ".join(f"{entry:g}" for entry in row) for row in rows)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


def _box(entry: float) -> str:
    """Return the box for one number, with what it must be and how far off it may be."""
    margin = max(abs(entry) * TOLERANCE, 0.0005)
    return f"{{1:NUMERICAL:={entry:.6g}:{margin:.2g}}}"


def _right(exercise: Exercise) -> str:
    return f"\\({exercise.answer.latex()}\\)"


# ----------------------------------------------------------------------------------- in letters


def _stack(exercise: Exercise) -> str:
    right = _components(exercise, exercise.answer)
    reasons = _reasons(exercise, right)
    nodes = [_node(0, "right", 1.0, "", last=not reasons)]
    for number, (_, sentence) in enumerate(reasons, start=1):
        feedback = f"<p>{html.escape(sentence, quote=False)}</p>"
        last = number == len(reasons)
        nodes.append(_node(number, f"wrong{number}", SHARE_OF_A_REASON, feedback, last))
    variables = [f"right:{_maxima(right)}"]
    variables += [f"wrong{k}:{_maxima(wrong)}" for k, (wrong, _) in enumerate(reasons, start=1)]
    text = (
        f"<p>{_as_html(exercise)}</p>{_how_to_write(exercise)}"
        "<p>[[input:ans1]]</p><div>[[validation:ans1]]</div>"
    )
    tests = [_test(1, "right", 1.0, 0)]
    tests += [_test(k + 1, f"wrong{k}", SHARE_OF_A_REASON, k) for k in range(1, len(reasons) + 1)]
    return STACK.format(
        name=html.escape(_name(exercise)),
        text=_cdata(text),
        feedback=_cdata(f"<p>{_right(exercise)}</p>"),
        kind="algebraic" if right.shape == (1, 1) else "matrix",
        variables=html.escape(";\n".join(variables), quote=False),
        nodes="\n".join(nodes),
        tests="\n".join(tests),
    )


def _how_to_write(exercise: Exercise) -> str:
    """Say how large the letters are, and how their entries are written."""
    sizes = [f"\\({name} = {size}\\)" for name, size in sizes_of(exercise).items()]
    if not sizes:
        return ""
    return (
        f"<p>Here {' and '.join(sizes)}. Write the entries of a vector as x1, x2 and those of a "
        "matrix as A11, A12. The answer is in numerator layout.</p>"
    )


def _components(exercise: Exercise, formula: Any) -> sp.Matrix:
    """Return the entries of a derivative in numerator layout, as SymPy writes them."""
    components = formula.components(**sizes_of(exercise))
    if isinstance(components, sp.NDimArray):
        raise NotImplementedError("more than two axes")
    matrix = components if isinstance(components, sp.MatrixBase) else sp.Matrix([[components]])
    if len(exercise.y.shape) == 0 and len(exercise.x.shape) == 1:
        matrix = matrix.reshape(1, len(matrix))  # a row, as the book writes it
    if matrix.has(*WITHOUT_MAXIMA):
        raise NotImplementedError("a function that Maxima does not have")
    return matrix


def _reasons(exercise: Exercise, right: sp.Matrix) -> list[tuple[sp.Matrix, str]]:
    """Return wrong answers with their reasons, no two alike and none right."""
    letters = sorted(right.free_symbols, key=str)
    seen = [_numbers(right, letters)]
    found = []
    if len(set(right.shape)) > 1:
        turned = "This is the transpose of the right answer; it is right in denominator layout."
        found.append((right.T, turned))
    for mutation in broken_rules(exercise.y, exercise.x):
        if len(found) == REASONS or mutation.compound:
            break
        try:
            wrong = _components(exercise, mutation.formula)
        except (NotImplementedError, ValueError):
            continue
        numbers = _numbers(wrong, letters)
        if wrong.shape != right.shape or any(np.allclose(numbers, old) for old in seen):
            continue
        seen.append(numbers)
        found.append((wrong, str(mutation.sentence)))
    return found


def _maxima(matrix: sp.Matrix) -> str:
    """Write a matrix as Maxima reads it; one with a single entry as that entry."""
    if matrix.shape == (1, 1):
        return str(matrix[0]).replace("**", "^")
    rows = [", ".join(str(entry).replace("**", "^") for entry in row) for row in matrix.tolist()]
    return "matrix(" + ", ".join(f"[{row}]" for row in rows) + ")"


def _numbers(matrix: sp.Matrix, letters: Sequence[sp.Symbol]) -> Any:
    """Return a matrix at a point, always the same one for the same letters."""
    values = np.random.default_rng(len(letters)).uniform(0.5, 1.5, len(letters))
    others = dict.fromkeys(matrix.free_symbols - set(letters), 1.25)
    entries = matrix.subs({**dict(zip(letters, values, strict=True)), **others})
    return np.array(entries.tolist(), dtype=float)


def _node(number: int, target: str, score: float, feedback: str, last: bool) -> str:
    """Write a node of the tree: the answer is `target`, or the next node is asked."""
    return NODE.format(
        number=number,
        target=target,
        score=score,
        feedback=_cdata(feedback),
        following=-1 if last else number + 1,
    )


def _test(number: int, value: str, score: float, node: int) -> str:
    """Write a test that STACK itself runs: this answer earns this score."""
    return TEST.format(number=number, value=value, score=score, note=f"prt1-{node}-T")


NODE = """<node>
<name>{number}</name>
<answertest>AlgEquiv</answertest>
<sans>ans1</sans>
<tans>{target}</tans>
<testoptions></testoptions>
<quiet>1</quiet>
<truescoremode>=</truescoremode>
<truescore>{score}</truescore>
<truepenalty></truepenalty>
<truenextnode>-1</truenextnode>
<trueanswernote>prt1-{number}-T</trueanswernote>
<truefeedback format="html"><text>{feedback}</text></truefeedback>
<falsescoremode>=</falsescoremode>
<falsescore>0</falsescore>
<falsepenalty></falsepenalty>
<falsenextnode>{following}</falsenextnode>
<falseanswernote>prt1-{number}-F</falseanswernote>
<falsefeedback format="html"><text></text></falsefeedback>
</node>"""
TEST = """<qtest>
<testcase>{number}</testcase>
<testinput><name>ans1</name><value>{value}</value></testinput>
<expected>
<name>prt1</name>
<expectedscore>{score}</expectedscore>
<expectedpenalty></expectedpenalty>
<expectedanswernote>{note}</expectedanswernote>
</expected>
</qtest>"""
STACK = """<question type="stack">
<name><text>{name}</text></name>
<questiontext format="html"><text>{text}</text></questiontext>
<generalfeedback format="html"><text>{feedback}</text></generalfeedback>
<defaultgrade>1</defaultgrade>
<penalty>0.1</penalty>
<hidden>0</hidden>
<questionvariables><text>{variables}</text></questionvariables>
<specificfeedback format="html"><text>[[feedback:prt1]]</text></specificfeedback>
<questionnote format="html"><text></text></questionnote>
<questionsimplify>1</questionsimplify>
<assumepositive>0</assumepositive>
<assumereal>1</assumereal>
<input>
<name>ans1</name>
<type>{kind}</type>
<tans>right</tans>
<boxsize>15</boxsize>
<strictsyntax>1</strictsyntax>
<insertstars>1</insertstars>
<syntaxhint></syntaxhint>
<forbidwords></forbidwords>
<allowwords></allowwords>
<forbidfloat>0</forbidfloat>
<requirelowestterms>0</requirelowestterms>
<checkanswertype>0</checkanswertype>
<mustverify>1</mustverify>
<showvalidation>1</showvalidation>
<options></options>
</input>
<prt>
<name>prt1</name>
<value>1</value>
<autosimplify>1</autosimplify>
<feedbackstyle>1</feedbackstyle>
<feedbackvariables><text></text></feedbackvariables>
{nodes}
</prt>
{tests}
</question>"""
