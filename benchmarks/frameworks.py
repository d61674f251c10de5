"""Run the examples for PyTorch and JAX as they stand in the book: ``make test-frameworks``.

The page *Check your own gradients* shows them as text, for the book itself needs neither framework.
Each example runs after the page's own network has been set up, and its last line must say that
the framework's gradient is right.
"""

import json
import re
import sys
from pathlib import Path

PAGE = Path(__file__).parents[1] / "chapters" / "your_own_gradients.ipynb"
SETTING = ["imports", "network"]  # the cells that the examples build on
EXAMPLE = re.compile(r"```python\n(.+?)\n(\S[^\n]*)\n```", re.DOTALL)


def main():
    """Run every example, say what came of it, and fail if one is not right."""
    cells = {c["id"]: "".join(c["source"]) for c in json.loads(PAGE.read_text("utf-8"))["cells"]}
    setting = "\n".join(cells[name] for name in SETTING)
    examples = [example for text in cells.values() for example in EXAMPLE.findall(text)]
    if not examples:
        sys.exit(f"{PAGE.name} shows no example")
    wrong = 0
    for body, last in examples:
        names = {}
        exec(f"{setting}\n{body}", names)
        found = eval(last, names)
        print(f"{last}\n  {found}")
        wrong += not found.right
    sys.exit(wrong and f"{wrong} of {len(examples)} examples are not right")


if __name__ == "__main__":
    main()
