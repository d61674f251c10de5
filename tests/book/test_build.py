"""A build is strict, notices every change, and takes its addresses from its surroundings."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from nbformat import v4

import formula_fonts
from addresses import branch_name, git, has_binder, repository_address
from tools.notebooks import PACKAGE_CELL, ROOT
from tools.refresh import METADATA

REMOTES = [
    ("https://github.com/someone/book.git", "https://github.com/someone/book"),
    ("git@github.com:someone/book.git", "https://github.com/someone/book"),
    ("ssh://git@gitlab.com:22/group/book", "https://gitlab.com/group/book"),
    ("https://token@github.com/someone/book/", "https://github.com/someone/book"),
    ("/srv/git/book.git", None),
    ("file:///srv/github.com/book", None),
    ("../book", None),
    ("C:/books/github.com/book", None),
    ("", None),
]


@pytest.mark.parametrize(("remote", "address"), REMOTES)
def test_the_address_follows_the_remote_only_to_a_hosting_service(remote, address):
    assert repository_address({}, remote) == address


def test_the_word_of_ci_comes_first():
    ci = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "fork/book"}
    remote = "https://github.com/someone/book"
    assert repository_address(ci, remote) == "https://github.com/fork/book"
    elsewhere = ci | {"GITHUB_SERVER_URL": "https://git.someone.example"}
    assert repository_address(elsewhere, remote) is None


@pytest.mark.parametrize(
    ("address", "can"),
    [
        ("https://github.com/someone/book", True),
        ("https://gitlab.com/group/book", True),
        ("https://gitlab.com/group/subgroup/book", False),
        ("https://gitlab.someone.example/group/book", False),
        ("https://github.someone.example/group/book", False),
        ("https://bitbucket.org/someone/book", False),
    ],
)
def test_binder_is_offered_only_where_it_can_be_addressed(address, can):
    assert has_binder(address) is can


def make_repository(folder, branch, remote="https://github.com/someone/book.git"):
    """Make a folder a repository with a commit on a branch, and a remote that it never fetched."""
    folder.mkdir(parents=True, exist_ok=True)
    author = ["-c", "user.name=A", "-c", "user.email=a@b.example"]
    for words in (
        ["init", "--quiet", f"--initial-branch={branch}"],
        ["remote", "add", "origin", remote],
        [*author, "commit", "--quiet", "--allow-empty", "--message=Begin"],
    ):
        subprocess.run(["git", "-C", folder, *words], check=True)


def test_the_branch_is_ci_s_or_the_remote_s_or_the_one_checked_out(tmp_path):
    assert branch_name({}, tmp_path) == "main"
    make_repository(tmp_path, "master")
    assert branch_name({}, tmp_path) == "master"
    head = ["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk"]
    subprocess.run(["git", "-C", tmp_path, *head], check=True)
    assert branch_name({}, tmp_path) == "trunk"
    assert branch_name({"GITHUB_REF_NAME": "semester-2027"}, tmp_path) == "semester-2027"
    assert branch_name({"GITHUB_REF_NAME": "12/merge"}, tmp_path) == "trunk"


def test_a_book_inside_another_repository_does_not_take_its_address(tmp_path):
    make_repository(tmp_path, "main", "https://github.com/student/homework.git")
    book = tmp_path / "book"
    book.mkdir()
    assert git(tmp_path, "remote", "get-url", "origin") == "https://github.com/student/homework.git"
    assert git(book, "remote", "get-url", "origin") == ""
    assert branch_name({}, book) == "main"


@pytest.fixture
def small_book(tmp_path):
    """Return the folder of a book of one page."""
    for name in ("_config.yml", "references.bib"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("_ext", "assets", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "_toc.yml").write_text("{format: jb-book, root: page}", "utf-8")
    write(tmp_path, "# Rows & columns\n\nOf $x$.\n\nHi & bye.")
    return tmp_path


def write(book, text):
    """Write the page of a small book."""
    page = v4.new_notebook(cells=[v4.new_markdown_cell(text)])
    (book / "page.ipynb").write_text(v4.writes(page), "utf-8")


def build(book, **addresses):
    """Build a small book in these surroundings; return what the command says."""
    told = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    command = [sys.executable, "-m", "tools.build"]
    return subprocess.run(command, cwd=book, env=told | addresses, capture_output=True, text=True)


def built_page(book, **addresses):
    """Build a small book in these surroundings; return its page as a tree of tags."""
    assert build(book, **addresses).returncode == 0
    page = (book / "_build" / "html" / "page.html").read_text("utf-8")
    return BeautifulSoup(page, "html.parser")


def outside(page):
    """Return the outside addresses to which a page leads, but for those of the licences."""
    links = page.find_all("a", href=re.compile("^https?:"))
    return {link["href"] for link in links if link.get("rel") != ["license"]}


def test_a_build_says_only_which_file_to_open(small_book):
    index = small_book / "_build" / "html" / "index.html"
    assert build(small_book).stdout == f"The book is built. Open {index}\n"


def test_a_warning_fails_the_build_until_it_is_mended(small_book):
    write(small_book, "# A page\n\n[There](nowhere.md) is no such page.")
    for _ in range(2):
        result = build(small_book)
        assert result.returncode == 1
        assert "target not found: 'nowhere.md'" in result.stderr
        assert result.stderr.endswith("The book was not built: see the warnings above.\n")
    write(small_book, "# A page\n\nWithout a link.")
    assert build(small_book).returncode == 0


@pytest.mark.parametrize("formula", [r"$\frac{x^3$", r"$\badmacro{x}$", r"$$ \begin{matrix} x $$"])
def test_a_formula_that_cannot_be_set_fails_the_build(small_book, formula):
    write(small_book, f"# A page\n\nOf {formula}.")
    for _ in range(2):
        result = build(small_book)
        assert result.returncode == 1
        assert "page.html: this formula cannot be set" in result.stderr
        assert formula.strip("$ ") in result.stderr
    write(small_book, "# A page\n\nOf $x^3$.")
    assert build(small_book).returncode == 0


def test_a_page_that_is_built_again_is_set_again_to_the_same(small_book):
    before = built_page(small_book).article
    assert before.find("mjx-container")["data-tex"] == "x"
    write(small_book, "# Rows & columns\n\nOf $y$.\n\nHi & bye.")
    assert built_page(small_book).article.find("mjx-container")["data-tex"] == "y"
    write(small_book, "# Rows & columns\n\nOf $x$.\n\nHi & bye.")
    assert built_page(small_book).article == before


def test_a_build_that_was_killed_does_no_harm_to_the_next(small_book):
    assert build(small_book).returncode == 0
    index = small_book / "_build" / "html" / "searchindex.js"
    whole = index.read_text("utf-8")
    index.write_text(whole[: len(whole) // 2], "utf-8")
    (small_book / "_build" / "unfinished").touch()
    assert build(small_book).returncode == 0
    assert index.read_text("utf-8") == whole


def test_a_folder_that_cannot_be_written_is_named(small_book):
    (small_book / "_build").touch()
    result = build(small_book)
    assert result.returncode == 1
    assert re.match(r"The book is built into \S+_build, which cannot be written", result.stderr)


def test_a_change_of_the_look_alone_is_built_too(small_book):
    assert build(small_book).returncode == 0
    (small_book / "assets" / "book.css").write_text("/* new */", "utf-8")
    assert build(small_book).returncode == 0
    style = small_book / "_build" / "html" / "_static" / "book.css"
    assert style.read_text("utf-8") == "/* new */"


def test_without_addresses_no_button_and_no_preview_points_nowhere(small_book):
    page = built_page(small_book)
    assert outside(page) == set()
    assert not page.find("link", rel="canonical")
    assert not page.find("meta", property="og:image")
    assert page.find("meta", property="og:title")["content"] == "Rows & columns"
    assert page.find("meta", property="og:description")["content"] == "Hi & bye."


def test_with_addresses_every_button_and_preview_follows_them(small_book):
    page = built_page(
        small_book,
        GITHUB_REPOSITORY="someone/book",
        BOOK_URL="https://someone.example/book/",
    )
    assert outside(page) == {
        "https://github.com/someone/book",
        "https://github.com/someone/book/issues/new?title=A%20slip%20in%20page",
        "https://github.com/someone/book/edit/main/page.ipynb",
        "https://mybinder.org/v2/gh/someone/book/main?urlpath=lab/tree/page.ipynb",
    }
    assert page.find("link", rel="canonical")["href"] == "https://someone.example/book/page.html"
    picture = page.find("meta", property="og:image")["content"]
    assert picture == "https://someone.example/book/_static/preview.png"


def test_a_page_that_is_not_there_leads_back_from_any_folder(small_book):
    def lost_page(**addresses):
        assert build(small_book, **addresses).returncode == 0
        return BeautifulSoup(
            (small_book / "_build" / "html" / "404.html").read_text("utf-8"), "html.parser"
        )

    assert not lost_page().find("base")
    lost = lost_page(BOOK_URL="https://someone.example/book")
    assert lost.base["href"] == "https://someone.example/book/"
    # What stands before it would not be found from another folder.
    assert not lost.base.find_previous(["link", "script"], href=True)
    assert not lost.base.find_previous("script", src=True)
    assert lost.find("form", action="search.html").find("input", attrs={"name": "q"})


def test_the_foot_of_a_page_says_how_to_cite_the_book(small_book):
    foot = built_page(small_book).find(class_="extra_footer")
    assert [link["href"] for link in foot.find_all("a", rel="license")] == [
        "https://creativecommons.org/licenses/by/4.0/",
        "https://opensource.org/license/bsd-3-clause",
    ]
    assert foot.find("pre").text.startswith("@book{matrixcalculus20")
    assert "title = {Matrix Calculus You Can Check}" in foot.find("pre").text


def test_the_buttons_of_a_fork_lead_to_its_branch_and_to_no_binder_that_cannot_be_addressed(
    small_book,
):
    make_repository(small_book, "master", "https://gitlab.com/group/subgroup/book.git")
    page = built_page(small_book, GITHUB_REF_NAME="")
    assert outside(page) == {
        "https://gitlab.com/group/subgroup/book",
        "https://gitlab.com/group/subgroup/book/-/issues/new?issue[title]=A%20slip%20in%20page",
        "https://gitlab.com/group/subgroup/book/-/edit/master/page.ipynb",
    }


def test_a_downloaded_notebook_names_the_repository_from_which_to_install(small_book):
    cells = [v4.new_markdown_cell("# A page"), v4.new_code_cell(PACKAGE_CELL)]
    page = v4.new_notebook(cells=cells, metadata=METADATA)
    (small_book / "page.ipynb").write_text(v4.writes(page), "utf-8")
    source = small_book / "_build" / "html" / "_sources" / "page.ipynb"
    assert build(small_book).returncode == 0
    assert v4.reads(source.read_text("utf-8")).cells == page.cells
    assert build(small_book, GITHUB_REPOSITORY="someone/book").returncode == 0
    (_, cell) = v4.reads(source.read_text("utf-8")).cells
    assert 'then "\n        "`pip install git+https://github.com/someone/book`, "' in cell.source
    compile(cell.source, "the cell", "exec")


@pytest.fixture
def fonts(tmp_path):
    """Return where the fonts come from and where they go, with two small files instead."""
    source, destination = tmp_path / "source", tmp_path / "site" / "fonts"
    source.mkdir()
    for name in ("a.woff", "b.woff"):
        (source / name).write_text(name, "utf-8")
    formula_fonts.copy_whole(source, destination)
    return source, destination


def test_fonts_that_were_copied_by_half_are_copied_again(fonts):
    source, destination = fonts
    (destination / "a.woff").unlink()
    formula_fonts.copy_whole(source, destination)
    assert (destination / "a.woff").read_text("utf-8") == "a.woff"


def test_an_interruption_leaves_no_half_of_the_fonts(fonts, monkeypatch):
    source, destination = fonts
    (source / "b.woff").write_text("a newer one", "utf-8")
    monkeypatch.setattr(formula_fonts, "copytree", interrupt)
    with pytest.raises(KeyboardInterrupt):
        formula_fonts.copy_whole(source, destination)
    assert (destination / "b.woff").read_text("utf-8") == "b.woff"
    monkeypatch.undo()


def interrupt(*_):
    raise KeyboardInterrupt


def test_newer_fonts_are_copied_and_the_same_ones_are_not(fonts):
    source, destination = fonts
    before = destination.stat().st_ino
    formula_fonts.copy_whole(source, destination)
    assert destination.stat().st_ino == before
    (source / "b.woff").write_text("a newer one", "utf-8")
    formula_fonts.copy_whole(source, destination)
    assert (destination / "b.woff").read_text("utf-8") == "a newer one"
