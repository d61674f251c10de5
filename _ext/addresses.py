"""Give the book its addresses: of the repository, and of the site where it is published.

One setting, taken from the surroundings, so that a copy of the book points at itself:

* the repository is what CI says (``GITHUB_SERVER_URL`` and ``GITHUB_REPOSITORY``), or else the git
  remote ``origin``; launch buttons and edit links follow it, and without one they are left out;
* the site is ``BOOK_URL``, which the publishing workflow sets; canonical links and link previews
  follow it.
"""

import os
import re
import subprocess

BINDER = "https://mybinder.org"
#: Where the theme knows how to write an edit link.
HOSTS = ("github", "gitlab", "bitbucket")
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


def git_remote(folder):
    """Return the address of the remote called origin, or nothing."""
    command = ["git", "-C", str(folder), "remote", "get-url", "origin"]
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except OSError:  # no git here
        return ""


def set_addresses(app, config):
    """Hand the addresses to the theme and to Sphinx."""
    config.html_baseurl = os.environ.get("BOOK_URL", "")
    address = repository_address(os.environ, git_remote(app.srcdir))
    if address:
        config.html_theme_options |= {
            "repository_url": address,
            "repository_branch": "main",
            "use_repository_button": True,
            "use_edit_page_button": True,
            "launch_buttons": {"binderhub_url": BINDER, "notebook_interface": "jupyterlab"},
        }


def setup(app):
    """Register with Sphinx, before the theme reads its options."""
    app.connect("config-inited", set_addresses, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
