"""The derivations of the rules: a page for each topic, every rule line by line.

The lines come from `mathlib.derivation`: by rules, or by differentials where that is shorter. The
test of the pages proves each line at points of its own.
"""

import re
from itertools import groupby

import mathlib as ml
from tools.notebooks import ROOT

FOLDER = ROOT / "chapters" / "derivations"
#: A derivation of two lines names the rule and derives nothing.
NAMED_ONLY = 2
WAYS = ("rules", "differentials")
OPENING = """\
<!-- tools/reference.py writes this page. -->
# Derivations: {topic}

Each rule of {{ref}}`{topic} <rules-{slug}>`, line by line, in numerator layout. Beside a line
stands the rule that leads to it. Each line was computed and compared with the line before it, and
the last with what is measured.
"""


def slug(words):
    """Return words as a part of an address.

    Examples
    --------
    >>> slug("Products, quotients and chains (of any functions)")
    'products-quotients-and-chains-of-any-functions'
    """
    return "-".join(re.findall(r"[a-z0-9]+", words.lower()))


def page_of(topic):
    """Return the file of a topic's derivations."""
    return FOLDER / f"{slug(topic)}.md"


def link_to(rule):
    """Return the link from the table of rules to the derivation of a rule, as Markdown."""
    return f"{{ref}}`derivation <{target(rule)}>`"


def target(rule):
    """Return the label of the derivation of a rule."""
    return f"derive-{slug(rule.name)}"


def written_pages(rules):
    """Return the text of each page, by its file."""
    return {
        page_of(topic): "\n".join([OPENING.format(topic=topic, slug=slug(topic)), *sections(group)])
        for topic, group in groupby(rules, key=lambda rule: rule.topic)
    }


def sections(rules):
    """Return a section for each rule, as lines of Markdown."""
    for rule in rules:
        heading = [f"({target(rule)})=", f"## {capital(rule.name)}", ""]
        yield from [*heading, derived(rule)._repr_html_(), ""]


def capital(name):
    """Return a name as a heading: only its first letter is changed."""
    return name[0].upper() + name[1:]


def derived(rule):
    """Return the derivation of a rule: of those that derive something the shortest."""
    *_, function, _ = rule.chain
    found = [ml.derivation(function, rule.variables[-1], detail=way) for way in WAYS]
    return min(found, key=lambda way: (len(way.steps) <= NAMED_ONLY, len(way.steps)))
