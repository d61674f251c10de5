"""Write what the page *Teaching with this book* says about every chapter.

    python -m tools.teaching            fail if the page or its map is not up to date
    python -m tools.teaching --write    write them

Which chapter needs which is read from the sentence "You need ..." at the head of each chapter, what
an assignment asks from its questions: said once, where it is true, and here only repeated.
"""

import argparse
import math
import re
import sys
from collections import namedtuple
from functools import cache

import nbformat

from classroom.assignment import find, names
from tools.chapter_map import drawn
from tools.handout import chapter_numbers
from tools.notebooks import ROOT
from tools.pages import filled

PAGE = ROOT / "chapters" / "teaching.md"
MAP = ROOT / "assets" / "chapter_map.svg"
CHAPTERS = "<!-- chapters: tools/teaching.py writes them -->", "<!-- end of the chapters -->"
ASKED = "<!-- assignments: tools/teaching.py writes them -->", "<!-- end of the assignments -->"
#: How long a chapter takes: words a minute, formulas counted, and minutes for an exercise.
WORDS, MINUTES = 60, 10

Chapter = namedtuple("Chapter", "name number title needs hours exercises")


@cache
def chapters():
    """Return the numbered chapters, in the order of the book."""
    numbers = chapter_numbers()
    return [chapter(name, number, numbers) for name, number in numbers.items()]


def chapter(name, number, known):
    """Read a chapter's title, what it needs, and how much there is to read and to do."""
    notebook = nbformat.read(ROOT / "chapters" / f"{name}.ipynb", as_version=4)
    texts = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "markdown" and not cell.id.startswith("sol-")
    ]
    title = re.match(r"# (.+)", texts[0]).group(1)
    sentence = re.search(r"You need .*", texts[0]).group()
    needs = [needed for needed in re.findall(r"\]\((\w+)\.ipynb\)", sentence) if needed in known]
    exercises = re.findall(r"^:label:\s*(ex-\S+)", "\n".join(texts), re.MULTILINE)
    minutes = sum(len(text.split()) for text in texts) / WORDS + MINUTES * len(exercises)
    return Chapter(name, number, title, needs, math.ceil(minutes / 30) / 2, exercises)


def needed(name):
    """Return every chapter that has to be read before one, directly or through others."""
    by_name = {one.name: one for one in chapters()}
    found = set()
    waiting = list(by_name[name].needs)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += by_name[one].needs
    return found


def direct(one):
    """Return what a chapter needs and no other chapter that it needs brings along."""
    return [name for name in one.needs if not any(name in needed(other) for other in one.needs)]


def table_of_chapters():
    """Return the table of the chapters, and the map of them, as lines of Markdown."""
    by_name = {one.name: one for one in chapters()}
    yield "| chapter | hours | needs |"
    yield "|---|---|---|"
    for one in chapters():
        numbers = sorted(by_name[name].number for name in one.needs)
        before = ", ".join(map(str, numbers)) or "no other"
        yield f"| {one.number} [{one.title}]({one.name}.ipynb) | {one.hours:g} | {before} |"
    yield ""
    yield "```{figure} ../assets/chapter_map.svg"
    yield ":name: fig-chapter-map"
    yield f":alt: {in_words()}"
    yield ""
    yield (
        "Which chapter needs which. An arrow leads from a chapter to one that needs it; where a "
        "longer way says the same, it is left out."
    )
    yield "```"


def in_words():
    """Say what the map shows, for those who cannot see it."""
    by_name = {one.name: one for one in chapters()}
    said = []
    for one in chapters():
        before = [f"{by_name[name].number}" for name in direct(one)]
        if before:
            said.append(f"{one.number} {one.title} needs {' and '.join(before)}")
    return f"Map of the chapters. Chapter {'; chapter '.join(said)}."


def map_of_chapters():
    """Return the map as a drawing."""
    shown = [one for one in chapters() if one.needs or any(one.name in c.needs for c in chapters())]
    labels = {one.name: f"{one.number} {one.title}" for one in shown}
    return drawn(labels, {one.name: direct(one) for one in shown})


def list_of_assignments():
    """Return what each assignment asks, as a definition list."""
    for one in chapters():
        if one.name not in names():
            continue
        assignment = find(one.name)
        points = sum(asked.points for asked in assignment.questions)
        yield f"[{one.title}]({one.name}.ipynb), `{one.name}`, {points:g} points"
        asked = []
        for number, question in enumerate(assignment.questions, start=1):
            kind = assignment.question(number, seed=0, variant=0).title
            what = question.draw.__doc__.splitlines()[0]
            asked.append(f"*{kind}* ({question.points:g}): {what}")
        yield f": {' '.join(asked)}"
        yield ""


def written():
    """Return the page and the map as they must be."""
    page = PAGE.read_text("utf-8")
    page = filled(page, CHAPTERS, table_of_chapters(), PAGE.name)
    page = filled(page, ASKED, list_of_assignments(), PAGE.name)
    return {PAGE: page, MAP: map_of_chapters()}


def main(arguments=None):
    """Run the command line and return its exit code."""
    parser = argparse.ArgumentParser(description="Write the page on teaching.")
    parser.add_argument("--write", action="store_true", help="write the page and its map")
    options = parser.parse_args(arguments)
    stale = []
    for path, text in written().items():
        if options.write:
            path.write_text(text, "utf-8", newline="\n")
        elif not path.exists() or text != path.read_text("utf-8"):
            stale.append(f"{path.name} is not up to date. Run: make refresh")
    print(*stale, sep="\n", end="\n" if stale else "")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
