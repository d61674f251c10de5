"""Give the book its addresses: of the repository, and of the site where it is published.

One setting, taken from the surroundings, so that a copy of the book points at itself:

* the repository is what CI says (``GITHUB_SERVER_URL`` and ``GITHUB_REPOSITORY``), or else the git
  remote ``origin``; launch buttons and edit links follow it, and without one they are left out;
* the branch is what CI says (``GITHUB_REF_NAME``), or else the one that the remote shows first, or
  else the one that is checked out;
* a notebook that is downloaded names that repository, where it says what to install;
* the site is ``BOOK_URL``, which the publishing workflow sets; canonical links and link previews
  follow it.
"""

import os
import re
import subprocess
from pathlib import Path

BINDER = "https://mybinder.org"
#: Where the theme knows how to write an edit link.
HOSTS = ("github", "gitlab", "bitbucket")
#: How a chapter says what to install, as long as the book has no address (`tools.notebooks`).
INSTALL = "`pip install .` in the book's folder, "
REMOTE = re.compile(
    r"(?:https?://|ssh://)?(?:[^/@]+@)?(?P<host>[\w.-]+\.\w+)(?::\d+)?[:/](?P<path>.+)"
)


def repository_address(environment, remote):
    """Return the web address of the repository.

    Parameters
    ----------
    environment : mapping
        The environment variables, of which CI sets some.
    remote : str
        The address of the git remote; empty where there is none.

    Returns
    -------
    str or None
        None where no hosting service is named, as for a remote that is a folder.

    Examples
    --------
    >>> repository_address({}, "git@github.com:someone/book.git")
    'https://github.com/someone/book'
    >>> repository_address({}, "/srv/git/book")
    """
    if "GITHUB_REPOSITORY" in environment:
        server = environment.get("GITHUB_SERVER_URL", "https://github.com")
        remote = f"{server}/{environment['GITHUB_REPOSITORY']}"
    match = REMOTE.fullmatch(remote)
    if not match or not any(host in match["host"] for host in HOSTS):
        return None
    return f"https://{match['host']}/{match['path'].removesuffix('.git').strip('/')}"


def has_binder(address):
    """Tell whether Binder's address of a repository can be written.

    Binder reads the address up to a slash, and the theme writes only those of two services in a
    form that it reads whole.

    Examples
    --------
    >>> has_binder("https://gitlab.com/group/book")
    True
    >>> has_binder("https://gitlab.com/group/subgroup/book")
    False
    """
    return bool(re.fullmatch(r"https://(github|gitlab)\.com/[^/]+/[^/]+", address))


def branch_name(environment, folder):
    """Return the branch of the repository to which the buttons lead.

    Parameters
    ----------
    environment : mapping
        The environment variables, of which CI sets some.
    folder : path
        The book's folder.

    Returns
    -------
    str
    """
    named = environment.get("GITHUB_REF_NAME", "")
    if named and not re.fullmatch(r"\d+/merge", named):  # a pull request's is no branch
        return named
    first = git(folder, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    return first.removeprefix("origin/") or git(folder, "symbolic-ref", "--short", "HEAD") or "main"


def git(folder, *words):
    """Return what git says of a book, or nothing where the book has no repository of its own.

    Git looks for a repository in the folders above as well: a book that was unpacked inside
    another repository must not take that one for its own.
    """
    try:
        top = answer(folder, "rev-parse", "--show-toplevel")
        return answer(folder, *words) if top and os.path.samefile(top, folder) else ""
    except OSError:  # no git here
        return ""


def answer(folder, *words):
    """Return what a command of git prints; nothing where it fails."""
    command = ["git", "-C", str(folder), *words]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def set_addresses(app, config):
    """Hand the addresses to the theme and to Sphinx."""
    config.html_baseurl = os.environ.get("BOOK_URL", "")
    address = repository_address(os.environ, git(app.srcdir, "remote", "get-url", "origin"))
    if address:
        config.html_theme_options |= {
            "repository_url": address,
            "repository_branch": branch_name(os.environ, app.srcdir),
            "use_repository_button": True,
            "use_edit_page_button": True,
        }
    if address and has_binder(address):
        config.html_theme_options |= {
            "launch_buttons": {"binderhub_url": BINDER, "notebook_interface": "jupyterlab"},
        }


def address_downloads(app, exception):
    """Let the notebooks that can be downloaded say from which address to install."""
    address = app.config.html_theme_options.get("repository_url")
    if exception or not address:
        return
    for path in Path(app.outdir).glob("_sources/**/*.ipynb"):
        text = path.read_text("utf-8")
        path.write_text(text.replace(INSTALL, f"`pip install git+{address}`, "), "utf-8")


def setup(app):
    """Register with Sphinx, before the theme reads its options."""
    app.connect("config-inited", set_addresses, priority=100)
    app.connect("build-finished", address_downloads)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
