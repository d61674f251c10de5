"""What an instructor sees and hands back: a summary, feedback pages, files for platforms.

Nothing of a test is in any of them, and what a student wrote is text in all of them.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import nbformat

from classroom.course import Student
from grader.notebooks import id_of, is_answer

#: Kinds of mistake as they are told to a class; others are told by their own name.
KINDS = {
    "sign": "lost a sign",
    "transpose inside": "lost a transpose",
    "transpose": "lost a transpose",
    "layout": "gave the other layout",
    "factor 2": "lost or doubled a factor 2",
    "factor N": "lost a factor of a mean or a sum",
    "missing path": "held a part constant that varies",
    "chain rule": "forgot an inner derivative",
    "mask": "lost the mask of the ReLU",
    "shape": "gave another shape",
    "line": "chose a line that is right",
    "slip": "found the line, and named another slip",
    "values": "wrote a function that gives other numbers",
    "cost": "wrote a function that costs too much",
    "error": "handed in what ended with an error or was not answered",
    "unread": "handed in what cannot be read",
    "unanswered": "did not answer",
    "unreadable": "handed in a file that cannot be read",
    "time": "handed in what takes too long",
}
FORMULA = ("=", "+", "@", "-")  # what a spreadsheet would compute
UNSANDBOXED = (
    "Graded WITHOUT a sandbox, as the instructor asked: a submission could have read the tests and "
    "changed any mark."
)


def points_of(result: dict, by_hand: Mapping[str, float]) -> tuple[float, float, bool]:
    """Return the points, the highest number of them, and whether a person has still to mark."""
    earned, highest, open_marks = 0.0, 0.0, False
    for question in result["questions"]:
        highest += question["highest"]
        points = by_hand.get(question["id"], question["points"])
        open_marks = open_marks or points is None
        earned += points or 0.0
    return earned, highest, open_marks


def summary(results: Mapping[str, dict], trusted: str = "") -> str:
    """Return the class in a few lines: points by question, and what went wrong how often."""
    lines = [UNSANDBOXED, ""] if trusted else []
    lines.append(f"{len(results)} graded.")
    questions: dict[str, list[dict]] = {}
    for result in results.values():
        for question in result["questions"]:
            questions.setdefault(question["id"], []).append(question)
    for name, marks in questions.items():
        label = name.removesuffix("-test")
        given = [mark["points"] for mark in marks if mark["points"] is not None]
        if not given:
            lines.append(f"{label}: marked by hand, in formgrader.")
            continue
        lines.append(f"{label}: {sum(given) / len(given):.2f} of {marks[0]['highest']:g} points.")
        counted = Counter(mark["kind"] for mark in marks if mark["kind"])
        for kind, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
            said = KINDS.get(kind, kind)
            lines.append(f"    {share(count, len(marks))} {said}")
    for student, result in sorted(results.items()):
        lines += [f"{student}: {said}" for said in (result["problem"], *result["notes"]) if said]
    return "\n".join(lines)


def share(count: int, of: int) -> str:
    """Return a share of the class in words where there is a plain one.

    Examples
    --------
    >>> share(15, 30), share(7, 30)
    ('half of you (15 of 30)', '7 of 30')
    """
    if count == of:
        return f"all {of}"
    if of >= 4 and 0.45 <= count / of <= 0.55:
        return f"half of you ({count} of {of})"
    return f"{count} of {of}"


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem; }}
pre {{ background: color-mix(in srgb, currentColor 8%, transparent); padding: .7rem;
  overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }}
h2 {{ margin-top: 2rem; font-size: 1.15rem; }}
</style></head><body>
<h1>{title}</h1>
{body}
</body></html>
"""


