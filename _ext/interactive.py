"""Load what moves an interactive figure, on the pages that hold one and on no other.

A figure (`mathlib.figures.interactive`) is an element of its own, with a still picture inside. The
script that brings it to life lies in `assets/interactive`, and fetches the rest from beside itself.
"""

ELEMENT = "<interactive-figure "
SCRIPT = "interactive/frame.js"


def load_frame(app, pagename, templatename, context, doctree):
    """Load the script on a page that holds an interactive figure."""
    if ELEMENT in context.get("body", ""):
        app.add_js_file(SCRIPT, loading_method="defer")


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", load_frame)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
