"""The commands of an instructor: ``python -m classroom --help`` lists them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

import mathlib as ml
from classroom import assignment as assignments, reports
from classroom.collect import collect
from classroom.course import Course, CourseError, Student
from classroom.marks import write_whole
from grader.sandbox import NoSandbox
from grader.worker import UNSANDBOXED
from mathlib.teaching.exercises.templates import RECIPES


def printable(text: str) -> str:
    """Return a text without the characters by which a file's name could command a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def new(given: argparse.Namespace) -> None:
    """Make a course."""
    course = Course.new(given.course, given.title, given.seed)
    print(f"{course.folder} is a course with the assignments: {', '.join(assignments.names())}.")
    print("Next: put your class into roster.csv, one line for each student.")


def release(given: argparse.Namespace) -> None:
    """Make the students' version."""
    print(f"Give this to your students: {Course(given.course).release(given.assignment)}")


def take_in(given: argparse.Namespace) -> None:
    """Take in what was handed in."""
    course = Course(given.course)
    if given.source is None:
        course.collect_from_exchange(given.assignment)
        print(f"{len(course.submissions(given.assignment))} are there.")
        return
    collected = collect(course, given.assignment, given.source)
    remarks = [*map(printable, collected.remarks), f"{len(collected.students)} taken in."]
    print("\n".join(remarks))


