"""The page on teaching: what it says of the chapters is so, and its syllabi can be followed."""

import re

import pytest

from classroom.assignment import names
from tools import teaching
from tools.chapter_map import drawn, places, rows_of
from tools.handout import numbered_chapters

TEXT = teaching.PAGE.read_text("utf-8")
CHAPTERS = {one.name: one for one in teaching.chapters()}


def sessions(syllabus):
    """Each session of a syllabus: its chapters, its exercises, and what is handed in."""
    part = re.search(rf"### {syllabus}\n(.*?)\n##", TEXT, re.DOTALL).group(1)
    for text in re.findall(r"^: (.*)", part, re.MULTILINE):
        yield (
            re.findall(r"\((\w+)\.ipynb\)", text),
            re.findall(r"\{ref\}`(ex-[\w-]+)`", text),
            re.findall(r"Handed in: `(\w+)`", text),
        )


def test_the_page_and_its_map_are_up_to_date():
    for path, text in teaching.written().items():
        assert path.read_text("utf-8") == text, "run: make refresh"


@pytest.mark.parametrize("name", numbered_chapters())
def test_a_chapter_needs_only_what_comes_before_it(name):
    one = CHAPTERS[name]
    assert all(CHAPTERS[needed].number < one.number for needed in one.needs)
    assert one.hours > 0


def test_what_is_needed_goes_through_other_chapters():
    assert teaching.needed("jacobian") == {"scalar_derivatives", "partial_derivatives"}
    assert teaching.direct(CHAPTERS["sums"]) == ["scalar_expansion"]


@pytest.mark.parametrize(("syllabus", "count"), [("Three weeks", 6), ("Six weeks", 12)])
def test_a_syllabus_has_its_sessions_and_teaches_what_the_next_one_needs(syllabus, count):
    planned = list(sessions(syllabus))
    assert len(planned) == count
    read = []
    for chapters, exercises, handed_in in planned:
        for name in chapters:
            assert teaching.needed(name) <= set(read), name
            read.append(name)
        labels = [label for name in chapters for label in CHAPTERS[name].exercises]
        assert exercises
        assert set(exercises) <= set(labels)
        assert set(handed_in) <= set(names()) & set(read)


def test_the_seminar_names_what_it_takes_for_known():
    (known, _, _), *hours = sessions("Two hours")
    read = set(known) | {"scalar_derivatives"}
    assert len(hours) == 2
    for chapters, exercises, _ in hours:
        for name in chapters:
            assert teaching.needed(name) <= read
            assert set(exercises) <= set(CHAPTERS[name].exercises)
        read |= set(chapters)


def test_every_assignment_is_described():
    described = re.findall(r"ipynb\), `(\w+)`, \d+ points", TEXT)
    assert sorted(described) == names()


def test_the_map_has_a_box_for_each_chapter_and_an_arrow_past_every_row():
    needs = {"a": [], "b": ["a"], "c": ["b"], "d": ["a", "c"]}
    rows = rows_of(needs)
    assert rows == {"a": 0, "b": 1, "c": 2, "d": 3}
    places_of, counts = places(needs, rows)
    assert counts == [1, 2, 2, 1]  # the arrow from a to d has a place in two rows
    assert places_of[1, ("a", "d")] != places_of[1, "b"]
    picture = drawn({name: f"{name} < b" for name in needs}, needs)
    assert picture.count("<polyline") == 4
    assert picture.count("a &lt; b") == 1
