"""How fast words and tags are made, beside underthesea's own: ``python -m tests.bench_tagger [ARTICLES]``.

All runs are of one process and take turns on the same articles, each run being the first to see a share of them; a
ratio is of two runs on the same articles. Then how the cost of one sentence grows with its length.
"""

import gzip
import json
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator

import underthesea
from underthesea.pipeline.word_tokenize import word_tokenize

from boctach.spans import Span
from boctach.text import sentences, tokenizer
from tests.shared import SHARED

BULK = SHARED / "data" / "bulk" / "baomoi2017.jsonl.gz"
SKIP = 20_000  # articles that no other measurement has read
SET = 20  # articles a turn


def articles(count: int) -> Iterator[str]:
    """Texts in NFC."""
    with gzip.open(BULK, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number >= SKIP + count:
                return
            if number >= SKIP:
                yield unicodedata.normalize("NFC", json.loads(line)["text"])


def spans(text: str) -> list[Span]:
    return list(sentences.split(text, 0, len(text)))


RUNS: dict[str, Callable[[str, list[Span]], object]] = {
    "underthesea.word_tokenize": lambda text, cut: [word_tokenize(text[start:end]) for start, end in cut],
    "underthesea.pos_tag": lambda text, cut: [underthesea.pos_tag(text[start:end]) for start, end in cut],
    "tag_sentence, one by one": lambda text, cut: [tokenizer.tag_sentence(text[start:end]) for start, end in cut],
    "tag_sentences": lambda text, cut: tokenizer.tag_sentences([text[start:end] for start, end in cut]),
    "read": tokenizer.read,
}
BASE = "underthesea.pos_tag"


def main(count: int = 200) -> None:
    tokenizer.warm()
    underthesea.pos_tag("Việt Nam")
    texts = [(text, spans(text)) for text in articles(count)]
    seconds: dict[str, list[float]] = {name: [] for name in RUNS}
    sizes: list[int] = []
    for at in range(0, len(texts), SET):
        turn = texts[at : at + SET]
        sizes.append(sum(len(text.split()) for text, _ in turn))
        order = list(RUNS.items())
        shift = at // SET % len(order)
        for name, run in order[shift:] + order[:shift]:
            begin = time.process_time()
            for text, cut in turn:
                run(text, cut)
            seconds[name].append(time.process_time() - begin)
    cuts = sum(len(cut) for _, cut in texts)
    print(f"{len(texts)} articles, {sum(sizes)} words between blanks, {cuts} sentences; CPU time")
    for name, times in seconds.items():
        micros = sum(times) / sum(sizes) * 1e6
        ratios = [base / own for base, own in zip(seconds[BASE], times, strict=True)]
        ratio, spread = sum(seconds[BASE]) / sum(times), statistics.stdev(ratios) if len(ratios) > 1 else 0.0
        print(f"{name:28}{micros:9.2f} µs a word{ratio:8.1f} times as fast (± {spread:.1f} over {len(ratios)} turns)")
    words = " ".join(text for text, _ in texts).split()
    for length in (500, 1000, 2000, 4000, 8000):
        sentence = " ".join(words[:length])
        begin = time.process_time()
        tokenizer.tag_sentence(sentence)
        print(f"one sentence of {length:5} words {(time.process_time() - begin) / length * 1e6:9.2f} µs a word")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
