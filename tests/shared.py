"""Where the development texts lie: the one place that names the setting."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("BOCTACH_SHARED", ROOT.parent / "shared")).resolve()

needs_shared = pytest.mark.skipif(
    not (SHARED / "gold").is_dir(),
    reason=f"development texts are not at {SHARED}; set BOCTACH_SHARED to where they are",
)


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every development article, read without newline translation."""
    for path in sorted([*SHARED.glob("seeds/*.txt"), *SHARED.glob("gold/dev/*.txt")]):
        yield path.stem, path.read_bytes().decode("utf-8")


def gold(name: str) -> list[dict[str, Any]]:
    """Rows of a gold file: ``seeds`` or ``dev``."""
    with (SHARED / "gold" / f"{name}.gold.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
