"""A course on disk: what is made, released, collected, graded and returned.

The folder is nbgrader's own (source, release, submitted, autograded, feedback, a gradebook), so
that formgrader, the exchange and everything else that speaks to nbgrader works on it. The step that
executes what students hand in is the grader's.
"""

from __future__ import annotations

import csv
import json
import os
import re
import secrets
import sysconfig
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveAutoGrades
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from classroom import assignment as assignments
from classroom.marks import grade_class, read_result, write_whole

CONFIG = '''"""nbgrader's settings for this course; what executes is the sandboxed grader."""

c = get_config()
c.CourseDirectory.course_id = {title!r}
c.ClearSolutions.code_stub = {{"python": "# Put your answer in place of the dots above."}}
c.ClearSolutions.text_stub = ""
c.Autograde.sanitize_preprocessors = ["classroom.preprocessors.Sandboxed"]
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
]
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
'''
ROSTER = "id,first_name,last_name,email\n"
STUDENT_ID = re.compile(r"[A-Za-z0-9][\w.@-]{0,63}")
#: What the tests import, so that it is imported once; what students must not import.
OPTIONS = {
    "hidden": ["mathlib", "classroom"],
    "preload": ["IPython.display", "classroom.assignment", "mathlib.teaching.checking.check"],
}


class CourseError(ValueError):
    """The course is not as it must be; the text says what to do."""