def grade(given: argparse.Namespace) -> None:
    """Grade what was taken in."""
    if given.trusted and given.trusted != UNSANDBOXED:
        raise CourseError(f'Without a sandbox only if you say, word for word: "{UNSANDBOXED}"')
    course = Course(given.course)
    waiting = len(course.submissions(given.assignment))
    if not waiting:
        raise CourseError(
            f"Nothing has been taken in for {given.assignment}. Do that first: "
            f"python -m classroom collect {given.course} {given.assignment} FOLDER_OR_ZIP"
        )
    graded = course.grade(given.assignment, given.workers, given.scheduler, given.trusted)
    for done, _ in enumerate(graded, start=1):
        print(f"\r{done} of {waiting}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(reports.summary(course.results(given.assignment), given.trusted))


def graded_results(given: argparse.Namespace) -> dict[str, dict]:
    """Return the marks of an assignment; without any there is nothing to return to a class."""
    results = Course(given.course).results(given.assignment)
    if not results:
        raise CourseError(
            f"Nothing has been graded for {given.assignment}. Do that first: "
            f"python -m classroom grade {given.course} {given.assignment}"
        )
    return results


def feedback(given: argparse.Namespace) -> None:
    """Write a page for each student."""
    course, name = Course(given.course), given.assignment
    results = graded_results(given)
    by_hand = course.hand_written(name)
    title = assignments.find(name).title if name in assignments.names() else name
    folder = course.folder / "feedback"
    for student, result in results.items():
        own = {question: points for (who, question), points in by_hand.items() if who == student}
        page = reports.feedback(title, result, own, result.get("trusted", ""))
        write_whole(folder / student / name / f"{name}.html", page)
    print(f"{len(results)} pages in {folder}, one for each student: STUDENT/{name}/{name}.html")


def export(given: argparse.Namespace) -> None:
    """Write the marks for a platform."""
    course, name = Course(given.course), given.assignment
    results = graded_results(given)
    by_hand, students = course.hand_written(name), course.roster()
    rows, highest = [], 0.0
    for student, result in sorted(results.items()):
        own = {question: points for (who, question), points in by_hand.items() if who == student}
        earned, highest, _ = reports.points_of(result, own)
        rows.append((students.get(student, Student(student)), earned))
        if given.to == "gradescope":
            place = course.folder / "export" / name / student / "results.json"
            write_whole(place, reports.gradescope(result, own))
    place = course.folder / "export" / name
    if given.to == "canvas":
        exported = given.gradebook.read_text(encoding="utf-8") if given.gradebook else None
        write_whole(place / "canvas.csv", reports.canvas(name, rows, highest, exported))
    elif given.to == "moodle":
        write_whole(place / "moodle.csv", reports.moodle(name, rows))
    print(f"{len(rows)} marks in {place}")


def show_key(given: argparse.Namespace) -> None:
    """Show the solutions of one student's questions."""
    course = Course(given.course)
    for question, solution in assignments.key(given.assignment, course.seed, given.student).items():
        print(f"{question}\n{solution}\n")


def questions(given: argparse.Namespace) -> None:
    """Write the book's exercises as questions for Moodle's question bank."""
    from classroom import question_bank

    topics = given.topics or sorted(RECIPES)
    unknown = sorted(set(topics) - set(RECIPES))
    if unknown:
        raise CourseError(
            f"There is no topic {unknown[0]!r}. Topics: {', '.join(sorted(RECIPES))}."
        )
    chosen = [
        ml.exercise(topic, level, seed)
        for topic in topics
        for level in range(1, len(RECIPES[topic]) + 1)
        for seed in range(given.seeds)
    ]
    left: list = []
    if given.to == "moodle":
        text = question_bank.in_numbers(chosen)
    else:
        text, left = question_bank.in_letters(chosen)
    write_whole(given.file, text)
    print(f"{len(chosen) - len(left)} questions in {given.file}")
    for exercise in left:
        print(f"Left out, for Maxima has no name for a function in it: {exercise}")


def parser() -> argparse.ArgumentParser:
    """Make the parser of the commands."""
    whole = argparse.ArgumentParser(prog="python -m classroom", description=__doc__)
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: object, assignment: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        added.set_defaults(run=run)
        added.add_argument("course", type=Path, help="the course's folder")
        if assignment:
            added.add_argument("assignment", help="its name, such as jacobian")
        return added

    made = command("new", new, assignment=False)
    made.add_argument("--title", default="Matrix calculus", help="the name of the course")
    made.add_argument("--seed", type=int, help="a number that makes the keys; drawn if left out")
    command("release", release)
    taken = command("collect", take_in)
    taken.add_argument("source", type=Path, nargs="?", help="a folder or a ZIP; else the exchange")
    graded = command("grade", grade)
    graded.add_argument("--workers", type=int, default=1, help="how many grade at the same time")
    graded.add_argument("--scheduler", help="the address of a Dask scheduler that grades instead")
    graded.add_argument("--without-sandbox", dest="trusted", default="", metavar="WORDS",
                        help=f'"{UNSANDBOXED}", if you do')  # fmt: skip
    command("feedback", feedback)
    exported = command("export", export)
    exported.add_argument("--to", choices=["canvas", "moodle", "gradescope"], required=True)
    exported.add_argument("--gradebook", type=Path, help="Canvas's own export, to be completed")
    bank = commands.add_parser("questions", help=questions.__doc__, description=questions.__doc__)
    bank.set_defaults(run=questions)
    bank.add_argument("file", type=Path, help="the file to be written, such as bank.xml")
    kinds = "moodle: numbers, for any Moodle; stack: letters, with reasons"
    bank.add_argument("--to", choices=["moodle", "stack"], required=True, help=kinds)
    bank.add_argument("--topics", nargs="*", help="such as jacobian loss; all if left out")
    bank.add_argument("--seeds", type=int, default=3, help="how many of each level")
    command("key", show_key).add_argument("student", help="the student's id")
    return whole


def main(arguments: list[str] | None = None) -> None:
    """Run a command; what is wrong is said in a sentence."""
    given = parser().parse_args(arguments)
    try:
        given.run(given)
    except (CourseError, NoSandbox) as error:
        sys.exit(str(error))
    except (OSError, SQLAlchemyError) as error:  # a full disk, a folder that is closed
        said = str(error).splitlines()[0]
        sys.exit(f"{said}\nWhat is done is kept; put this right and run the command again.")


if __name__ == "__main__":
    main()
