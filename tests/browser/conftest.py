"""A browser, and the built site over HTTP."""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tools.browser import find_browser
from tools.notebooks import ROOT

SITE = ROOT / "_build" / "html"
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "preload": False,  # else axe itself asks for the style sheets, which a folder refuses
    "resultTypes": ["violations"],  # to report every place that is right takes as long again
}
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="session")
def browser():
    """Return a Chromium without a window."""
    with sync_playwright() as playwright:
        # Its sandbox cannot be had by root, and everything it opens here is our own.
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def bases():
    """Return the two addresses of the built site: in its folder, and on a server."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            """Keep the requests out of the tests' report."""

    handler = functools.partial(Silent, directory=SITE)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {"file": SITE.as_uri(), "http": f"http://127.0.0.1:{server.server_port}"}
    server.shutdown()


@pytest.fixture(scope="session")
def violations():
    """Return a function that says of a page what axe complains of, each with its first element."""

    def complaints(page):
        found = Axe().run(page, options=WCAG).response["violations"]
        return [(rule["id"], rule["help"], rule["nodes"][0]["html"]) for rule in found]

    return complaints


@pytest.fixture(scope="session")
def too_wide():
    """Return a function that says by how many pixels a page would scroll sideways."""
    return lambda page: page.evaluate(TOO_WIDE)