def feedback(title: str, result: dict, by_hand: Mapping[str, float], trusted: str = "") -> str:
    """Return a student's page: each answer as it was read, its points, and why."""
    earned, highest, open_marks = points_of(result, by_hand)
    rows = [f"<p>{earned:g} of {highest:g} points{', so far' if open_marks else ''}.</p>"]
    if trusted:
        rows.append(f"<p>{html.escape(UNSANDBOXED)}</p>")
    rows += [
        f"<p>{html.escape(said)}</p>" for said in (result["problem"], *result["notes"]) if said
    ]
    answers = _answers(result)
    for question in result["questions"]:
        name = question["id"].removesuffix("-test")
        points = by_hand.get(question["id"], question["points"])
        told = "marked by a person" if points is None else f"{points:g} of {question['highest']:g}"
        rows.append(f"<h2>Question {html.escape(name.removeprefix('q'))}: {told}</h2>")
        source, output = answers.get(name, ("", ""))
        rows.append(f"<p>Your answer:</p><pre>{html.escape(source)}</pre>")
        if output:
            rows.append(f"<p>What it printed:</p><pre>{html.escape(output)}</pre>")
        if question["said"]:
            rows.append(f"<p>{html.escape(question['said'])}</p>")
    return PAGE.format(title=html.escape(title), body="\n".join(rows))


def _answers(result: dict) -> dict[str, tuple[str, str]]:
    """Return each answer as it was judged, with what its cell printed."""
    if not result["notebook"]:
        return {}
    found = {}
    for cell in nbformat.reads(result["notebook"], as_version=4).cells:
        if is_answer(cell):
            outputs = cell.get("outputs", [])
            printed = [out.get("text", "") or out.get("evalue", "") for out in outputs]
            found[id_of(cell)] = (cell.source, "".join(map(str, printed)))
    return found


def gradescope(result: dict, by_hand: Mapping[str, float]) -> str:
    """Return ``results.json`` as Gradescope's autograders write it."""
    tests = []
    for question in result["questions"]:
        points = by_hand.get(question["id"], question["points"])
        if points is not None:
            tests.append(
                {
                    "name": question["id"].removesuffix("-test"),
                    "score": points,
                    "max_score": question["highest"],
                    "output": question["said"],
                    "output_format": "text",
                    "visibility": "visible",
                }
            )
    told = "\n".join(said for said in (result["problem"], *result["notes"]) if said)
    score = points_of(result, by_hand)[0]
    return json.dumps({"score": score, "output": told, "tests": tests}, indent=1)


def moodle(name: str, rows: Iterable[tuple[Student, float]]) -> str:
    """Return a CSV that Moodle's grade import takes: one line a student, found by id or email."""
    return _csv(
        [["Username", "Email address", name]]
        + [[student.id, student.email, f"{points:g}"] for student, points in rows]
    )


def canvas(
    name: str, rows: Iterable[tuple[Student, float]], highest: float, exported: str | None
) -> str:
    """Return a CSV that Canvas imports.

    `exported` is Canvas's own gradebook as a CSV: its lines are kept, and the points are put into a
    column of their own. Without it the columns that Canvas needs are written from the roster.
    """
    title = f"{name} (points)"
    points = {student.id.lower(): (student, value) for student, value in rows}
    if exported is None:
        lines = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]]
        lines.append(["    Points Possible", "", "", "", "", f"{highest:g}"])
        for student, value in points.values():
            full = f"{student.last_name}, {student.first_name}".strip(", ")
            lines.append([full, "", "", student.id, "", f"{value:g}"])
        return _csv(lines)
    head = exported.lstrip("\ufeff").partition("\n")[0]
    comma = ";" if head.count(";") > head.count(",") else ","  # Canvas asks the teacher's language
    lines_of_canvas = io.StringIO(exported.lstrip("\ufeff"))
    table = list(csv.DictReader(lines_of_canvas, delimiter=comma, restval=""))
    columns = list(table[0]) if table else []
    if "SIS Login ID" not in columns:
        raise ValueError("Canvas's file has no column 'SIS Login ID'; export the gradebook anew")
    lines = [[*columns, title]]
    for row in table:
        if "Points Possible" in row[columns[0]]:
            told = f"{highest:g}"
        else:
            known = points.get(row["SIS Login ID"].lower())
            told = f"{known[1]:g}" if known else ""
        lines.append([*(row[column] for column in columns), told])
    return _csv(lines)


def _csv(lines: Iterable[list[Any]]) -> str:
    """Write a CSV in which no cell is a formula to a spreadsheet, and every row is one line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for line in lines:
        cells = [re.sub(r"[\r\n\t]+", " ", str(cell)) for cell in line]
        writer.writerow(
            ["'" + cell if cell.lstrip().startswith(FORMULA) else cell for cell in cells]
        )
    return text.getvalue()
