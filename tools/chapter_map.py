"""Draw which chapter needs which, as an SVG that a phone can show.

A chapter stands one row below the lowest of those that it needs. An arrow that passes a row takes
a place of its own in it, so that it crosses no box; in each row the places follow the middle of
what they come from.
"""

import textwrap
from itertools import pairwise
from xml.sax.saxutils import escape

WIDTH, ROW, BOX, MOST = 360, 78, 54, 116  # of the drawing, a row, a box's height and width
GAP, LETTERS = 6, 6.4  # between boxes, and the width of a letter


def rows_of(needs):
    """Return the row of each chapter, counted from the top."""
    rows = {}
    for name in needs:  # in the order of the book, in which nothing comes before what it needs
        rows[name] = 1 + max((rows[before] for before in needs[name]), default=-1)
    return rows


def places(needs, rows):
    """Return where each arrow and each chapter stands, as (row, name or arrow) to x."""
    layers = [[] for _ in range(1 + max(rows.values()))]
    parents = {}
    for name, before in needs.items():
        for one in before:
            way = [(rows[one], one)]
            for row in range(rows[one] + 1, rows[name]):
                way.append((row, (one, name)))
                layers[row].append(way[-1])
            parents.setdefault((rows[name], name), []).append(way[-1])
            for start, end in pairwise(way):
                parents.setdefault(end, []).append(start)
        layers[rows[name]].append((rows[name], name))
    x = {}
    for layer in layers:

        def middle(place):
            above = [x[one] for one in parents.get(place, [])]
            return sum(above) / len(above) if above else WIDTH / 2

        layer.sort(key=middle)
        for number, place in enumerate(layer):
            x[place] = WIDTH * (2 * number + 1) / (2 * len(layer))
    return x, [len(layer) for layer in layers]


def drawn(labels, needs):
    """Return the map as the text of an SVG.

    Parameters
    ----------
    labels : dict
        What stands in the box of each chapter, in the order of the book.
    needs : dict
        For each chapter, the chapters it needs.
    """
    rows = rows_of(needs)
    x, counts = places(needs, rows)
    height = ROW * len(counts)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="12">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#0a6a7b"/>'
        "</marker></defs>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for name, before in needs.items():
        for one in before:
            lines.append(arrow(one, name, rows, x))
    for name, label in labels.items():
        lines += box(label, x[rows[name], name], rows[name], counts[rows[name]])
    return "\n".join([*lines, "</svg>", ""])


def arrow(start, end, rows, x):
    """Return the line from a chapter to one that needs it, past the boxes between."""
    points = [(x[rows[start], start], ROW * rows[start] + (ROW + BOX) / 2)]
    for row in range(rows[start] + 1, rows[end]):
        middle = x[row, (start, end)]
        points += [(middle, ROW * row + (ROW - BOX) / 2), (middle, ROW * row + (ROW + BOX) / 2)]
    points.append((x[rows[end], end], ROW * rows[end] + (ROW - BOX) / 2))
    path = " ".join(f"{across:g},{down:g}" for across, down in points)
    style = 'fill="none" stroke="#0a6a7b" stroke-width="1.5" marker-end="url(#tip)"'
    return f'<polyline points="{path}" {style}/>'


def box(label, middle, row, count):
    """Return the box of a chapter, with its words in as many lines as they need."""
    width = min(MOST, WIDTH / count - GAP)
    top = ROW * row + (ROW - BOX) / 2
    yield (
        f'<rect x="{middle - width / 2:g}" y="{top:g}" width="{width:g}" height="{BOX}" rx="6" '
        'fill="#e3f1f3" stroke="#0a6a7b"/>'
    )
    words = textwrap.wrap(label, int(width / LETTERS), break_long_words=False)
    first = top + BOX / 2 + 4 - 7 * (len(words) - 1)
    for number, line in enumerate(words):
        yield (
            f'<text x="{middle:g}" y="{first + 14 * number:g}" text-anchor="middle" '
            f'fill="#12262b">{escape(line)}</text>'
        )
