"""How fast it is, beside what there was: ``python -m tests.bench [ARTICLES]`` writes ``BENCHMARKS.md``.

One process; a contestant and ``underthesea.pos_tag`` in turn on the same articles, so that whatever else the machine
does falls on both alike. Times are CPU times of the process. Each way of boctach reads articles of its own, that no
other has read before: what it learns of new words it learns itself, inside the clock. What it remembers of pieces and
words fills while it reads, so it is measured twice: on the first articles of the process, and as a worker that has read
for some seconds. Growth and memory, and the start of a process, are measured after that. pyvi (MIT) is measured where
it is installed; nothing else needs it.
"""

import importlib
import importlib.util
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from boctach import analysis, lockstep
from boctach.analysis import Analysis
from boctach.document import Document
from tests.bench_growth import ARTICLE
from tests.bench_tagger import BULK, articles
from tests.shared import ROOT

OUT = ROOT / "BENCHMARKS.md"
WARMING = 10  # articles that no clock sees
FIRST = 100  # articles that are the first of the process
STEADY = 1000  # articles that boctach has read before the others
TURN = 32  # articles that a contestant reads in a row
BASE = "underthesea.pos_tag"
WHOLE = "boctach, everything"
MANY = "boctach, everything, many articles in step"
COPIES = (1, 10, 100)
STARTS = 5

Run = Callable[[list[Document]], object]
Times = dict[str, list[float]]


class Memory(NamedTuple):
    """Resident megabytes of this process."""

    warm: float
    after: float
    read: int


def texts(count: int) -> list[str]:
    """Articles that nothing was fitted to; where they are absent, the samples, one set after the other."""
    if BULK.exists():
        return [text for text in articles(count) if text.strip()]
    samples = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "samples").glob("*.txt"))]
    return [samples[number % len(samples)] for number in range(count)]


def contestants() -> dict[str, Run]:
    """Everything that reads the same texts; of each document the sentences are known before the clock runs."""
    import underthesea
    from underthesea.pipeline.word_tokenize import word_tokenize

    from boctach.text import tokenizer

    def each(read: Callable[[Document], object]) -> Run:
        return lambda documents: [read(document) for document in documents]

    def each_sentence(read: Callable[[str], object]) -> Run:
        return each(lambda document: [read(document.text[start:end]) for start, end in document.sentences])

    runs: dict[str, Run] = {
        BASE: each_sentence(underthesea.pos_tag),
        "underthesea.word_tokenize": each_sentence(word_tokenize),
        "underthesea.ner": each_sentence(underthesea.ner),
    }
    if importlib.util.find_spec("pyvi"):
        words = importlib.import_module("pyvi.ViTokenizer").ViTokenizer
        tags = importlib.import_module("pyvi.ViPosTagger").ViPosTagger
        runs["pyvi, words"] = each_sentence(words.tokenize)
        runs["pyvi, words and tags"] = each_sentence(lambda sentence: tags.postagging(words.tokenize(sentence)))
    runs["boctach, words and tags"] = each(lambda document: tokenizer.read(document.text, document.sentences))
    runs["boctach, words and tags in a Doc"] = each(lambda document: document.doc)
    runs[WHOLE] = each(lambda document: analysis.analyze(document.source).to_json())
    runs[MANY] = lambda documents: [_json(made) for made in analysis.analyze_many(d.source for d in documents)]
    return runs


def _json(made: object) -> bytes:
    assert isinstance(made, Analysis)
    return made.to_json()


class Race(NamedTuple):
    """CPU seconds of each contestant for each turn, and its seconds of wall in all; what all of them have read."""

    seconds: Times
    walls: dict[str, float]
    articles: int
    characters: int


def race(chosen: list[str], runs: dict[str, Run]) -> Race:
    """Let contestants read the same articles by turns; the first articles only warm up."""
    for text in chosen[:WARMING]:
        for run in runs.values():
            run([_prepared(text)])
    timed = chosen[WARMING:]
    seconds: Times = {name: [] for name in runs}
    walls = dict.fromkeys(runs, 0.0)
    names = list(runs)
    for turn, at in enumerate(range(0, len(timed), TURN)):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            documents = [_prepared(text) for text in timed[at : at + TURN]]
            begun, wall = time.process_time(), time.perf_counter()
            runs[name](documents)
            seconds[name].append(time.process_time() - begun)
            walls[name] += time.perf_counter() - wall
    return Race(seconds, walls, len(timed), sum(map(len, timed)))


def _prepared(text: str) -> Document:
    document = Document(text)
    _ = document.sentences
    return document


