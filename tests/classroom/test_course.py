"""A course is taken from a new folder to marks in a platform's file, by its commands."""

import csv
import io
import json
import stat
import zipfile

import nbformat
import pytest
from ordinary_user import run

from classroom import assignment as assignments
from classroom.collect import collect, owners_of
from classroom.course import Course, Student

SEED = 20240518
NAMES = {"ada": ("Ada", "Lovelace"), "emmy": ("Emmy", "Noether"), "sofia": ("Sofía", "Kowalewska")}
LATE = {"grace": ("Grace", "Hopper")}


def command(home, *words):
    """Run a command of the course as an ordinary user."""
    return run(["-m", "classroom", *map(str, words)], home)


def answered(released, student, solutions):
    """Return a released notebook with a student's answers in it."""
    book = nbformat.from_dict(json.loads(json.dumps(released)))
    for cell in book.cells:
        name = cell.metadata.nbgrader.grade_id
        if name == "student":
            cell.source = f"student = {student!r}"
        elif name in solutions:
            cell.source = solutions[name]
    return book


@pytest.fixture(scope="module")
def course(open_folder):
    """A course in which three have handed in: all right, nothing, and a broken file."""
    home = open_folder
    made = command(home, "new", "course", "--seed", SEED)
    assert made.returncode == 0, made.stderr
    lines = [f"{name},{first},{last},{name}@example.org"
             for name, (first, last) in {**NAMES, **LATE}.items()]  # fmt: skip
    roster = home / "course" / "roster.csv"
    roster.write_text("id,first_name,last_name,email\n" + "\n".join(lines) + "\n", encoding="utf-8")
    released = command(home, "release", "course", "jacobian")
    assert released.returncode == 0, released.stderr
    paper = nbformat.read(home / "course" / "release" / "jacobian" / "jacobian.ipynb", 4)
    solved = answered(paper, "ada", assignments.key("jacobian", SEED, "ada"))
    with zipfile.ZipFile(home / "moodle.zip", "w") as archive:
        archive.writestr("ada/jacobian.ipynb", nbformat.writes(solved))
        folder = "Emmy Noether_123_assignsubmission_file_"
        archive.writestr(f"{folder}/x.ipynb", nbformat.writes(answered(paper, "emmy", {})))
        archive.writestr("kowalewskasofia_LATE_7_8_jacobian.ipynb", "{")
        archive.writestr("somebody.ipynb", "{}")
        archive.writestr("\x1b[2Jnobody.ipynb", "{}")
        link = zipfile.ZipInfo("ada/link.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return home


@pytest.fixture(scope="module")
def graded(course):
    """What collecting and grading say."""
    collected = command(course, "collect", "course", "jacobian", "moodle.zip")
    outcome = command(course, "grade", "course", "jacobian")
    assert outcome.returncode == 0, outcome.stderr
    return collected.stdout, outcome.stdout


def marks(course):
    """Return the results, by student."""
    paths = (course / "course" / "marks" / "jacobian").glob("*.json")
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def test_the_released_notebook_has_no_key_and_no_test(course):
    path = course / "course" / "release" / "jacobian" / "jacobian.ipynb"
    text = path.read_text(encoding="utf-8")
    for word in ("SOLUTION", "HIDDEN", "classroom", str(SEED)):
        assert word not in text
    for solution in assignments.key("jacobian", SEED, "instructor").values():
        assert json.dumps(solution)[1:-1] not in text


def test_what_belongs_to_nobody_is_told_and_left(graded):
    told, _ = graded
    assert "somebody.ipynb: bears no student's id or name; not taken in." in told
    assert "ada/link.ipynb: a link; not taken in." in told
    assert "grace has handed in nothing." in told
    assert told.endswith("3 taken in.\n")


def test_all_right_is_all_points_and_nothing_is_none(course, graded):
    points = {
        student: [q["points"] for q in result["questions"] if q["points"] is not None]
        for student, result in marks(course).items()
    }
    highest = [q["highest"] for q in marks(course)["ada"]["questions"] if q["points"] is not None]
    assert points["ada"] == highest
    assert not any(points["emmy"])
    assert not any(points["sofia"])
    assert "not a notebook" in marks(course)["sofia"]["problem"]


def test_the_summary_counts_the_reasons(graded):
    assert "1 of 3 did not answer" in graded[1]
    assert "sofia: the file is not a notebook (not JSON); save it again in Jupyter" in graded[1]


def test_the_gradebook_of_nbgrader_has_the_marks(course, graded):
    listed = run(["-c", GRADEBOOK], course)
    assert json.loads(listed.stdout)["ada"] == sum(
        question["points"] or 0 for question in marks(course)["ada"]["questions"]
    )


GRADEBOOK = """
import json
from pathlib import Path
from nbgrader.api import Gradebook
place = Path("course/gradebook.db").resolve()
with Gradebook(f"sqlite:///{place}", "Matrix calculus") as book:
    print(json.dumps({s.student.id: s.score for s in book.assignment_submissions("jacobian")}))
"""


def test_feedback_shows_the_answer_and_no_test(course, graded):
    assert command(course, "feedback", "course", "jacobian").returncode == 0
    page = course / "course" / "feedback" / "emmy" / "jacobian" / "jacobian.html"
    text = page.read_text(encoding="utf-8")
    assert "Question 1: 0 of 5" in text
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text
    for word in ("HIDDEN", "classroom.assignment", str(SEED)):
        assert word not in text


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
def test_the_marks_are_written_for_a_platform(course, graded, platform):
    assert command(course, "export", "course", "jacobian", "--to", platform).returncode == 0
    text = (course / "course" / "export" / "jacobian" / f"{platform}.csv").read_text()
    rows = list(csv.reader(io.StringIO(text)))
    assert len({len(row) for row in rows}) == 1
    assert any(row[-1] == "19" for row in rows)


def test_canvas_s_own_file_is_completed(course, graded):
    own = course / "canvas-own.csv"
    own.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section\n"
        "    Points Possible,,,,\n"
        '"Lovelace, Ada",17,A17,ada,Monday\n"Hopper, Grace",18,A18,grace,Monday\n'
    )
    done = command(course, "export", "course", "jacobian", "--to", "canvas", "--gradebook", own)
    assert done.returncode == 0, done.stderr
    text = (course / "course" / "export" / "jacobian" / "canvas.csv").read_text()
    assert '"Lovelace, Ada",17,A17,ada,Monday,19' in text
    assert '"Hopper, Grace",18,A18,grace,Monday,\n' in text


