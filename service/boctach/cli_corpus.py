"""The command line's part for a corpus: articles into a store, and questions to it."""

import sys
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from boctach.corpus.ingestion import Summary
    from boctach.corpus.store import Store as Tables


def attach(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(
        epilog="Examples: boctach ingest articles/ --into store; boctach ingest 'crawl/*.jsonl.gz' --into store"
        " --column text=body --column published_at=date"
    )(ingest)
    app.command(
        epilog="Examples: boctach ask store --table indicators --locality 'Hà Nội'; boctach ask store --table citations"
        " --document 'Chỉ thị 15-CT/TW'; boctach ask store --text 'hop tac' --fold --output facts.xlsx"
    )(ask)
    app.add_typer(upkeep)


upkeep = typer.Typer(
    name="corpus", help="Look after a store: remove articles, correct facts, tidy, migrate.", no_args_is_help=True
)
Place = Annotated[str, typer.Argument(metavar="STORE", help="The store.")]


Store = Annotated[str, typer.Option("--into", metavar="STORE", help="The store: a folder, made where there is none.")]


def ingest(
    into: Store,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE",
            help="Files, folders and globs: .txt, .html, .jsonl, .csv, .parquet, .warc, feeds and sitemaps"
            " (.xml, .rss), each also with .gz, and .zip files of them.",
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="FIELD=NAME",
            help="A column that is not called as its field: id, title, lead, text, html, url, published_at, source,"
            " label.",
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes that analyse; by default one a core. 0: none beside this one.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler, whose workers analyse: tcp://host:8786.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long an article may take.")] = 60.0,
    topic_models: Annotated[
        list[str] | None,
        typer.Option(
            "--topic-model",
            metavar="MODEL",
            help="What says the articles' topics; may be said again. By default sections and themes.",
        ),
    ] = None,
    retry_rejects: Annotated[
        bool, typer.Option(help="Take up again what was rejected; without a source, from every file of a reject.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option(help="Analyse again what other rules or models have analysed, before anything else.")
    ] = False,
    strict: Annotated[bool, typer.Option(help="Exit with status 1 where anything was rejected.")] = False,
) -> None:
    """Ingest articles into a store, each once.

    A run that was ended, however it was, goes on where it was when it is started again. What cannot be read or
    analysed is written to the table of rejects with the reason, and the rest goes on.
    """
    if not sources and not retry_rejects and not refresh:
        raise typer.BadParameter("name a file or a folder", param_hint="SOURCE")
    _require_extra()
    import os

    from boctach import settings
    from boctach.corpus.ingestion import Plan
    from boctach.corpus.ingestion import ingest as run
    from boctach.corpus.progress import watching
    from boctach.corpus.store import Store as Tables
    from boctach.corpus.work import Options, installed_models
    from boctach.errors import BoctachError

    if workers is None:
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        models = tuple(dict.fromkeys(topic_models or installed_models()))
        options = Options(settings.from_environment().max_characters, seconds, models)
        plan = Plan(sources or [], _pairs(columns), workers, scheduler, retry_rejects, options)
        store = Tables(into)
        with watching() as watcher:
            if refresh:
                from boctach.corpus.refreshing import refresh as renew

                typer.echo(_refreshed(renew(store, plan, watcher)), err=True)
            summary = run(store, plan, watcher) if plan.sources or plan.retry else None
    except BoctachError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        typer.echo("boctach: interrupted; the same command goes on from here", err=True)
        raise typer.Exit(130) from None
    if summary is not None:
        typer.echo(_told(summary, into), err=True)
        if strict and summary.rejected:
            raise typer.Exit(1)


def ask(
    store: Place,
    table: Annotated[
        str,
        typer.Option(
            help="facts, articles, indicators, citations, relations, partners; rejects, runs, corrections, topics and"
            " appearances as they are."
        ),
    ] = "facts",
    kind: Annotated[list[str] | None, typer.Option(help="A kind of fact; may be said again.")] = None,
    document: Annotated[str | None, typer.Option(help="A policy document: 'Chỉ thị 15-CT/TW'.")] = None,
    partner: Annotated[str | None, typer.Option(help="A partner's name or code: 'Nhật Bản', JP, ASEAN.")] = None,
    locality: Annotated[str | None, typer.Option(help="A province or city: 'Hà Nội', TPHCM.")] = None,
    topic: Annotated[str | None, typer.Option(help="A topic: 'Kinh tế', 'Đầu tư nước ngoài'.")] = None,
    currency: Annotated[str | None, typer.Option(help="ISO 4217 code: VND, USD.")] = None,
    minimum: Annotated[str | None, typer.Option(help="Least amount or value.")] = None,
    maximum: Annotated[str | None, typer.Option(help="Greatest amount or value.")] = None,
    since: Annotated[str | None, typer.Option(help="First time of publication: 2024, 2024-03, 2024-03-05.")] = None,
    until: Annotated[str | None, typer.Option(help="Last time of publication.")] = None,
    source: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    text: Annotated[list[str] | None, typer.Option(help="A phrase that the article has; may be said again.")] = None,
    fold: Annotated[bool, typer.Option(help="'hop tac' finds 'hợp tác'.")] = False,
    article: Annotated[str | None, typer.Option(help="An article's id.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="How many rows at most.")] = None,
    after: Annotated[str | None, typer.Option(metavar="CURSOR", help="Go on after a page.")] = None,
    output: Annotated[
        Path | None, typer.Option(help="A file, its form by its end: .csv, .xlsx, .json, .jsonl, .parquet.")
    ] = None,
) -> None:
    """Ask a store. Near duplicates count once.

    On a terminal the answer is a table for people, elsewhere JSON lines.
    """
    _require_extra()
    from boctach.corpus import export, shown
    from boctach.corpus.filters import Filters
    from boctach.corpus.questions import ask as answer
    from boctach.corpus.store import Store as Tables
    from boctach.errors import BoctachError

    try:
        asked = Filters(
            kinds=tuple(kind or ()),
            document=document,
            partner=partner,
            locality=locality,
            topic=topic,
            currency=currency,
            minimum=_decimal(minimum, "--minimum"),
            maximum=_decimal(maximum, "--maximum"),
            since=since,
            until=until,
            source=source,
            texts=tuple(text or ()),
            fold=fold,
            article=article,
        )
        form = export.form_of(output) if output else "jsonl"
        page = answer(Tables(store), table, asked, limit=limit, after=after)
    except BoctachError as error:
        _fail(_with_remedy(error))
    try:
        if output:
            with output.open("wb") as stream:
                export.write(page.rows, stream, form)
        elif sys.stdout.isatty():
            shown.table(page.rows)
        else:
            export.write(page.rows, sys.stdout.buffer, form)
    except OSError as error:
        _fail(f"{output or 'standard output'}: {error.strerror or error}")
    if page.after:
        typer.echo(f"more: --after {page.after}", err=True)


@upkeep.command()
def remove(store: Place, articles: Annotated[list[str], typer.Argument(metavar="ID…")]) -> None:
    """Remove articles from all tables and their files; the sources do not bring them back."""
    from boctach.corpus import upkeep as work

    _run(lambda tables: f"{work.remove(tables, articles)} articles removed", store)


@upkeep.command()
def correct(
    store: Place,
    article: Annotated[str, typer.Argument(help="The article's id.")],
    kind: Annotated[str, typer.Argument(help="The fact's kind.")],
    start: Annotated[int, typer.Argument(help="Its first character in the article's text.")],
    end: Annotated[int, typer.Argument(help="One past its last.")],
    by: Annotated[str, typer.Option(help="Who corrects.")],
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="What is right.")] = None,
    wrong: Annotated[bool, typer.Option("--wrong", help="It is no such fact.")] = False,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
) -> None:
    """Correct a fact: the extracted value stays beside it, and a refresh keeps the correction."""
    from boctach.corpus import upkeep as work

    fields = _pairs(set_, "--set")
    if bool(fields) == wrong:
        raise typer.BadParameter("say what is right with --set, or --wrong", param_hint="--set")

    def run(tables: "Tables") -> str:
        work.correct(tables, article, kind, start, end, None if wrong else fields, by=by, note=note)
        return "corrected"

    _run(run, store)


@upkeep.command()
def tidy(
    store: Place,
    forget: Annotated[bool, typer.Option(help="Also remove the files of earlier versions.")] = False,
) -> None:
    """Make few large files of many small ones."""

    def run(tables: "Tables") -> str:
        with tables.lock():
            tables.mend()
            tables.tidy(forget=forget)
        return "tidied"

    _run(run, store)


@upkeep.command()
def migrate(store: Place) -> None:
    """Bring a store of an older boctach to this one's schema; ingest --refresh then brings what it did not have."""
    from boctach.corpus import migration

    def run(tables: "Tables") -> str:
        before, now = migration.migrate(tables)
        return f"schema {now}" if before == now else f"schema {before} to {now}"

    _run(run, store)


def _run(what: Callable[["Tables"], str], store: str) -> None:
    """Do something to a store and say what was done."""
    _require_extra()
    from boctach.corpus.store import Store as Opened
    from boctach.errors import BoctachError

    try:
        typer.echo(what(Opened(store)), err=True)
    except BoctachError as error:
        _fail(_with_remedy(error))


def _with_remedy(error: Exception) -> str:
    remedy = getattr(error, "remedy", None)
    return f"{error}; {remedy}" if remedy else str(error)


def _decimal(written: str | None, option: str) -> Decimal | None:
    try:
        return None if written is None else Decimal(written)
    except InvalidOperation:
        raise typer.BadParameter(f"{written!r} is no number", param_hint=option) from None


def _told(summary: "Summary", into: str) -> str:
    """A run in a few lines."""
    rate = summary.ingested / summary.seconds if summary.seconds else 0.0
    lines = [
        f"{summary.ingested} articles ingested of {summary.read} records in {summary.seconds:.1f} s ({rate:.1f}/s)",
        f"{summary.repeated} more places of articles, {summary.known} records known before",
        f"{summary.linked} near duplicates in the store",
    ]
    if summary.recovered:
        lines.append(f"{summary.recovered} articles of a run that was ended were done again")
    if summary.rejected:
        reasons = ", ".join(f"{code} {count}" for code, count in sorted(summary.reasons.items()))
        lines.append(f"{summary.rejected} rejected ({reasons}): boctach ask {into} --table rejects")
    return "\n".join(lines)


def _refreshed(count: int) -> str:
    return f"{count} articles refreshed"


def _pairs(given: list[str] | None, option: str = "--column") -> dict[str, str]:
    """``text=body`` as field and column."""
    pairs = {}
    for pair in given or ():
        field, equals, name = pair.partition("=")
        if not (equals and field and name):
            raise typer.BadParameter(f"{pair!r} is not of the form FIELD=…", param_hint=option)
        pairs[field.strip()] = name.strip()
    return pairs


def _require_extra() -> None:
    """Say how to get the packages that a corpus needs."""
    from importlib.util import find_spec

    if not all(map(find_spec, ("deltalake", "duckdb", "pyarrow", "polars", "datasketch", "warcio"))):
        _fail("this needs the packages of a corpus: pip install 'boctach[corpus]'")


def _fail(message: str) -> NoReturn:
    typer.echo(f"boctach: {message}", err=True)
    raise typer.Exit(1)
