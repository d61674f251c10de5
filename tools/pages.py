"""Pages of the book that are partly written by a program, between two marks."""


def filled(page, marks, lines, name):
    """Return the text of a page with new lines between its two marks.

    Parameters
    ----------
    page : str
        The text of the page.
    marks : tuple of str
        The comments before and after what is written.
    lines : list of str
    name : str
        What the page is called in the error.

    Raises
    ------
    ValueError
        If one of the marks is missing.
    """
    begin, end = marks
    before, begun, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not (begun and ended):
        raise ValueError(f"{name} has lost its marks: {begin!r} and {end!r}")
    return "\n".join([before + begin, "", *lines, "", end + after])
