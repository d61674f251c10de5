"""The page of practice offers the topics of the package, each beside its chapter."""

import json
import re

from mathlib.teaching.exercises.templates import RECIPES
from tools.notebooks import ROOT, chapters

#: Topics that no chapter teaches yet.
WITHOUT_CHAPTER = {"derivatives_by_matrices", "determinants"}


def test_topics_are_called_as_the_files_of_their_chapters():
    assert {*RECIPES} - {path.stem for path in chapters()} == WITHOUT_CHAPTER


def test_the_page_of_practice_names_every_topic_and_its_levels():
    cells = json.loads((ROOT / "chapters" / "practice.ipynb").read_text("utf-8"))["cells"]
    text = "".join(line for cell in cells for line in cell["source"])
    rows = re.findall(r"^\| \[?`(\w+)`(?:\]\((\w+)\.ipynb\))? \|(.+)\|$", text, re.MULTILINE)
    assert {topic: levels.count("|") + 1 for topic, _, levels in rows} == {
        topic: len(levels) for topic, levels in RECIPES.items()
    }
    linked = {topic for topic, page, _ in rows if page == topic}
    written = {path.stem for path in chapters()}
    assert linked == written & {*RECIPES}, "link each chapter in the page's table of topics"
