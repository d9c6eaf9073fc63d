"""The command line: files in, facts out; and the service."""

import contextlib
import io
import socket
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, NoReturn

import typer

from boctach import __version__, cli_corpus, cli_topics

app = typer.Typer(
    name="boctach",
    help="Structured facts from Vietnamese government and news articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

INTERRUPTED = 130


class Format(StrEnum):
    """How `boctach extract` prints."""

    jsonl = "jsonl"
    json = "json"
    table = "table"


def main() -> None:
    """Run the command line."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C ends the command with the status that shells expect, and without a traceback."""
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


def _fail(message: str) -> NoReturn:
    typer.echo(f"boctach: {message}", err=True)
    raise typer.Exit(1)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"boctach {__version__}")
        raise typer.Exit


@app.callback()
def _boctach(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    del version


@app.command(
    epilog="Examples: boctach extract article.txt --format table; boctach extract articles/ --kinds count,money"
    " > facts.jsonl; cat article.txt | boctach extract"
)
def extract(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files, folders (their .txt, .html and .htm files, also in folders below) or - for standard input."
            " Without any, what is piped in.",
        ),
    ] = None,
    format: Annotated[  # noqa: A002 the option's name
        Format,
        typer.Option(help="jsonl: a line a file. json: one array. table: for people."),
    ] = Format.jsonl,
    kinds: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND,…", help="Only these kinds of fact, such as count,money,policy_reference."),
    ] = None,
) -> None:
    """Extract facts from files.

    Files are UTF-8, or UTF-16 with a byte order mark; offsets count code points of the text as it is in the file. A
    page (.html, .htm) is reduced to its article, and its line carries that text, since offsets are into it. A file
    that cannot be read or used has an error in place of facts; the others go on, and the exit status is 1 at the end.
    """
    # What is heavy is imported where it is used, so that --help and --version answer at once.
    from boctach import batch, printing, settings
    from boctach.analysis import check_kinds
    from boctach.errors import SettingError, UnknownKindError

    # A process may be started without any standard input.
    stdin = io.BytesIO() if sys.stdin is None else sys.stdin.buffer
    if not paths:
        if sys.stdin is None or sys.stdin.isatty():
            raise typer.BadParameter("name a file or a folder, or pipe a text in", param_hint="PATH")
        paths = ["-"]
    wanted = [name.strip() for given in kinds or () for name in given.split(",") if name.strip()] or None
    try:
        check_kinds(wanted)
    except UnknownKindError as error:
        raise typer.BadParameter(f"{error}; {error.remedy}", param_hint="--kinds") from error
    try:
        options = settings.from_environment()
    except SettingError as error:
        _fail(str(error))

    with _interruptible():
        lines = batch.run(paths, stdin, kinds=wanted, max_characters=options.max_characters)
        failed = printing.write(lines, format.value)
    if failed:
        raise typer.Exit(1)


@app.command(epilog="Example: boctach serve --port 9000")
def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 for all of this machine's.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any free one.")] = 8000,
) -> None:
    """Run the HTTP service.

    POST an article to /v1/extract; /readyz says when the models are loaded; /openapi.json describes it all. Other
    machines are served with API keys only (BOCTACH_API_KEYS), unless BOCTACH_OPEN is true.
    """
    import ipaddress

    from boctach.api.pool import begin_to_load

    begin_to_load()  # beside the imports, which take as long

    import uvicorn

    from boctach import settings
    from boctach.api import access, logs
    from boctach.api.app import create_app
    from boctach.api.protocol import Protocol
    from boctach.errors import SettingError

    with _interruptible():
        try:
            options = settings.from_environment()
            service = create_app(options=options)
            keyed = bool(access.keys(options))
        except SettingError as error:
            _fail(str(error))
        with _listen(host, port) as listener:
            address, bound = listener.getsockname()[:2]
            if not (keyed or options.open or ipaddress.ip_address(address.partition("%")[0]).is_loopback):
                _fail(
                    f"{address} can be reached from other machines; make a key with `boctach key NAME` and set"
                    " BOCTACH_API_KEYS, or set BOCTACH_OPEN=true to serve everyone"
                )
            shown = f"[{address}]" if ":" in address else address
            typer.echo(f"boctach listens on http://{shown}:{bound}", err=True)
            logs.configure(options.log_level)
            config = uvicorn.Config(
                service,
                http=Protocol,
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=options.stop_seconds,
            )
            uvicorn.Server(config).run(sockets=[listener])


@app.command(epilog="Example: boctach key ministry >> keys.txt")
def key(name: Annotated[str, typer.Argument(help="Whose key it is; it stands in the log.")]) -> None:
    """Make an API key.

    The key itself is shown once, on standard error; the line on standard output lets it in, in BOCTACH_API_KEYS or
    in the file that BOCTACH_API_KEYS_FILE names.
    """
    from boctach.api import access
    from boctach.errors import SettingError

    try:
        made, entry = access.make_key(name)
    except SettingError as error:
        _fail(str(error))
    typer.echo(f"Authorization: Bearer {made}", err=True)
    typer.echo(entry)


cli_corpus.attach(app)
cli_topics.attach(app)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        _fail(f"cannot listen on {host}, port {port}: {reason}. Name another with --host or --port.")
