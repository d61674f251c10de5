"""Read displays as they stand on the page, and say how, and whether they are proved.

python -m tools.page_reader chapters/sums.ipynb                every labelled display
python -m tools.page_reader chapters/sums.ipynb r60            this one
python -m tools.page_reader chapters/sums.ipynb r60 --mutate   and which slips are noticed
"""

import argparse
import sys
from pathlib import Path

from nbformat.reader import NotJSONError

from tools.notebooks import ROOT
from tools.page_reader import displays, inline_formulas
from tools.page_reader.errors import Unreadable, Wrong
from tools.page_reader.explanation import explained
from tools.page_reader.mutations import mutations


def main(arguments=None):
    """Run the command line and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.page_reader",
        description="Read displays as they stand on the page, and prove them.",
        epilog="tools/page_reader/README.md says how a display is written so that it is read.",
    )
    parser.add_argument("notebook", type=notebook, help="a chapter: chapters/sums.ipynb")
    parser.add_argument("label", nargs="?", help="the label of one display: r60; default: all")
    parser.add_argument(
        "--mutate", action="store_true", help="change one symbol at a time: which are noticed?"
    )
    options = parser.parse_args(arguments)

    try:
        found = displays.labelled([options.notebook])
    except NotJSONError:
        parser.error(f"{options.notebook.name} is no notebook: it holds no JSON")
    if options.label and options.label not in found:
        known = f"It has {', '.join(found)}" if found else "It has none"
        parser.error(f"no display of {options.notebook.name} is labelled {options.label}. {known}")
    chosen = [found[options.label]] if options.label else list(found.values())
    failures = sum(not judged(display, options.mutate) for display in chosen)
    if not options.label:
        print(f"Displays that are as they should be: {len(chosen) - failures} of {len(chosen)}")
        failures += within_lines(options.notebook)
    return 1 if failures else 0


def notebook(argument):
    """Return the path that a command-line argument names."""
    path = Path(argument) if Path(argument).is_file() else ROOT / argument
    if not path.is_file() or path.suffix != ".ipynb":
        raise argparse.ArgumentTypeError(f"there is no notebook {argument}")
    return path.resolve()


def judged(display, mutate):
    """Say how a display is read and whether it is as it should be, and return that."""
    print(f"\n{display.chapter}, {display.label}: {displays.spaced(display.latex)}")
    if reason := displays.why_unread(display):
        print(f"  It is not read: {reason} (says displays.toml).")
        return True
    try:
        for sentence in explained(displays.reading(display)):
            print(f"  {displays.spaced(sentence) if sentence[0] != ' ' else sentence}")
        displays.prove(display)
    except Unreadable as error:
        print(f"  It cannot be read: {error}.")
        return False
    except Wrong as error:
        print(f"  It is not true: {error}.")
        return False
    if displays.is_refuted(display):
        print("  It is refuted, as it should be: it is wrong on purpose.")
        return True
    print("  It is proved: wherever it was tried, all that it claims is so.")
    return not mutate or changes_noticed(display)


def changes_noticed(display):
    """Say which changes of one symbol are noticed, and return whether all are that tests try."""
    every = mutations(displays.reading(display))
    missed = [m for m in every if not noticed(display, m) and not displays.stays_true(display, m)]
    print(f"  Changes of one symbol that are noticed: {len(every) - len(missed)} of {len(every)}.")
    tried = displays.slips(display)
    for mutation in missed:
        weight = "; the tests try this one" if mutation in tried else ""
        print(f"    Not noticed: {displays.spaced(mutation.slip)}{weight}")
    return not [mutation for mutation in missed if mutation in tried]


def noticed(display, mutation):
    """Tell whether a changed display is refused."""
    try:
        displays.reading(display, mutation.latex).prove()
    except (Wrong, Unreadable):
        return True
    return False


def within_lines(path):
    """Say which formulas within lines are not proved, and return how many."""
    stated = [f for f in inline_formulas.of_chapter(path) if inline_formulas.states(f)]
    stated = [formula for formula in stated if inline_formulas.is_sound(formula)]
    failures = 0
    for formula in stated:
        found, reasons = inline_formulas.proof(formula)
        if not found:
            failures += 1
            print(f"\ncell {formula.cell}, ${formula.latex}$ is not proved:")
            print(*(f"  {reason}" for reason in dict.fromkeys(reasons)), sep="\n")
    print(f"Formulas within lines that are proved: {len(stated) - failures} of {len(stated)}")
    return failures


if __name__ == "__main__":
    sys.exit(main())
