"""The built site: whole, self-contained, and honest about its pictures."""

import json
import re
import subprocess
import sys
from collections import Counter
from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup

from rule_links import RULES
from tools.claims import row_id, rows
from tools.notebooks import ROOT, chapters

OUTSIDE = re.compile(r"(https?:)?//[\w.-]+\.\w")
REFERENCES = [("a", "href"), ("link", "href"), ("img", "src"), ("script", "src")]


@pytest.fixture(scope="session")
def site():
    """Return the folder of the built site, brought up to date by the command of `make book`."""
    build = [sys.executable, str(ROOT / "tools" / "build.py")]
    result = subprocess.run(build, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def written_pages(site):
    """Return every page that somebody wrote, parsed, by its path."""
    # The search index names them all, and none that an earlier build left behind.
    index = (site / "searchindex.js").read_text("utf-8")
    names = json.loads(re.search(r'"docnames":\s*(\[.*?\])', index)[1])
    return {path: parsed(path) for path in (site / f"{name}.html" for name in names)}


@pytest.fixture(scope="session")
def pages(site, written_pages):
    """Return every page of the site, with the one for searching."""
    return {**written_pages, site / "search.html": parsed(site / "search.html")}


def parsed(path):
    """Return a page as a tree of tags."""
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


@pytest.fixture(scope="session")
def places(pages):
    """Return the anchors of every page: what a link may lead to."""
    return {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in pages.items()}


def test_derivations_lead_to_the_rules_that_the_book_states(written_pages, places):
    linked = 0
    for path, page in written_pages.items():
        for table in page.find_all("table", class_="derivation"):
            marked = {mark["data-rule"] for mark in table.find_all(attrs={"data-rule": True})}
            assert not marked & set(RULES), path.name
            for link in table.find_all("a"):
                target, anchor = urldefrag(link["href"])
                assert anchor in places[(path.parent / target).resolve()], link
                linked += 1
    assert linked > 50


def test_no_page_asks_anything_of_the_outside(pages):
    # A link may lead outside once a reader follows it; nothing may be fetched on its own.
    fetched = [
        (path.name, tag.name, value)
        for path, page in pages.items()
        for tag in page.find_all(True)
        for value in [*attributes(tag), tag.string if tag.name == "script" else None]
        if value and OUTSIDE.search(value)
    ]
    assert fetched == []


def attributes(tag):
    """Return the attributes of a tag that a browser may fetch without being asked."""
    if tag.name in ("a", "meta") or (tag.name == "link" and "canonical" in tag.get("rel", [])):
        return []
    return [str(value) for name, value in tag.attrs.items() if not name.startswith("xmlns")]


def test_no_style_sheet_asks_anything_of_the_outside(site):
    address = re.compile(r"(?:url\(|@import)\s*['\"]?([^'\")\s;]+)")
    fetched = [
        (path.name, match[1])
        for path in site.rglob("*.css")
        for match in address.finditer(path.read_text("utf-8"))
        if OUTSIDE.match(match[1])
    ]
    assert fetched == []


def test_links_lead_outside_only_from_the_text_or_to_the_repository(pages):
    astray = [
        (path.name, link["href"])
        for path, page in pages.items()
        for link in page.find_all("a", href=OUTSIDE)
        if not link.find_parent(["article", "footer"])
        and not link.find_parent(class_="header-article")
    ]
    assert astray == []


def test_every_inner_link_leads_to_something_that_exists(pages, places):
    broken = [
        (path.name, address)
        for path, page in pages.items()
        for name, attribute in REFERENCES
        for tag in page.find_all(name)
        if (address := tag.get(attribute)) and not OUTSIDE.match(address)
        if not address.startswith(("data:", "mailto:")) and not resolves(address, path, places)
    ]
    assert broken == []


def resolves(address, path, places):
    """Tell whether an address on a page names a file of the site, and a place in it that exists."""
    file, anchor = urldefrag(address)
    target = (path.parent / unquote(file.partition("?")[0])).resolve() if file else path
    if not target.is_file():
        return False
    return not anchor or target not in places or unquote(anchor) in places[target]


def test_every_picture_says_what_it_shows(pages):
    silent = [
        (path.name, picture["src"])
        for path, page in pages.items()
        for picture in page.find_all("img")
        if " " not in picture.get("alt", "")  # a theme without alt text writes the file's name
    ]
    assert silent == []


def test_every_display_of_a_claim_leads_to_its_row_and_says_what_it_is(written_pages, places):
    claims = {row.id: row for row in rows()}
    said = Counter()
    for path, page in written_pages.items():
        for display in page.select("div.math[id^=equation-]"):
            label = display["id"].removeprefix("equation-")
            row, link = claims[row_id(label)], display.find("a", class_="claim")
            target, anchor = urldefrag(link["href"])
            assert anchor in places[(path.parent / target).resolve()], label
            assert row.statement in link["title"]
            false = "false" in display["class"]
            assert link.text.startswith("✗ false (") == false, label
            assert link.text.startswith("(") == (row.sort == "definition"), label
            said[row.sort, false] += 1
    # What is right instead of a slip stands beside it, and one slip is put right by a sign.
    assert said["refuted", True] == sum(row.sort == "refuted" for row in claims.values()) - 1
    assert said["refuted", False] > 10
    assert not said["equal", True] + said["condition", True] + said["definition", True]


def test_every_check_of_a_chapter_is_a_ribbon_and_the_first_is_open(written_pages):
    ribbons = 0
    for path, page in written_pages.items():
        checks = page.select("details.check")
        for check in checks:
            assert check.summary.find(class_="verdict").text in "✓✗"
            assert re.search(
                r"\b(agree|differ|check|measure)", check.find(class_="cell_input").text
            )
            assert not [
                fold for fold in check.find_parents("details") if "later" not in fold["class"]
            ]
        assert [check for check in checks if check.has_attr("open")][:1] == checks[:1], path
        ribbons += len(checks)
    assert ribbons > 250


def test_what_may_be_skipped_is_folded_below_a_remark_that_stays_in_sight(written_pages):
    sections = [fold for page in written_pages.values() for fold in page.select("details.later")]
    assert len(sections) > 5
    for fold in sections:
        remark = fold.find_previous_sibling()
        assert "later" in remark["class"]
        assert "skipped on a first reading" in remark.text
        assert fold.find_previous_siblings("h2")
        assert not fold.find_next_siblings()
        assert len(fold.find_all(recursive=False)) > 2


def test_exercises_and_printed_mistakes_are_no_ribbons(written_pages):
    for page in written_pages.values():
        for check in page.select("details.check"):
            shown = check.find(class_="cell_output").text
            assert "not answered yet" not in shown
            assert "answer" not in check.find(class_="cell_input").text


def test_what_a_chapter_imports_stands_behind_a_bar(written_pages):
    folded = Counter()
    for path, page in written_pages.items():
        for bar in page.select("details.set-up"):
            assert "import " in bar.find(class_="cell_input").text
            folded[path.stem] += 1
    assert folded == Counter(path.stem for path in chapters())


def test_a_folded_cell_is_called_what_its_bar_says(pages):
    bars = [bar for page in pages.values() for bar in page.select("details > summary")]
    assert bars
    # The contents unfold by a sign alone.
    own = [bar for bar in bars if not bar.select(".toctree-toggle")]
    assert not [bar for bar in own if bar.has_attr("aria-label")]


def test_a_solution_is_one_fold_named_after_its_exercise_and_holds_its_words_and_code(
    written_pages,
):
    solutions = [
        fold for page in written_pages.values() for fold in page.select("details.solution")
    ]
    assert len(solutions) > 100
    for fold in solutions:
        assert re.fullmatch(r"Solution of exercise \d+\.\d+", fold.summary.text)
        assert not fold.find("details"), fold.summary
    assert sum(bool(fold.find(class_="cell_input")) for fold in solutions) > 100


def test_the_literature_is_linked_to_where_it_can_be_read(site):
    entries = parsed(site / "chapters" / "bibliography.html").select(".citation")
    assert len(entries) > 10
    for entry in entries:
        for named in re.findall(r"arXiv:\d[\d.]*\d|doi[: ]10\.\S*\w", entry.text):
            assert entry.find("a", string=named), named


def test_no_list_of_theorems_is_written_that_nobody_links(site):
    assert not (site / "prf-prf.html").exists()


def test_every_page_has_the_icon(pages, places):
    for path, page in pages.items():
        icon = page.find("link", rel="icon")
        assert icon, path
        assert resolves(icon["href"], path, places)


def test_a_link_to_a_page_can_be_shown_with_its_title_and_first_words(written_pages):
    for path, page in written_pages.items():
        title = page.find("meta", property="og:title")["content"]
        assert title in page.article.h1.text, path
        description = page.find("meta", attrs={"name": "description"})["content"]
        assert description == page.find("meta", property="og:description")["content"]
        assert 0 < len(description) <= 200, path


def test_every_page_says_its_language_and_has_one_main_heading(written_pages):
    for path, page in written_pages.items():
        assert page.html["lang"] == "en"
        assert len(page.article.find_all("h1")) == 1, path


def test_every_formula_is_set_and_no_page_loads_what_sets_them(pages):
    for path, page in pages.items():
        assert not page.find("script", src=re.compile("mathjax")), path
        formulas = page.find_all(class_="math")
        assert all(formula.find("mjx-container", attrs={"data-tex": True}) for formula in formulas)


def test_a_formula_is_read_aloud_once(written_pages):
    formulas = [formula for page in written_pages.values() for formula in page("mjx-container")]
    assert len(formulas) > 5000
    for formula in formulas:
        seen, heard = formula.find_all(recursive=False)
        assert seen["aria-hidden"] == "true"
        nothing = formula["data-tex"] == "{}"  # the left side of a line that goes on
        assert bool(heard.math.get_text(strip=True)) != nothing, formula["data-tex"]


def test_only_a_page_with_an_interactive_figure_loads_what_moves_it(written_pages):
    pages = written_pages.items()
    loading = {path for path, page in pages if page.find("script", src=re.compile("frame.js"))}
    holding = {path for path, page in pages if page.find("interactive-figure")}
    assert loading == holding
    assert holding
    # The script fetches the rest itself.
    heads = [tag for page in written_pages.values() for tag in page.find_all(["script", "link"])]
    named = [str(tag) for tag in heads if "_static/interactive/" in str(tag)]
    assert all("frame.js" in tag for tag in named)
