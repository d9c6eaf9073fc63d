"""Stores for the tests of the corpus: articles written here, and tables without their times."""

import json
from pathlib import Path
from typing import Any

import pytest

from boctach.corpus import schema
from boctach.corpus.ingestion import Plan, Summary, ingest
from boctach.corpus.store import Store

PROVINCES = (
    "Bến Tre",
    "Cao Bằng",
    "Nghệ An",
    "Lào Cai",
    "Cà Mau",
    "Phú Yên",
    "Sơn La",
    "Tây Ninh",
    "Hà Nam",
    "Gia Lai",
)


def article(number: int) -> dict[str, Any]:
    """An article like no other, with facts whose values follow from its number."""
    place = PROVINCES[number % len(PROVINCES)]
    noun = ("trường học", "bệnh viện", "nhà máy", "hợp tác xã", "khu công nghiệp")[number % 5]
    text = (
        f"Báo cáo số {number} cho biết tỉnh {place} hiện có {number + 2} {noun} đang hoạt động ổn định. "
        f"Năm {1990 + number % 30}, địa phương chi {number + 11} tỷ đồng cho việc nâng cấp, theo Quyết định số "
        f"{number + 1}/{2000 + number % 20}/QĐ-UBND. Đoàn {number} đã làm việc với Nhật Bản, Hàn Quốc và Thái Lan.\n\n"
        f"Kỳ họp thứ {number} bàn về {noun} tại {place} trong {number % 7 + 2} ngày."
    )
    return {
        "id": f"a{number}",
        "title": f"{place} nâng cấp {noun}, kỳ {number}",
        "text": text,
        "published_at": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "url": f"https://bao.example/{number}",
        "source": "bao.example",
    }


def write_jsonl(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def fill(folder: Path, *sources: Path | str, **options: Any) -> tuple[Store, Summary]:
    """A store of sources, filled in this process."""
    store = Store(str(folder))
    summary = ingest(store, Plan([str(source) for source in sources], **{"workers": 0, **options}))
    return store, summary


def tables(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every table but ``runs``, without the columns of times, sorted."""
    found = {}
    for name, table in schema.TABLES.items():
        if name != schema.RUNS.name:
            columns = [column for column in table.schema.names if column not in table.times]
            rows = store.dataset(name).to_table(columns=columns).to_pylist()
            found[name] = sorted(rows, key=lambda row: json.dumps(row, default=repr))
    return found


class WritesLeft:
    """Lets stores write a few times more, and then raises in place of the next write.

    Attributes:
        count: How many writes are left.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, end: type[BaseException]) -> None:
        self.count = 0
        real = Store.write

        def write(store: Store, *given: object, **named: object) -> None:
            self.count -= 1
            if self.count < 0:
                raise end
            real(store, *given, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(Store, "write", write)