def test_gradescope_s_files_have_a_test_for_each_question(course, graded):
    assert command(course, "export", "course", "jacobian", "--to", "gradescope").returncode == 0
    path = course / "course" / "export" / "jacobian" / "ada" / "results.json"
    tests = json.loads(path.read_text())["tests"]
    assert [test["score"] for test in tests] == [test["max_score"] for test in tests]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["grade", "nowhere", "jacobian"], "There is no course in nowhere. Make one:"),
        (["new", "course"], "There is a course in course already"),
        (["release", "course", "algebra"], "This course has no assignment 'algebra'. It has: "),
        (["collect", "course", "jacobian", "course/roster.csv"], "neither a folder nor a ZIP"),
        (["feedback", "course", "loss"], "Nothing has been graded for loss. Do that first: "),
        (["export", "course", "loss", "--to", "moodle"], "Nothing has been graded for loss."),
        (["grade", "course", "jacobian", "--without-sandbox", "yes"], "word for word"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(course, graded, words, said):
    outcome = command(course, *words)
    assert outcome.returncode != 0
    assert said in outcome.stderr
    assert "Traceback" not in outcome.stderr


DIGITS_AND_SCRIPTS = {
    "guest7": ("Guest7", "Visitor3"),
    "guest8": ("Guest8", "Visitor3"),
    "alan1": ("Alan", "Turing"),
    "alan2": ("Alan", "Turing"),
    "li": ("李", "秀成"),
    "wang": ("王", "贞仪"),
}
ROSTER = {
    name: Student(name, first, last)
    for name, (first, last) in {**NAMES, **LATE, **DIGITS_AND_SCRIPTS}.items()
}


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("ada/jacobian.ipynb", ["ada"]),
        ("ada.ipynb", ["ada"]),
        ("jacobian_ada.ipynb", ["ada"]),
        ("Emmy Noether_77_assignsubmission_file_/work.ipynb", ["emmy"]),
        ("kowalewskasofia_12_34_jacobian-2.ipynb", ["sofia"]),
        ("Sofía Kowalewska_1_assignsubmission_file_/a.ipynb", ["sofia"]),
        ("canada.ipynb", []),
        ("ada-and-emmy/ada_emmy.ipynb", ["ada", "emmy"]),
        ("Guest7 Visitor3_9_assignsubmission_file_/a.ipynb", ["guest7"]),
        ("李 秀成_9_assignsubmission_file_/a.ipynb", ["li"]),
        ("jacobian.ipynb", []),
        # The platform names the folder or the beginning, the student the rest.
        ("李 秀成_9_assignsubmission_file_/ada.ipynb", ["ada", "li"]),
        ("noetheremmy_12_34_ada.ipynb", ["ada", "emmy"]),
        ("noetheremmy_12_34_Ada Lovelace.ipynb", ["ada", "emmy"]),
        ("Emmy Noether_77_assignsubmission_file_/emmy.ipynb", ["emmy"]),
        ("Alan Turing_77_assignsubmission_file_/alan2.ipynb", ["alan2"]),
        ("Alan Turing_77_assignsubmission_file_/a.ipynb", ["alan1", "alan2"]),
    ],
)
def test_a_file_belongs_to_whose_id_or_name_its_path_bears(path, owners):
    assert owners_of(path, ROSTER) == owners


