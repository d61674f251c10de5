"""A chapter in JupyterLab, as a student opens it: it runs, and shows what the book shows."""

import os
import shutil
import socket
import subprocess
import sys
import time
from json import JSONDecodeError
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from nbformat import v4

from tools.notebooks import ROOT

CHAPTER = "chapters/scalar_derivatives.ipynb"
STORED = "chapters/partial_derivatives.ipynb"
TOKEN = "a-token-of-this-test"
SECONDS = 120
QUIET = [
    "--no-browser",
    "--allow-root",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
    "--LabApp.extension_manager=readonly",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a copy of the book in which one chapter has no outputs yet."""
    folder = tmp_path_factory.mktemp("book")
    for name in ("chapters", "assets"):
        shutil.copytree(ROOT / name, folder / name)
    chapter = folder / CHAPTER
    notebook = v4.reads(chapter.read_text("utf-8"))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    chapter.write_text(v4.writes(notebook), "utf-8")
    return folder


@pytest.fixture(scope="module")
def lab(folder, tmp_path_factory):
    """Return the address of each chapter in a JupyterLab with settings of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = tmp_path_factory.mktemp("settings")
    own = {f"JUPYTER{name}_DIR": str(settings) for name in ("_CONFIG", "_DATA", "_RUNTIME")}
    own |= {f"JUPYTERLAB_{name}_DIR": str(settings / name) for name in ("SETTINGS", "WORKSPACES")}
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *QUIET, "--ip=127.0.0.1", f"--port={port}",
         f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"],
        env=os.environ | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(f"{address}/api"))
        yield lambda chapter: f"{address}/lab/tree/{chapter}?token={TOKEN}&reset"
    finally:
        server.terminate()
        server.wait()


def answers(address):
    """Tell whether a server answers at an address of this machine, which no proxy knows."""
    try:
        with build_opener(ProxyHandler({})).open(address):
            return True
    except URLError:
        return False


def wait_until(condition):
    """Wait until something is true, and return it."""
    end = time.monotonic() + SECONDS
    while not (found := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"still not so after {SECONDS} s: {condition}")
        time.sleep(0.5)
    return found


def outputs(path):
    """Return the numbers and the outputs of a notebook's cells."""
    cells = v4.reads(path.read_text("utf-8")).cells
    return [(c.execution_count, c.outputs) for c in cells if c.cell_type == "code"]


def test_a_chapter_runs_from_top_to_bottom_and_shows_what_the_book_shows(browser, lab, folder):
    page = browser.new_page(viewport={"width": 1280, "height": 1200})
    page.goto(lab(CHAPTER))
    page.get_by_text("| Idle").wait_for()  # a kernel that is told to restart as it starts, hangs
    page.locator('[data-command="notebook:restart-run-all"]').click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()

    def stored():
        page.keyboard.press("Control+s")
        try:
            found = outputs(folder / CHAPTER)
        except JSONDecodeError:  # half written
            return None
        return found if all(count for count, _ in found) else None

    assert wait_until(stored) == outputs(ROOT / CHAPTER)
    move_the_secant(page)
    page.close()


def move_the_secant(page):
    """Find the chapter's interactive figure alive, and move it by the arrow keys."""
    figure = page.locator("interactive-figure[name=secant]")
    figure.scroll_into_view_if_needed()
    step = figure.locator("input[name=h]")
    step.press("ArrowDown")
    assert step.input_value() == "1.45"
    assert "They differ by h = 1.45." in figure.locator("p").inner_text()
    assert step.evaluate("input => input === document.activeElement")


def test_a_chapter_that_is_opened_and_not_run_shows_the_still_picture(browser, lab):
    page = browser.new_page(viewport={"width": 1280, "height": 1200})
    page.goto(lab(STORED))
    picture = page.get_by_alt_text("A bowl drawn as a net, seen from the side.")
    picture.wait_for(state="attached")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("picture => picture.naturalWidth") > 100
    assert page.locator("interactive-figure form").count() == 0
    page.close()


def test_the_text_of_a_chapter_is_set_as_myst(browser, lab):
    page = browser.new_page(viewport={"width": 1280, "height": 1200})
    page.goto(lab(CHAPTER))
    page.locator(".jp-MarkdownCell .katex").first.wait_for()
    assert "{exercise}" not in page.locator(".jp-Notebook").inner_text()
    page.close()
