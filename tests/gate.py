"""The quality gate: scores the gold per kind against the floors kept beside this file.

Usage: ``python -m tests.gate`` fails when the F1 or the exact-span F1 of a kind has fallen, and prints which facts were
gained and lost since the floors were set. ``python -m tests.gate --raise`` writes the floors anew; it refuses to lower
one unless ``--lower`` is given too, so that a floor never falls unseen. The floors carry the gold's hash: they are not
compared with another gold. Facts are named by document, kind and offsets, never by their words.
"""

import argparse
import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from boctach import analysis
from tests import shared

FLOORS = Path(__file__).parent / "gate_floors.json"
GOLDS = {"seeds": "seeds", "dev": "gold/dev"}
FIGURES = ("f1", "exact_span_f1")


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("boctach_gold_score", shared.SHARED / "gold" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared.SHARED / "gold" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(name: str) -> dict[str, Any]:
    """Figures per kind, the errors by name, and the hash of one gold file."""
    scorer = _scorer()
    folder = shared.SHARED / GOLDS[name]
    content = (shared.SHARED / "gold" / f"{name}.gold.jsonl").read_bytes()
    gold = {row["doc"]: row["facts"] for row in shared.gold(name)}
    predicted = {}
    for doc in gold:
        source = (folder / (doc.removesuffix(".txt") + ".txt")).read_bytes().decode("utf-8")
        predicted[doc] = [fact.model_dump(mode="json") for fact in analysis.extract(analysis.read(source))]
    errors: list[Any] = []
    tally = scorer.score(gold, predicted, errors)
    return {
        "gold_sha256": hashlib.sha256(content).hexdigest(),
        "kinds": {kind: scorer.figures(counts) for kind, counts in sorted(tally.items())},
        "errors": sorted(f"{what} {doc} {fact['kind']} {fact['start']}-{fact['end']}" for what, doc, fact in errors),
    }


def compare(name: str, floor: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What has fallen, one line each; prints what was gained and lost."""
    if floor["gold_sha256"] != now["gold_sha256"]:
        return [f"{name}: the gold has changed since the floors were set; run with --raise"]
    for error in sorted(set(floor["errors"]) - set(now["errors"])):
        print(f"  gained: no longer {error}")
    for error in sorted(set(now["errors"]) - set(floor["errors"])):
        print(f"  lost:   {error}")
    return [
        f"{name}: {kind} {figure} fell from {figures[figure]} to {now['kinds'].get(kind, {}).get(figure, 0)}"
        for kind, figures in floor["kinds"].items()
        for figure in FIGURES
        if now["kinds"].get(kind, {}).get(figure, 0) < figures[figure]
    ]


def main() -> int:
    """Run the gate; 0 where every floor holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="raise_floors", action="store_true", help="write the floors anew")
    parser.add_argument("--lower", action="store_true", help="allow --raise to lower a floor")
    options = parser.parse_args()
    if not (shared.SHARED / "gold").is_dir():
        print(f"gate: skipped, no gold at {shared.SHARED}; set BOCTACH_SHARED to where it is")
        return 0
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    results = {name: measure(name) for name in GOLDS}
    fallen: list[str] = []
    for name, now in results.items():
        print(name)
        print(f"  {'kind':18}{'gold':>6}{'found':>7}{'P':>8}{'R':>8}{'F1':>8}{'span F1':>9}")
        for kind, row in now["kinds"].items():
            print(
                f"  {kind:18}{row['gold']:6}{row['predicted']:7}{row['precision']:8.3f}{row['recall']:8.3f}"
                f"{row['f1']:8.3f}{row['exact_span_f1']:9.3f}"
            )
        if name in floors:
            fallen += compare(name, floors[name], now)
    for line in fallen:
        print(f"FALLEN {line}")
    if options.raise_floors and (not fallen or options.lower):
        FLOORS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"floors written to {FLOORS.name}")
        return 0
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