def stages(chosen: list[str]) -> tuple[Times, Times]:
    """Seconds of each step of the analysis for each article: of one after the other, and of many in step."""
    alone: Times = {}
    many: Times = {}
    half = len(chosen) // 2
    for at in range(0, half, TURN):  # by turns, each on articles of its own
        for text in chosen[at : min(at + TURN, half)]:
            lockstep.finish(_clocked(text, alone))
        lockstep.run(_clocked(text, many) for text in chosen[half + at : half + min(at + TURN, half)])
    return alone, many


def _clocked(text: str, seconds: Times) -> lockstep.Steps[None]:
    """An analysis of which each step is timed."""
    document = Document(text)
    for layer in ("structure", "sentences", "numerals", "words"):  # which the analysis reads at their first use
        begun = time.process_time()
        getattr(document, layer)
        seconds.setdefault(layer, []).append(time.process_time() - begun)
        yield layer
    steps = analysis.steps(document)
    step: str | None = None
    while step != "JSON":
        begun = time.process_time()
        try:
            step = next(steps)
        except StopIteration as done:
            seconds.setdefault("topic", []).append(time.process_time() - begun)
            yield "topic"
            begun, step = time.process_time(), "JSON"
            done.value.to_json()
        seconds.setdefault(step, []).append(time.process_time() - begun)
        yield step


def growth() -> list[tuple[int, float, float]]:
    """Copies of one article set after each other in one text, with the CPU seconds of one text and of as many texts."""
    return [(copies, _seconds("\n".join([ARTICLE] * copies), 1), _seconds(ARTICLE, copies)) for copies in COPIES]


