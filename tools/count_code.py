"""How many lines of code a module has, and how long its functions are.

Lines of code are those that hold a token other than a comment or a docstring.
"""

import ast
import io
import sys
import tokenize
from pathlib import Path

BLANK = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def code_lines(source: str) -> set[int]:
    """Return the numbers of the lines that hold code."""
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in BLANK:
            lines |= set(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        text = body[0] if isinstance(body, list) and body else None
        if isinstance(text, ast.Expr) and isinstance(getattr(text.value, "value", None), str):
            lines -= set(range(text.lineno, text.end_lineno + 1))
    return lines


def function_lengths(source: str) -> dict[str, int]:
    """Return the lines of code of every function, the ``def`` line among them."""
    lines = code_lines(source)
    return {
        f"{node.name} ({node.lineno})": len(lines & set(range(node.lineno, node.end_lineno + 1)))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    }


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        source = path.read_text(encoding="utf-8")
        lengths = function_lengths(source)
        longest = max(lengths, key=lengths.get, default="-")
        size, most = len(code_lines(source)), lengths.get(longest, 0)
        print(f"{size:5} {path.name:20} longest function: {longest} {most}")
