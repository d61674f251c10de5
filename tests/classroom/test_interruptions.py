"""Whatever ends a grading half-way, the next one goes on, and every mark is there once."""

import json
import os
import random
import resource
import signal
import time

import nbformat
import pytest
from ordinary_user import run, start

from classroom import assignment as assignments

SEED = 20240518
CLASS = [f"s{number:02}" for number in range(5)]
GRADE = ["-m", "classroom", "grade", "course", "jacobian"]


@pytest.fixture(scope="module")
def course(open_folder):
    """A course in which five have handed in: two of three answered all."""
    for words in (["new", "course", "--seed", str(SEED)], ["release", "course", "jacobian"]):
        made = run(["-m", "classroom", *words], open_folder)
        assert made.returncode == 0, made.stderr
    paper = open_folder / "course" / "release" / "jacobian" / "jacobian.ipynb"
    for number, student in enumerate(CLASS):
        book = nbformat.read(paper, 4)
        solutions = assignments.key("jacobian", SEED, student) if number % 3 else {}
        for cell in book.cells:
            name = cell.metadata.nbgrader.grade_id
            cell.source = solutions.get(name, cell.source)
            if name == "student":
                cell.source = f"student = {student!r}"
        place = open_folder / "course" / "submitted" / student / "jacobian" / "jacobian.ipynb"
        place.parent.mkdir(parents=True)
        nbformat.write(book, place)
    return open_folder


def kept(course):
    """Return each student's points as they are kept, and as nbgrader's gradebook has them."""
    listed = run(["-c", KEPT], course)
    assert listed.returncode == 0, listed.stderr
    return json.loads(listed.stdout)


KEPT = """
import json
from pathlib import Path
from nbgrader.api import Gradebook
from classroom.course import Course
course = Course(Path("course"))
marks = {
    student: sum(question["points"] or 0 for question in result["questions"])
    for student, result in course.results("jacobian").items()
}
with Gradebook(f"sqlite:///{course.folder}/gradebook.db", course.title) as book:
    graded = {s.student.id: s.score for s in book.assignment_submissions("jacobian")}
print(json.dumps([marks, graded]))
"""


def forget(course):
    """Take away all marks."""
    folder = course / "course"
    for path in (*(folder / "marks").rglob("*.json"), *(folder / "autograded").rglob("*.ipynb")):
        path.unlink()


def test_a_course_that_was_killed_again_and_again_has_every_mark_once(course):
    moment = random.Random(SEED)
    folder = course / "course" / "marks" / "jacobian"
    for number in range(3):
        process = start(GRADE, course)
        while len(list(folder.glob("*.json"))) <= number and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.3 * moment.random())
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert run(GRADE, course).returncode == 0
    marks, graded = kept(course)
    assert sorted(marks) == CLASS
    assert marks == graded
    assert [marks[student] > 0 for student in CLASS] == [bool(n % 3) for n in range(5)]
    assert not list((course / "course").rglob(".*.draft"))


def full():
    """Let no file be longer than a third of a student's result."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_disk_that_is_full_is_told_and_costs_no_mark(course):
    forget(course)
    stopped = run(GRADE, course, preexec_fn=full)
    assert stopped.returncode != 0
    assert "Traceback" not in stopped.stderr
    assert "What is done is kept; put this right and run the command again." in stopped.stderr
    assert not list((course / "course").rglob(".*.draft"))
    assert run(GRADE, course).returncode == 0
    marks, graded = kept(course)
    assert sorted(marks) == CLASS
    assert marks == graded