def _seconds(text: str, copies: int) -> float:
    taken = []
    for turn in range(max(3, 50 // copies) if len(text) < 10_000 else 3):
        # Blanks at the end, so that no text is one that has just been read.
        sources = [text + " " * (turn * copies + number) for number in range(copies)]
        begun = time.process_time()
        for source in sources:
            analysis.analyze(source, max_characters=len(source)).to_json()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def memory(count: int) -> Memory | None:
    """Memory of a process of its own that does nothing but analyse."""
    if not Path("/proc/self/statm").exists():
        return None
    code = (
        "import os, sys; from tests.bench import texts; from boctach import analysis\n"
        "page = os.sysconf('SC_PAGE_SIZE') / 2**20\n"
        "def now(): return int(open('/proc/self/statm').read().split()[1]) * page\n"
        f"chosen = texts({count}); before = now(); analysis.warm(); warm = now()\n"
        "for text in chosen: analysis.analyze(text).to_json()\n"
        "print(warm, now(), len(chosen))"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    warm, after, read = done.stdout.split()
    return Memory(float(warm), float(after), int(read))


def starts() -> list[tuple[str, float, float]]:
    """What a command costs from nothing: the median seconds of wall and of CPU."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "article.txt")
        file.write_text(ARTICLE, encoding="utf-8")
        commands = {
            "import boctach": [sys.executable, "-c", "import boctach"],
            "boctach --help": [sys.executable, "-m", "boctach", "--help"],
            "boctach extract of one article": [sys.executable, "-m", "boctach", "extract", str(file)],
        }
        return [(name, *_start(command)) for name, command in commands.items()]


def _start(command: list[str]) -> tuple[float, float]:
    walls, cpus = [], []
    for _ in range(STARTS):
        before, begun = os.times(), time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": "service"})
        walls.append(time.perf_counter() - begun)
        after = os.times()
        cpus.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return statistics.median(walls), statistics.median(cpus)


def report(articles: Iterator[str], count: int) -> Iterator[str]:
    """The lines of the page.

    Args:
        articles: More than are read.
        count: How many articles each contestant reads.
    """

    def take(number: int) -> list[str]:
        return list(islice(articles, number))

    runs = contestants()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    first = race(take(WARMING + FIRST), {name: runs[name] for name in (BASE, WHOLE)}).seconds
    runs[WHOLE]([Document(text) for text in take(STEADY)])
    ours = [name for name in runs if name.startswith("boctach")]
    others = {name: run for name, run in runs.items() if name not in ours}
    races = [race(take(WARMING + count), others)]
    races += [race(take(WARMING + count), {BASE: runs[BASE], name: runs[name]}) for name in ours]
    yield from _preface(count, load)
    yield from _ratios(races)
    yield f"This is a process that has read {STEADY} articles. Of the first {FIRST}, while what it remembers of pieces"
    yield f"and words fills, everything is {sum(first[BASE]) / sum(first[WHOLE]):.2f} times as fast as `{BASE}`."
    yield ""
    yield from _stages(*stages(take(2 * count)), count)
    yield from _growth(growth())
    yield from _process(memory(500), starts())


def _preface(count: int, load: str) -> Iterator[str]:
    source = "newspaper articles of 2017 that nothing was fitted to" if BULK.exists() else "the project's samples"
    packages = ("underthesea", "spacy", "numpy", "pydantic", "orjson", "pyahocorasick")
    names = [*packages, *(["pyvi"] if importlib.util.find_spec("pyvi") else [])]
    yield "# Benchmarks"
    yield ""
    yield "Written by `make bench`; every figure is of one run."
    yield ""
    yield f"- texts: {source}; {count} for each row"
    yield f"- machine: {_processor()}, {os.cpu_count()} cores, {platform.system()}; load at the start {load}"
    yield f"- Python {platform.python_version()}; " + ", ".join(f"{name} {version(name)}" for name in names)
    yield f"- one core; CPU time, since others may use the machine; each takes turns of {TURN} articles with `{BASE}`,"
    yield "  and ± is the standard deviation over the turns; each of boctach's rows is of articles of its own"
    yield ""


def _ratios(races: list[Race]) -> Iterator[str]:
    yield "## Side by side"
    yield ""
    yield f"| | articles a second | by the wall | characters a second | times as fast as `{BASE}` by sentence |"
    yield "|---|---:|---:|---:|---:|"
    for run in races:
        base = run.seconds[BASE]
        for name, taken in run.seconds.items():
            if name == BASE and run is not races[0]:
                continue
            ratios = [other / own for other, own in zip(base, taken, strict=True)]
            spread = statistics.stdev(ratios) if len(ratios) > 1 else 0.0
            total = sum(taken)
            wall = run.articles / run.walls[name]
            rates = f"{run.articles / total:.1f} | {wall:.1f} | {run.characters / total:,.0f}"
            yield f"| {name} | {rates} | {sum(base) / total:.2f} ± {spread:.2f} |"
    yield ""
    yield "Everything is cleaning, structure, sentences, words, tags, all facts, what they say, citations, exact"
    yield "offsets, the topic where a model is installed, and JSON out."
    yield ""


def _stages(alone: Times, many: Times, count: int) -> Iterator[str]:
    yield "## Stages"
    yield ""
    yield "| ms an article | one after the other | many in step |"
    yield "|---|---:|---:|"
    for name, taken in alone.items():
        yield f"| {name} | {sum(taken) / count * 1e3:.2f} | {sum(many[name]) / count * 1e3:.2f} |"
    yield ""


def _growth(found: list[tuple[int, float, float]]) -> Iterator[str]:
    yield "## Growth"
    yield ""
    yield "One article, as one text of so many copies, and as so many articles."
    yield ""
    yield "| copies | one text, seconds | times one copy | articles, seconds | times one |"
    yield "|---:|---:|---:|---:|---:|"
    _, text, corpus = found[0]
    for copies, of_text, of_corpus in found:
        yield f"| {copies} | {of_text:.4f} | {of_text / text:.1f} | {of_corpus:.4f} | {of_corpus / corpus:.1f} |"
    yield ""


def _process(found: Memory | None, begun: list[tuple[str, float, float]]) -> Iterator[str]:
    yield "## Memory and start"
    yield ""
    if found:
        yield f"A worker holds {found.warm:.0f} MB when it is warm, {found.after:.0f} MB after {found.read} articles."
        yield ""
    yield "| from nothing | wall, seconds | CPU, seconds |"
    yield "|---|---:|---:|"
    for name, wall, cpu in begun:
        yield f"| {name} | {wall:.2f} | {cpu:.2f} |"
    yield ""
    yield LIMIT


LIMIT = """\
## The limit

Words and tags are sums of weights of n-grams and one best path; most of their time is spent waiting for tables that are
larger than the processor's caches. A prototype of the tagging alone in C++ read 480 articles a second on one core
(longer ones than these). All that is not compiled is regular expressions and tables in Python, tried only where a word
stands that they need: hundreds of small steps over an article of a few hundred words. Compiling these modules as they
are (Cython) gave 5%. They too wait for memory more than they reckon: the code, patterns and tables of all steps are
larger than the caches, so that each article fetches them anew. That is why many articles in step with each other take
so much less (`boctach/lockstep.py`). Huge pages gave 2 to 5% to one process and nothing to workers that share theirs.
What is left to win is fewer steps: above all persons and statements."""


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def main(count: int = 256) -> None:
    analysis.warm()
    analysis.stay_loaded()  # as the service's workers do
    wanted = WARMING + FIRST + STEADY + 5 * (WARMING + count) + 2 * count
    articles = iter(texts(wanted * 11 // 10))  # some are blank
    page = "\n".join(report(articles, count)) + "\n"
    OUT.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
