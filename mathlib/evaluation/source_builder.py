"""Lines of Python code, numbered by what they compute, and the function that they make."""

import re
from collections import Counter
from itertools import count

#: Templates whose result may share memory with their operand.
VIEW = re.compile(
    r"\{\}(\.T|\[.*\]|\.(reshape|transpose)\(.*\))|np\.(einsum|broadcast_to)\([^{}]*\{\}[^{}]*\)"
)
ATOM = re.compile(
    r"([\w.]+|[\w.]+\([^()]*(\([^()]*\)[^()]*)*\))(\.T)?(\[[^\[\]]*\])?|\([^()]*\)\[[^\[\]]*\]"
)


class Lines:
    """Lines of code; each is a template and the numbers of the lines whose results it takes."""

    def __init__(self):
        self.lines: list[tuple[str, tuple[int, ...]]] = []
        self.numbers: dict[tuple[str, tuple[int, ...]], int] = {}

    def put(self, template: str, *operands: int) -> int:
        """Return the number of a line, which is written if it is new."""
        key = template, operands
        if key not in self.numbers:
            self.numbers[key] = len(self.lines)
            self.lines.append(key)
        return self.numbers[key]

    def function(self, result: int, arguments: list[str], sizes: dict[str, str | None]) -> str:
        """Return the lines as a Python function: what is used once stands where it is used."""
        needed = self._needed(result)
        uses = Counter(operand for k in needed for operand in self.lines[k][1])
        free = (t for k in count(1) if (t := f"t{k}") not in {*arguments, *sizes})
        texts, body = {}, []
        for k in needed:
            template, operands = self.lines[k]
            text = _filled(template, [texts[o] for o in operands])
            if operands and k != result and (uses[k] > 1 or len(text) > 60):
                body.append(f"{(name := next(free))} = {text}")
                text = name
            texts[k] = text
        answer = f"np.array({texts[result]})" if self._shares(result) else texts[result]
        words = {*re.findall(r"\w+", " ".join([*body, answer]))}
        counted = [d for d, how in sizes.items() if how is None and (d in words or d in arguments)]
        found = [f"{d} = {how}" for d, how in sizes.items() if how and d in words]
        listed = ", ".join([*arguments, *["*"][: len(counted)], *counted])
        taken = [f"{', '.join(arguments)} = fitted({', '.join(arguments)})"] if arguments else []
        inside = [*taken, *found, *body, f"return {answer}"]
        return f"def f({listed}):\n" + "".join(f"    {line}\n" for line in inside)

    def _shares(self, k):
        """Whether a result may share memory with an argument, or with itself."""
        template, operands = self.lines[k]
        if not operands:
            return template.isidentifier()
        broadcast = template.startswith("np.broadcast_to")
        return bool(VIEW.fullmatch(template)) and (broadcast or self._shares(operands[0]))

    def _needed(self, result):
        needed, waiting = set(), [result]
        while waiting:
            k = waiting.pop()
            if k not in needed:
                needed.add(k)
                waiting += self.lines[k][1]
        return sorted(needed)


def _filled(template, texts):
    """Return the template with texts in its gaps, bracketed where they could be torn apart."""
    before, *pieces = template.split("{}")
    for text, after in zip(texts, pieces, strict=True):
        argument = before.endswith(("(", ", ")) and after.startswith((")", ","))
        before += (text if argument or ATOM.fullmatch(text) else f"({text})") + after
    return before
