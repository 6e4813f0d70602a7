"""Says which measurements there are: the first line each says of itself."""

import ast
from pathlib import Path

print(
    "Measurements, each a command; --help says with what. What they gave: benchmarks/RESULTS.md.\n"
)
here = Path(__file__).parent
for file in sorted([*here.glob("*.py"), *here.glob("*/__main__.py")]):
    source = file.read_text(encoding="utf-8")
    if file != Path(__file__) and '__name__ == "__main__"' in source:
        said = (ast.get_docstring(ast.parse(source)) or "").splitlines()[0]
        name = file.parent.name if file.name == "__main__.py" else file.stem
        print(f"  python -m benchmarks.{name:<14} {said}")
