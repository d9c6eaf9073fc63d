"""Fuzzing of what reads hostile text first, guided by coverage: ``python -m tests.fuzz TARGET SECONDS``.

Inputs are drawn as words of the grammar and stray characters, so that the fuzzer soon gets past the first letter.
Whatever it finds is added to ``tests/cases/fuzzed.jsonl``, which `tests.test_fuzzed` reads with the same checks, and
the fuzzer goes on until it finds the same again. Inputs that were worth keeping for its next run lie in
``.fuzz/TARGET``. Atheris runs on Linux alone, which is why it is an extra of its own and imported here only.
"""

import json
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

# Atheris sees what is imported inside `instrumented`; everything of boctach's is imported there.
WORDS = (
    "Nghị quyết", "số", "98/2023/QH15", "ngày 24/6/2023", "Nghị định", "16/CT–TTg", "NQ-HĐND", "Luật", "Đất đai",
    "năm 2024", "khoản 2 Điều 10", "sửa đổi", "của", "Chính phủ", "Thủ tướng", "và", ",", ";", ".", ":", "-", "–", "/",
    "hai mươi", "mốt", "một trăm linh năm", "nghìn", "triệu", "tỷ", "rưỡi", "3,2", "4.500", "1,5", "½", "m²", "½ tỷ",
    "10^6", "XIII", "khóa XV", "%", "từ", "đến", "lần lượt", "(", ")", "“", "”", '"', "*", "**", "__", "# ", "\n",
    "\r\n", "\r", "\t", " ", "  ", "\u00a0", "\u2028", "\u200b", "\ufeff", "\u00ad", "\u200d", "\U0001f469",
    "\U0001f3fd", "e\u0301", "\u0323", "\u0302\u0301", "\u00d0", "\u1100\u1161\u11a8", "\u0663", "\U0001d7d9", "0",
    "007", "9" * 30, "1" + ".000" * 12, "Đ", "đ", "NĐ-CP", "TT- BCA", "QĐ/TW", "Kết luận", "Quyết định",
    "Thông tư liên tịch", "Hiến pháp", "Bộ luật", "Công văn", "UBND", "tháng 6", "quý II",
)  # fmt: skip


def text_of(data: bytes) -> str:
    """The text that the fuzzer's bytes stand for: each byte a word, or the beginning of a code point."""
    pieces: list[str] = []
    at = 0
    while at < len(data):
        byte = data[at]
        at += 1
        if byte < len(WORDS):
            pieces.append(WORDS[byte])
        elif byte < 0xF0:
            pieces.append(chr(byte - len(WORDS) + 0x20))
        else:
            code = int.from_bytes(data[at : at + 2], "big") + ((byte - 0xF0) << 16)
            at += 2
            pieces.append(chr(code) if code and not 0xD800 <= code < 0xE000 else " ")
    return "".join(pieces)


def check_clean(text: str) -> None:
    """Clean text is in NFC, its map grows and stays inside the text, and it is clean already."""
    from boctach.text.clean import clean

    cleaned = clean(text)
    if len(text) < 500:
        assert unicodedata.is_normalized("NFC", cleaned.text)
    end = 0
    for at in range(len(cleaned.text)):
        span = cleaned.source_span(at, at + 1)
        assert 0 <= span.start < span.end <= len(text)
        assert span.start >= end or span.end == end
        end = span.end


def check_numbers(text: str) -> None:
    """Numerals lie in the text one after another, and their values are numbers."""
    from boctach.text import numbers
    from boctach.text.clean import clean

    text = clean(text).text
    at = 0
    for numeral in numbers.find(text, 0, len(text)):
        assert at <= numeral.start < numeral.end <= len(text)
        assert numeral.value.is_finite()
        at = numeral.end


def check_policy(text: str) -> None:
    """Every policy reference lies where it says."""
    from boctach.document import Document
    from boctach.extractors import policy_reference

    if not text.strip():
        return
    for candidate in policy_reference.extract(Document(text)):
        fact = candidate.fact
        assert text[fact.start : fact.end] == fact.mention
        assert candidate.claims


CHECKS: dict[str, Callable[[str], None]] = {"clean": check_clean, "numbers": check_numbers, "policy": check_policy}
KEPT = Path(__file__).parent / "cases" / "fuzzed.jsonl"
"""What was found, and some of what led the fuzzer far; a line each: the target and the text."""

_MOST_SECONDS = 20
"""An input of at most 4,096 bytes that takes longer is a finding; so long because other work may go on beside it."""


def main() -> None:
    """Fuzz one target for a number of seconds; fail where something was found."""
    target, seconds = sys.argv[1], int(sys.argv[2])
    if "inside" in sys.argv:
        _fuzz(target, seconds)
        return
    folder = Path(".fuzz", target)
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{target}: {seconds} s from {time.strftime('%H:%M:%S')}", file=sys.stderr)
    end, found = time.monotonic() + seconds, 0
    # A finding ends the fuzzer's process, so it has one of its own.
    while (left := int(end - time.monotonic())) > 0:
        command = [sys.executable, "-m", "tests.fuzz", target, str(left), "inside"]
        ended = subprocess.run(command, check=False).returncode
        new = keep(folder, target)
        if ended and not new:
            sys.exit(ended)
        found += new
    print(f"{target}: {found} findings", file=sys.stderr)
    sys.exit(bool(found))


def keep(folder: Path, target: str, kept: Path = KEPT) -> int:
    """Move the fuzzer's findings from its folder into the file that the tests read; how many of them are new."""
    known = set(kept.read_text(encoding="utf-8").splitlines()) if kept.exists() else set()
    new = 0
    for path in (path for kind in ("crash", "timeout", "oom") for path in sorted(folder.glob(f"{kind}-*"))):
        text = text_of(path.read_bytes())
        print(f"found by {target}: {path.name}: {text!r}", file=sys.stderr)
        path.unlink()
        line = json.dumps({"target": target, "text": text})  # ASCII, since the text may hold anything
        if line not in known:
            known.add(line)
            new += 1
            with kept.open("a", encoding="utf-8") as lines:
                lines.write(line + "\n")
    return new


def _fuzz(target: str, seconds: int) -> None:
    import atheris

    check = CHECKS[target]
    with atheris.instrument_imports(include=["boctach"]):
        check("Nghị quyết số 98/2023/QH15")
    folder = Path(".fuzz", target)
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={_MOST_SECONDS}",
        f"-artifact_prefix={folder}/",
        "-max_len=4096",
        "-rss_limit_mb=2048",
    ]
    atheris.Setup([sys.argv[0], *options, str(folder)], lambda data: check(text_of(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
