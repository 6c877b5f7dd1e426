"""Count the lines of Python code in a folder, by package: without blanks, comments and docstrings.

The words of hints are counted apart from the packages that hold them.

python scripts/count_lines.py [FOLDER]
"""

import ast
import io
import sys
import tokenize
from collections import Counter
from pathlib import Path

DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
HINTS = "hints"
NOTHING = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


def code_lines(source: str) -> int:
    """Return how many lines of `source` hold code."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in NOTHING and token.type != tokenize.ENDMARKER:
            lines |= {*range(token.start[0], token.end[0] + 1)}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            text = node.body[0]
            lines -= {*range(text.lineno, (text.end_lineno or text.lineno) + 1)}
    return len(lines)


def main() -> None:
    """Print the lines of each package, and of all."""
    folder = Path(sys.argv[1] if sys.argv[1:] else "autograder")
    counts: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).parts
        package = HINTS if HINTS in parts[:-1] else parts[0] if parts[1:] else "leaves"
        counts[package] += code_lines(path.read_text("utf-8"))
    for package, lines in sorted(counts.items()):
        print(f"{lines:6}  {package}")
    print(f"{sum(counts.values()):6}  all")


if __name__ == "__main__":
    main()
