"""Writes the example of the service and of the README anew: ``python -m tests.examples`` (``make examples``).

The request is kept by hand in ``service/boctach/api/example.json``; the answer is what boctach says to it. Look at the
change before you commit it: the tests only say that the example is true, not that it is good.
"""

import json
import re
from typing import Any

import boctach
from boctach import analysis
from tests.shared import ROOT

EXAMPLE = ROOT / "service" / "boctach" / "api" / "example.json"
README = ROOT / "README.md"


def block(text: str, name: str) -> str:
    """The fenced block after the comment ``<!-- NAME -->``."""
    found = re.search(rf"<!-- {name} -->\n```\w*\n(.*?)```\n", text, re.DOTALL)
    assert found, f"the README has no block {name}"
    return found[1]


def with_block(text: str, name: str, content: str) -> str:
    """The text with another content of that block."""
    return text.replace(f"{block(text, name)}```\n", f"{content}```\n", 1)


def lines(answer: dict[str, Any]) -> str:
    """An answer as JSON that reads well: a line for each fact."""

    def line(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    facts = ",\n    ".join(line(fact) for fact in answer["facts"])
    parts = {name: line(value) for name, value in answer.items()} | {"facts": f"[\n    {facts}\n  ]"}
    return "{\n" + ",\n".join(f'  "{name}": {part}' for name, part in parts.items()) + "\n}\n"


def main() -> None:
    """Write both, unless only the time that it took would differ."""
    example = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    analysis.warm()
    answer = boctach.analyze(**example["request"]).to_dict()
    if example["answer"] == answer | {"meta": example["answer"].get("meta")}:
        return
    example["answer"] = answer
    EXAMPLE.write_text(json.dumps(example, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    README.write_text(with_block(README.read_text(encoding="utf-8"), "answer", lines(answer)), encoding="utf-8")


if __name__ == "__main__":
    main()
