"""A build is strict, notices every change, and takes its addresses from its surroundings."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from nbformat import v4

from addresses import repository_address
from tools.notebooks import ROOT

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
    command = [sys.executable, str(book / "tools" / "build.py")]
    return subprocess.run(command, env=told | addresses, capture_output=True, text=True)


def built_page(book, **addresses):
    """Build a small book in these surroundings; return its page as a tree of tags."""
    assert build(book, **addresses).returncode == 0
    page = (book / "_build" / "html" / "page.html").read_text("utf-8")
    return BeautifulSoup(page, "html.parser")


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


def test_a_change_of_the_look_alone_is_built_too(small_book):
    assert build(small_book).returncode == 0
    (small_book / "assets" / "book.css").write_text("/* new */", "utf-8")
    assert build(small_book).returncode == 0
    style = small_book / "_build" / "html" / "_static" / "book.css"
    assert style.read_text("utf-8") == "/* new */"


def test_without_addresses_no_button_and_no_preview_points_nowhere(small_book):
    page = built_page(small_book)
    assert page.find_all("a", href=re.compile("^https?:")) == []
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
    links = {link["href"] for link in page.find_all("a", href=re.compile("^https?:"))}
    assert links == {
        "https://github.com/someone/book",
        "https://github.com/someone/book/edit/main/page.ipynb",
        "https://mybinder.org/v2/gh/someone/book/main?urlpath=lab/tree/page.ipynb",
    }
    assert page.find("link", rel="canonical")["href"] == "https://someone.example/book/page.html"
    picture = page.find("meta", property="og:image")["content"]
    assert picture == "https://someone.example/book/_static/preview.png"