@pytest.fixture
def class_of_two(tmp_path):
    """A course of which only the roster and the place of its assignment are needed."""
    (tmp_path / "course" / "source" / "jacobian").mkdir(parents=True)
    (tmp_path / "course" / "source" / "jacobian" / "jacobian.ipynb").write_text("{}")
    (tmp_path / "course" / "course.toml").write_text('title = "Course"\nseed = 97\n')
    (tmp_path / "course" / "roster.csv").write_text("id,first_name\nada,Ada\nemmy,Emmy\n")
    return Course(tmp_path / "course")


def test_a_damaged_file_in_a_zip_leaves_the_others(class_of_two, tmp_path):
    packed = tmp_path / "downloads.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada.ipynb", b"a long text " * 500)
        archive.writestr("emmy.ipynb", b"{}")
    damaged = bytearray(packed.read_bytes())
    begins = 30 + len("ada.ipynb")  # after the entry's header
    damaged[begins : begins + 21] = b"\xff" * 21
    packed.write_bytes(damaged)
    collected = collect(class_of_two, "jacobian", packed)
    assert collected.students == ["emmy"]
    assert collected.remarks[0].startswith("ada.ipynb: cannot be unpacked (")


def test_a_file_exchanged_for_a_link_is_not_followed(class_of_two, tmp_path, monkeypatch):
    drop, secret = tmp_path / "drop", tmp_path / "secret"
    drop.mkdir()
    secret.write_text("the key")
    (drop / "ada.ipynb").write_text("{}")

    def look_and_exchange(mode):
        (drop / "ada.ipynb").unlink()
        (drop / "ada.ipynb").symlink_to(secret)
        return True

    monkeypatch.setattr(stat, "S_ISREG", look_and_exchange)
    assert collect(class_of_two, "jacobian", drop).students == ["ada"]
    taken = class_of_two.folder / "submitted" / "ada" / "jacobian" / "jacobian.ipynb"
    assert taken.read_text() == "{}"


def test_the_name_of_a_file_commands_no_terminal(graded):
    said, _ = graded
    assert "\x1b" not in said
    assert "\ufffd[2Jnobody.ipynb" in said
