"""The questions for Moodle are right, in numbers and in letters, and their reasons are wrong."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
import sympy as sp
from sympy.parsing.maxima import parse_maxima

import mathlib as ml
from classroom.__main__ import main
from classroom.question_bank import in_letters, in_numbers, sizes_of
from mathlib.teaching.exercises.templates import RECIPES

EXERCISES = [
    ml.exercise(topic, level, 11)
    for topic in RECIPES
    for level in range(1, len(RECIPES[topic]) + 1)
]
BOX = re.compile(r"\{1:NUMERICAL:=([^:}]+):([^}]+)\}")


def questions(text):
    root = ElementTree.fromstring(text.encode())
    assert root.tag == "quiz"
    return root.findall("question")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: f"{e.topic}-{e.level}")
def test_the_numbers_are_those_of_the_derivative(exercise):
    (question,) = questions(in_numbers([exercise]))
    assert question.get("type") == "cloze"
    text = question.findtext("questiontext/text")
    values = dict(re.findall(r"\\\((\w+) = ([^)]*?)\\\)", text))
    arrays = {name: read_matrix(value) for name, value in values.items()}
    for symbol in exercise.symbols:
        arrays[symbol.name] = arrays[symbol.name].reshape(
            tuple(sizes_of(exercise)[d] for d in symbol.shape)
        )
    shown = {d for symbol in exercise.answer.symbols for d in symbol.shape}
    sizes = {d: size for d, size in sizes_of(exercise).items() if d not in shown}
    wanted = np.ravel(exercise.answer.evaluate(**arrays, **sizes))
    boxes = [tuple(map(float, box)) for box in BOX.findall(text)]
    assert len(boxes) == wanted.size
    for (number, margin), right in zip(boxes, wanted, strict=True):
        assert abs(number - right) < margin / 100 + 1e-9


def read_matrix(text):
    numbers = re.findall(r"-?\d+(?:\.\d+)?", text.replace(r"\\", " "))
    return np.array(numbers, dtype=float)


def variables(question):
    lines = question.findtext("questionvariables/text").split(";\n")
    found = {}
    for line in lines:
        name, _, formula = line.partition(":")
        entries = re.sub(r"^matrix\(|\)$", "", formula) if formula.startswith("matrix") else formula
        parts = re.split(r"\], \[", entries.strip("[]")) if "[" in entries else [entries]
        found[name] = [parse_maxima(e) for part in parts for e in split(part)]
    return found


def split(row):
    depth, start, parts = 0, 0, []
    for place, sign in enumerate(row):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append(row[start:place])
            start = place + 1
    return [*parts, row[start:]]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: f"{e.topic}-{e.level}")
def test_what_stack_is_told_is_right_once_and_wrong_else(exercise):
    text, left = in_letters([exercise])
    assert not left
    (question,) = questions(text)
    assert question.get("type") == "stack"
    found = variables(question)
    components = exercise.answer.components(**sizes_of(exercise))
    letters = sorted(components.free_symbols, key=str)
    point = {str(letter): 0.3 + 0.17 * k for k, letter in enumerate(letters)}

    def numbers(entries):
        at = [e.subs({s: point.get(str(s), 0.77) for s in e.free_symbols}) for e in entries]
        return np.array([float(e) for e in at])

    right = numbers(found["right"])
    entries = list(components) if isinstance(components, sp.MatrixBase) else [components]
    np.testing.assert_allclose(right, numbers(entries), rtol=1e-9)
    nodes = question.findall("prt/node")
    assert [node.findtext("tans") for node in nodes] == list(found)
    assert len(nodes) > 1
    for node in nodes[1:]:
        said = node.findtext("truefeedback/text")
        assert said
        turned = "transpose of the right answer" in said  # the same numbers in another shape
        assert turned or not np.allclose(right, numbers(found[node.findtext("tans")]))
    assert len(question.findall("qtest")) == len(found)


def test_what_maxima_has_no_name_for_is_left_out():
    y = ml.relu(ml.matrix("A", "m", "n") @ ml.vector("x", "n"))
    from mathlib.teaching.exercises.exercise import Exercise

    exercise = Exercise("activation", 1, 0, y, ml.vector("x", "n"))
    text, left = in_letters([exercise])
    assert left == [exercise]
    assert questions(text) == []


def test_a_bank_is_written_by_a_command(tmp_path, capsys):
    file = tmp_path / "bank.xml"
    main(["questions", str(file), "--to", "moodle", "--topics", "jacobian", "--seeds", "2"])
    assert f"6 questions in {file}" in capsys.readouterr().out
    assert len(questions(file.read_text())) == 6
    with pytest.raises(SystemExit, match="There is no topic 'algebra'"):
        main(["questions", str(file), "--to", "stack", "--topics", "algebra"])
