"""Citations of the national codification against its list of documents; run as a script it measures all notes.

A note that holds the number and symbol of its document must yield them, with the document's type; a citation whose
number and symbol are in the list must have a type that the list gives them; and whatever looks like number, year and
symbol must be in a citation. What is left of 29,523 notes: the list has one resolution (55/2010/QH12) as a law, and one
note writes "Thông tư số liên tịch 75/2000/…".
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from boctach.document import Document
from boctach.extractors import policy_reference
from boctach.extractors.policy_reference.ids import plain
from boctach.facts import PolicyReference
from tests.shared import SHARED

NOTES = SHARED / "data" / "policy" / "phapdien_notes.jsonl.gz"
DOCUMENTS = SHARED / "data" / "policy" / "phapdien_documents.jsonl.gz"
TYPES = {
    "Thông tư": "thong_tu",
    "Nghị định": "nghi_dinh",
    "Quyết định": "quyet_dinh",
    "Thông tư liên tịch": "thong_tu_lien_tich",
    "Luật": "luat",
    "Bộ luật": "bo_luat",
    "Nghị quyết": "nghi_quyet",
    "Nghị quyết liên tịch": "nghi_quyet",
    "Pháp lệnh": "phap_lenh",
    "Chỉ thị": "chi_thi",
    "Sắc lệnh": "sac_lenh",
}
Key = tuple[str, ...]
_WRITTEN = re.compile(r"(?<![\w/])\d+ ?/ ?(?:\d{4} ?/ ?)?[A-ZĐÐ]{2}")


def key(designation: str) -> Key:
    """A designation without its spelling: ``08/2021/TT-BTC`` gives ``8, 2021, tt, btc``."""
    return tuple(part.lstrip("0") if part.isdigit() else part for part in plain(designation).split("-"))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def measure(step: int = 1) -> tuple[Counter[str], list[str]]:
    """Counts over every ``step``-th note, and what went wrong."""
    documents = {row["item_id"]: (TYPES[row["loai_van_ban"]], key(row["so_ky_hieu"])) for row in _rows(DOCUMENTS)}
    types: dict[Key, set[str]] = {}
    for doc_type, designation in documents.values():
        types.setdefault(designation, set()).add(doc_type)
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for row in list(_rows(NOTES))[::step]:
        facts = list(_found(row["text"]))
        found = [(fact.doc_type, key("/".join(filter(None, (fact.number, fact.year, fact.symbol))))) for fact in facts]
        for written in _WRITTEN.finditer(row["text"]):
            counts["written"] += 1
            inside = any(fact.start <= written.start() < fact.end for fact in facts)
            counts["written, found"] += inside
            if not inside:
                wrong.append(f"not found {written.group()}: {row['text'][:200]}")
        for doc_type, designation in found:
            if designation in types:
                counts["listed"] += 1
                counts["listed, same type"] += doc_type in types[designation]
                if doc_type not in types[designation]:
                    wrong.append(f"type {doc_type} {designation}: {row['text'][:200]}")
        expected = documents.get(row["item_id"])
        if expected and f"-{'-'.join(expected[1])}-" in f"-{'-'.join(key(row['text']))}-":
            counts["own"] += 1
            counts["own, found"] += expected in found
            if expected not in found:
                wrong.append(f"missing {expected}: {row['text'][:200]}")
    return counts, wrong


def _found(text: str) -> Iterator[PolicyReference]:
    for candidate in policy_reference.extract(Document(text)):
        assert isinstance(candidate.fact, PolicyReference)
        if candidate.fact.number:
            yield candidate.fact


if __name__ == "__main__":
    result, errors = measure()
    print("\n".join(errors))
    print(dict(result))
