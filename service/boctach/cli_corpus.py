"""The command line's part for a corpus: articles into a store, and questions to it."""

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from boctach.corpus.ingestion import Summary


def attach(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(
        epilog="Examples: boctach ingest articles/ --into store; boctach ingest 'crawl/*.jsonl.gz' --into store"
        " --column text=body --column published_at=date"
    )(ingest)


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
    from boctach.corpus.work import Options
    from boctach.errors import BoctachError

    if workers is None:
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        options = Options(settings.from_environment().max_characters, seconds)
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


def _pairs(given: list[str] | None) -> dict[str, str]:
    """``text=body`` as field and column."""
    pairs = {}
    for pair in given or ():
        field, equals, name = pair.partition("=")
        if not (equals and field and name):
            raise typer.BadParameter(f"{pair!r} is not FIELD=NAME", param_hint="--column")
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
