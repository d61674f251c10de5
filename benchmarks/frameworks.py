"""Run the examples for PyTorch and JAX as they stand in the book: ``make test-frameworks``.

The pages show them as text, for the book itself needs neither framework. Each example runs after
those cells of its page that it builds on, and its last line must say that the framework's gradient
is right: by `ml.diagnose`, or by `ml.agree`, which raises an error where it is not.
"""

import json
import re
import sys
from pathlib import Path

CHAPTERS = Path(__file__).parents[1] / "chapters"
#: The pages with examples, and the cells that these build on.
PAGES = {
    "layers_and_batches": ["softmax", "forward", "backward", "small"],
    "your_own_gradients": ["network"],
}
IMPORTS = "import numpy as np\n\nimport mathlib as ml"  # what the examples need of a page's
EXAMPLE = re.compile(r"```python\n(.+?)\n(\S[^\n]*)\n```", re.DOTALL)


def main():
    """Run every example, say what came of it, and fail if one is not right."""
    found = [ran(*example) for page in PAGES for example in examples(page)]
    wrong = sum(not right for right in found)
    sys.exit(wrong and f"{wrong} of {len(found)} examples are not right")


def examples(page):
    """Return the examples of a page: what goes before, the example, and its last line."""
    path = CHAPTERS / f"{page}.ipynb"
    cells = {c["id"]: "".join(c["source"]) for c in json.loads(path.read_text("utf-8"))["cells"]}
    setting = "\n".join([IMPORTS, *(cells[name] for name in PAGES[page])])
    found = [(setting, *example) for text in cells.values() for example in EXAMPLE.findall(text)]
    if not found:
        sys.exit(f"{page} shows no example")
    return found


def ran(setting, body, last):
    """Run one example, print what its last line says, and return it."""
    names = {}
    exec(f"{setting}\n{body}", names)
    found = eval(last, names)
    print(f"{last}\n  {found}")
    return found


if __name__ == "__main__":
    main()