@dataclass(frozen=True)
class Student:
    """A line of the roster."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""


class Course:
    """A course in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        # It says so of every submission that is entered; the marks are whole all the same.
        warnings.filterwarnings("ignore", "Object of type .* not in session", SAWarning)
        # nbgrader starts alembic by its name, also where the environment is not activated.
        os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
        try:
            settings = tomllib.loads((self.folder / "course.toml").read_text(encoding="utf-8"))
            self.title, self.seed = str(settings["title"]), int(settings["seed"])
        except FileNotFoundError:
            raise CourseError(
                f"There is no course in {folder}. Make one: python -m classroom new {folder}"
            ) from None
        except (tomllib.TOMLDecodeError, KeyError, ValueError) as error:
            raise CourseError(f"course.toml in {folder} cannot be read: {error}") from None

    @classmethod
    def new(cls, folder: Path, title: str, seed: int | None = None) -> Course:
        """Make a course with all assignments; its seed keeps its keys apart from every other's."""
        if (folder / "course.toml").exists():
            raise CourseError(f"There is a course in {folder} already; name another folder.")
        folder.mkdir(parents=True, exist_ok=True)
        seed = secrets.randbits(62) if seed is None else seed
        write_whole(folder / "nbgrader_config.py", CONFIG.format(title=title))
        write_whole(folder / "roster.csv", ROSTER)
        for name in assignments.names():
            made = assignments.find(name).notebook(seed)
            write_whole(folder / "source" / name / f"{name}.ipynb", nbformat.writes(made))
        write_whole(folder / "course.toml", f"title = {json.dumps(title)}\nseed = {seed}\n")
        return cls(folder)

    def source(self, name: str) -> Path:
        """Return the instructor's notebook of an assignment."""
        path = self.folder / "source" / name / f"{name}.ipynb"
        if not path.exists():
            there = ", ".join(sorted(p.name for p in (self.folder / "source").glob("*")))
            raise CourseError(f"This course has no assignment {name!r}. It has: {there}.")
        return path

    def roster(self) -> dict[str, Student]:
        """Read the class, by id.

        Raises
        ------
        CourseError
            If an id is missing, doubled, or cannot be the name of a file.
        """
        path = self.folder / "roster.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        students: dict[str, Student] = {}
        for number, row in enumerate(rows, start=2):
            known = {name: (row.get(name) or "").strip() for name in Student.__annotations__}
            if not STUDENT_ID.fullmatch(known["id"]):
                raise CourseError(
                    f"roster.csv, line {number}: {known['id']!r} is no id; one has letters, digits "
                    "and . _ @ -, and begins with a letter or a digit."
                )
            if known["id"] in students:
                raise CourseError(f"roster.csv, line {number}: {known['id']} is there twice.")
            students[known["id"]] = Student(**known)
        return students

    def release(self, name: str) -> Path:
        """Make the students' version of an assignment and enter it into the gradebook."""
        self.source(name)
        outcome = self._nbgrader().generate_assignment(name, force=True)
        if not outcome["success"]:
            raise CourseError(f"nbgrader could not make {name}:\n{outcome.get('log', '')}")
        return self.folder / "release" / name / f"{name}.ipynb"

    def collect_from_exchange(self, name: str) -> None:
        """Take in what students submitted through nbgrader's exchange."""
        outcome = self._nbgrader().collect(name)
        if not outcome["success"]:
            raise CourseError(f"nbgrader could not collect {name}:\n{outcome.get('log', '')}")

    def submissions(self, name: str) -> dict[str, Path]:
        """Return what each student has handed in."""
        found = sorted((self.folder / "submitted").glob(f"*/{name}/{name}.ipynb"))
        return {path.parents[1].name: path for path in found}

    def grade(
        self, name: str, workers: int = 1, scheduler: str | None = None, trusted: str = ""
    ) -> Iterator[tuple[str, dict]]:
        """Grade an assignment, enter the marks into the gradebook, and yield them as they come."""
        master = self.source(name)
        self._require_release(name)
        options = {**OPTIONS, "trusted": trusted}
        results = self.folder / "marks" / name
        students = self.roster()
        waiting = self.submissions(name)
        for student, result in grade_class(master, waiting, results, options, workers, scheduler):
            result["trusted"] = trusted
            self._enter(name, students.get(student, Student(student)), result)
            yield student, result

    def results(self, name: str) -> dict[str, dict]:
        """Return the marks of all who have been graded."""
        self.source(name)
        paths = sorted((self.folder / "marks" / name).glob("*.json"))
        return {path.stem: result for path in paths if (result := read_result(path))}

    def hand_written(self, name: str) -> dict[tuple[str, str], float]:
        """Return the points that a person has given in formgrader, by student and question."""
        given = {}
        with self._gradebook() as gradebook:
            for submission in gradebook.assignment_submissions(name):
                for notebook in submission.notebooks:
                    for grade in notebook.grades:
                        if grade.manual_score is not None:
                            given[submission.student.id, grade.name] = float(grade.manual_score)
        return given

    def _require_release(self, name: str) -> None:
        """Refuse to grade what was never released, or was changed since."""
        released = self.folder / "release" / name / f"{name}.ipynb"
        if not released.exists():
            raise CourseError(
                f"{name} has not been released. Do that first: "
                f"python -m classroom release {self.folder} {name}"
            )

    def _enter(self, name: str, student: Student, result: dict) -> None:
        """Write one student's marks into nbgrader's gradebook and the notebook for formgrader."""
        submitted = self.folder / "submitted" / student.id / name / "timestamp.txt"
        when = submitted.read_text(encoding="utf-8").strip() if submitted.exists() else None
        known = {k: v for k, v in vars(student).items() if k != "id" and v}
        with self._gradebook() as gradebook:
            gradebook.update_or_create_student(student.id, **known)
            gradebook.update_or_create_submission(
                name, student.id, **({"timestamp": _moment(when)} if when else {})
            )
        folder = self.folder / "autograded" / student.id / name
        if not result["notebook"]:
            return
        write_whole(folder / f"{name}.ipynb", result["notebook"])
        about = {"notebook": name, "assignment": name, "student": student.id, "db_url": self._url}
        judged = nbformat.reads(result["notebook"], as_version=4)
        SaveAutoGrades().preprocess(judged, {"nbgrader": about})

    @property
    def _url(self) -> str:
        return f"sqlite:///{self.folder / 'gradebook.db'}"

    def _gradebook(self) -> Gradebook:
        return Gradebook(self._url, self.title)

    def _nbgrader(self) -> NbGraderAPI:
        """Return nbgrader with this course's settings."""
        loader = PyFileConfigLoader("nbgrader_config.py", path=str(self.folder))
        config = Config(loader.load_config())
        config.CourseDirectory.root = str(self.folder)
        return NbGraderAPI(CourseDirectory(config=config), config=config)


def _moment(text: str) -> object:
    from nbgrader.utils import parse_utc

    return parse_utc(text)
