"""The addresses on the pages: those of the repository and the site, or none at all."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from nbformat import v4

from addresses import repository_address
from notebooks import ROOT

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
    """Return a function that builds a book of one page with some addresses, as a tree of tags."""
    for name in ("_config.yml", "references.bib"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("_ext", "assets", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "_toc.yml").write_text("{format: jb-book, root: page}", "utf-8")
    text = "# Rows & columns\n\nOf $x$.\n\nHi & bye."
    page = v4.new_notebook(cells=[v4.new_markdown_cell(text)])
    (tmp_path / "page.ipynb").write_text(v4.writes(page), "utf-8")

    def build(**addresses):
        told = {key: os.environ[key] for key in os.environ if not key.startswith("GITHUB_")}
        command = [sys.executable, str(tmp_path / "tools" / "build.py")]
        subprocess.run(command, env=told | addresses, check=True, capture_output=True)
        page = (tmp_path / "_build" / "html" / "page.html").read_text("utf-8")
        return BeautifulSoup(page, "html.parser")

    return build


def test_without_addresses_no_button_and_no_preview_points_nowhere(small_book):
    page = small_book()
    assert page.find_all("a", href=re.compile("^https?:")) == []
    assert not page.find("link", rel="canonical")
    assert not page.find("meta", property="og:image")
    assert page.find("meta", property="og:title")["content"] == "Rows & columns"
    assert page.find("meta", property="og:description")["content"] == "Hi & bye."


def test_with_addresses_every_button_and_preview_follows_them(small_book):
    page = small_book(GITHUB_REPOSITORY="someone/book", BOOK_URL="https://someone.example/book/")
    links = {link["href"] for link in page.find_all("a", href=re.compile("^https?:"))}
    assert links == {
        "https://github.com/someone/book",
        "https://github.com/someone/book/edit/main/page.ipynb",
        "https://mybinder.org/v2/gh/someone/book/main?urlpath=lab/tree/page.ipynb",
    }
    assert page.find("link", rel="canonical")["href"] == "https://someone.example/book/page.html"
    picture = page.find("meta", property="og:image")["content"]
    assert picture == "https://someone.example/book/_static/preview.png"
