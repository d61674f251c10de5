"""Load a script on the pages that hold the element it brings to life, and on no other.

An interactive figure (`mathlib.figures.interactive`) has a still picture inside; its script lies in
`assets/interactive`, and fetches the rest from beside itself. The search of the rules is empty
without its script, and all rules are shown. The check of the first page holds what it says of the
right formula. Checks can be unfolded one by one without theirs.
"""

SCRIPTS = {
    "<interactive-figure ": "interactive/frame.js",
    "<rule-search>": "rule_search.js",
    "<live-check>": "live_check.js",
    '<details class="check"': "checks.js",
}


def load_scripts(app, pagename, templatename, context, doctree):
    """Load the scripts of the elements that a page holds."""
    for element, script in SCRIPTS.items():
        if element in context.get("body", ""):
            app.add_js_file(script, loading_method="defer")


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", load_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
