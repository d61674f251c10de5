"""The files for platforms are what their importers take, whatever a name or an answer holds."""

import csv
import io
import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import import_formats
import jsonschema
import pytest

import mathlib as ml
from classroom import reports
from classroom.course import Student
from classroom.question_bank import in_letters, in_numbers
from mathlib.teaching.exercises.templates import RECIPES

EXERCISES = [
    ml.exercise(topic, level, seed)
    for topic in RECIPES
    for level in range(1, len(RECIPES[topic]) + 1)
    for seed in (17, 19, 23)
]
HOSTILE = "=1+1,\"a\"\n<script>alert('x')</script> ]]> & \u202e"


@pytest.fixture(scope="module", params=["numbers", "letters"])
def quiz(request):
    """Every kind of exercise as a question bank."""
    text = in_numbers(EXERCISES) if request.param == "numbers" else in_letters(EXERCISES)[0]
    return ElementTree.fromstring(text.encode())


def test_a_question_bank_has_the_elements_that_are_imported(quiz):
    assert len(quiz) == len(EXERCISES)
    assert import_formats.faults(quiz) == []


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("question/prt", lambda prt: prt.remove(prt.find("feedbackstyle"))),
        ("question/prt/node/truescore", lambda score: setattr(score, "text", "50 %")),
        ("question/questiontext", lambda text: text.set("format", "tex")),
        ("question", lambda question: question.append(question[0])),
        ("question/input/type", lambda kind: setattr(kind, "text", "formula")),
        ("question/qtest/testinput/value", lambda value: setattr(value, "text", "2 x")),
    ],
)
def test_the_grammar_notices(path, change):
    quiz = ElementTree.fromstring(in_letters(EXERCISES[:1])[0].encode())
    change(quiz.find(path))
    assert import_formats.faults(quiz)


class Page(HTMLParser):
    """Notes which tags are open, and refuses one that is closed before its time."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        """Note a tag."""
        self.open.append(tag)

    def handle_endtag(self, tag):
        """Close the latest."""
        assert self.open.pop() == tag


def test_the_texts_are_html_with_formulas_that_a_platform_sets(quiz):
    for question in quiz:
        for name in ("questiontext", "generalfeedback"):
            text = question.findtext(f"{name}/text")
            page = Page()
            page.feed(text)
            assert not page.open
            assert "$" not in text, "a formula that neither Moodle nor STACK would set"
            assert text.count(r"\(") == text.count(r"\)") > 0


def test_each_box_is_one_that_moodle_reads():
    quiz = ElementTree.fromstring(in_numbers(EXERCISES).encode())
    for question in quiz:
        text = question.findtext("questiontext/text")
        boxes = import_formats.BOX.findall(text)
        assert len(boxes) == text.count("{1:") > 0
        assert all(float(margin) > 0 for _, margin in boxes)


def test_no_formula_is_a_command_to_stack():
    quiz = ElementTree.fromstring(in_letters(EXERCISES)[0].encode())
    for text in quiz.iter("text"):
        assert not import_formats.BLOCK.search(text.text or "")


def test_a_tree_of_stack_leads_on_until_it_ends():
    quiz = ElementTree.fromstring(in_letters(EXERCISES)[0].encode())
    for tree in quiz.iter("prt"):
        names = [node.findtext("name") for node in tree.findall("node")]
        onward = [node.findtext("falsenextnode") for node in tree.findall("node")]
        assert names == [str(number) for number in range(len(names))]
        assert onward == [*names[1:], "-1"]


def result(**changes):
    question = {"id": "q1-test", "points": 3.0, "highest": 5.0, "said": HOSTILE, "kind": "sign"}
    by_hand = {"id": "q2", "points": None, "highest": 4.0, "said": "", "kind": ""}
    plain = {"questions": [question, by_hand], "notes": [], "problem": "", "notebook": ""}
    return {**plain, **changes}


@pytest.mark.parametrize(
    ("changes", "score"),
    [({}, 3), ({"notes": [HOSTILE]}, 3), ({"questions": [], "problem": HOSTILE}, 0)],
    ids=["as it is", "with a note", "nothing graded"],
)
def test_gradescope_takes_the_results(changes, score):
    told = json.loads(reports.gradescope(result(**changes), {}))
    jsonschema.validate(told, import_formats.GRADESCOPE)
    assert told["score"] == score
    assert all(test["output_format"] == "text" for test in told["tests"])


def test_gradescope_s_score_has_the_points_that_a_person_gave():
    told = json.loads(reports.gradescope(result(), {"q2": 4.0}))
    assert told["score"] == 7
    assert [test["score"] for test in told["tests"]] == [3, 4]


ROWS = [
    (Student("ada", "Ada", "Lovelace", "ada@example.org"), 7.25),
    (Student("emmy", HOSTILE, "Noether, née", "emmy@example.org"), 0.0),
]


def table(text):
    return list(csv.reader(io.StringIO(text)))


def test_canvas_takes_the_marks_from_the_roster():
    rows = table(reports.canvas("jacobian", ROWS, 19, None))
    assert import_formats.canvas_faults(rows) == []
    assert [row[3:] for row in rows[2:]] == [["ada", "", "7.25"], ["emmy", "", "0"]]


@pytest.mark.parametrize(
    "exported",
    [
        "Student,ID,SIS User ID,SIS Login ID,Section,Old (88),Final Score\n"
        ",,,,,Manual Posting,\n    Points Possible,,,,,10,(read only)\n"
        '"Lovelace, Ada",17,A17,ADA,Monday,9,90\n"Hopper, Grace",18,A18,grace,Monday\n',
        "\ufeffStudent;ID;SIS User ID;SIS Login ID;Section\n    Points Possible;;;;\n"
        "Lovelace, Ada;17;A17;ada;Monday\nHopper, Grace;18;A18;grace;Monday\n",
    ],
    ids=["short rows", "semicolons"],
)
def test_canvas_takes_its_own_table_completed(exported):
    rows = table(reports.canvas("jacobian", ROWS, 19, exported))
    assert import_formats.canvas_faults(rows) == []
    marks = {row[1]: row[-1] for row in rows}
    assert (marks["17"], marks["18"]) == ("7.25", "")
    assert "None" not in {cell for row in rows for cell in row}


def test_canvas_s_table_with_names_in_two_columns_is_completed():
    exported = (
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,,\n"
        "Lovelace,Ada,17,A17,ada,Monday\n"
    )
    rows = table(reports.canvas("jacobian", ROWS, 19, exported))
    assert [row[-1] for row in rows] == ["jacobian (points)", "19", "7.25"]


def test_moodle_takes_the_marks():
    rows = table(reports.moodle("jacobian", ROWS))
    assert rows == [
        ["Username", "Email address", "jacobian"],
        ["ada", "ada@example.org", "7.25"],
        ["emmy", "emmy@example.org", "0"],
    ]


@pytest.mark.parametrize("sign", ["=", "+", "@", "-", "\t", "\r"])
def test_no_cell_is_a_formula_to_a_spreadsheet(sign):
    student = Student("eve", sign + "HYPERLINK(1)", sign + "cmd", sign + "x@example.org")
    for text in (
        reports.moodle("jacobian", [(student, 1)]),
        reports.canvas("jacobian", [(student, 1)], 5, None),
    ):
        assert not [cell for row in table(text) for cell in row if cell.startswith(sign)]
