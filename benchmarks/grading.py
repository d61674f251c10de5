"""CPU seconds that a further submission costs: nbgrader as it comes, and the sandboxed grader.

Run by ``make bench-grading``. The same class is graded three ways, with ten and with thirty
hand-ins; the difference, divided by twenty, is what one more costs. Time is that of all processes,
as the system counts it, so a busy machine changes it little.
"""

import json
import resource
import tempfile
from pathlib import Path

import nbformat
from ordinary_user import run

from classroom import assignment as assignments

NAME, SEED = "jacobian", 20240518
SIZES = (10, 30)

PREPARE = """
import sys
from pathlib import Path
from classroom.course import Course
course = Course.new(Path("course"), "Bench", int(sys.argv[1]))
course.release(sys.argv[2])
"""
OURS_WITH_GRADEBOOK = """
import sys
from pathlib import Path
from classroom.course import Course
print(sum(1 for _ in Course(Path("course")).grade(sys.argv[1])))
"""
OURS_WITHOUT = """
import sys
from pathlib import Path
from classroom.course import OPTIONS, Course
from classroom.marks import grade_class
course = Course(Path("course"))
name = sys.argv[1]
graded = grade_class(course.source(name), course.submissions(name), Path("results"), OPTIONS)
print(sum(1 for _ in graded))
"""
AS_IT_COMES = """
import sys
from pathlib import Path
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from classroom.course import Course
course = Course(Path("course"))
config = Config()
config.CourseDirectory.root = str(course.folder)
config.CourseDirectory.course_id = "Bench"
nbgrader = NbGraderAPI(CourseDirectory(config=config), config=config)
outcomes = [nbgrader.autograde(sys.argv[1], student) for student in course.submissions(sys.argv[1])]
print(sum(outcome["success"] for outcome in outcomes))
"""
WAYS = {
    "nbgrader 0.9.6 as it comes": AS_IT_COMES,
    "sandboxed, with nbgrader's gradebook": OURS_WITH_GRADEBOOK,
    "sandboxed, without": OURS_WITHOUT,
}


def hand_in(home, size):
    """Write so many submissions: right ones, unanswered ones, and one that ends with an error."""
    paper = nbformat.read(home / "course" / "release" / NAME / f"{NAME}.ipynb", 4)
    for number in range(size):
        student = f"s{number:02}"
        solutions = assignments.key(NAME, SEED, student)
        book = nbformat.from_dict(json.loads(json.dumps(paper)))
        for cell in book.cells:
            name = cell.metadata.nbgrader.grade_id
            if name == "student":
                cell.source = f"student = {student!r}"
            elif name in solutions and number % 3:
                cell.source = solutions[name] + ("\n1 / 0" if number % 3 == 2 else "")
        place = home / "course" / "submitted" / student / NAME / f"{NAME}.ipynb"
        place.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(book, place)


def cost(script, size):
    """Return the CPU seconds of grading so many submissions in a new course."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        home.chmod(0o755)
        made = run(["-c", PREPARE, str(SEED), NAME], home)
        assert made.returncode == 0, made.stderr
        hand_in(home, size)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        outcome = run(["-c", script, NAME], home)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert outcome.stdout.split()[-1:] == [str(size)], outcome.stderr + outcome.stdout
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    """Print a table."""
    further = {}
    for way, script in WAYS.items():
        few, many = (cost(script, size) for size in SIZES)
        further[way] = (many - few) / (SIZES[1] - SIZES[0])
        print(
            f"{way}: {few:.1f} s for {SIZES[0]}, {further[way]:.3f} s for each further", flush=True
        )
    slow, *quick = further.values()
    print("times less:", ", ".join(f"{slow / seconds:.1f}" for seconds in quick))


if __name__ == "__main__":
    main()
