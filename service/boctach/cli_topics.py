"""The command line's part for topics: classify files; train, evaluate and use models of one's own."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from boctach.topics.model import Model

topics = typer.Typer(
    name="topics",
    help="Train, evaluate and use topic models.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How answers are printed."""

    jsonl = "jsonl"
    json = "json"
    table = "table"


class Report(StrEnum):
    """How figures are printed."""

    text = "text"
    json = "json"


def attach(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(
        epilog="Examples: boctach classify articles/ --format table; cat article.txt | boctach classify --model themes"
    )(classify)
    app.add_typer(topics)


ModelName = Annotated[str, typer.Option("--model", metavar="NAME", help="The model; the service lists them.")]
ModelsFolder = Annotated[
    Path | None,
    typer.Option(
        "--models",
        metavar="FOLDER",
        envvar="BOCTACH_MODELS",
        help="A folder of models of your own, beside those that ship.",
    ),
]
Data = Annotated[
    Path, typer.Option(metavar="FILE", help="JSON lines (.jsonl) or CSV of text and label, or labels; also with .gz.")
]


def _fail(error: Exception) -> NoReturn:
    remedy = getattr(error, "remedy", None)
    typer.echo(f"boctach: {error}" + (f"; {remedy}" if remedy else ""), err=True)
    raise typer.Exit(1)


def _find(name: str, models: Path | None) -> "Model":
    from boctach.errors import BoctachError
    from boctach.topics import store

    try:
        return store.find(name, models)
    except BoctachError as error:
        _fail(error)


def classify(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files, folders (their .txt, .html and .htm files, also in folders below) or - for standard input."
            " Without any, what is piped in.",
        ),
    ] = None,
    model: ModelName = "sections",
    format: Annotated[  # noqa: A002 the option's name
        Format, typer.Option(help="jsonl: a line a file, as each is done. json: one array. table: for people.")
    ] = Format.jsonl,
    models: ModelsFolder = None,
) -> None:
    """Say which topic files are about, how sure that is, and why.

    Files are read as `boctach extract` reads them. A text that is too short to tell, of another language, or between
    topics gets `abstained` with the reason. A file that cannot be read has an error; the others go on, and the exit
    status is 1 at the end.
    """
    from boctach import batch, settings
    from boctach.errors import SettingError

    if not paths:
        if sys.stdin.isatty():
            raise typer.BadParameter("name a file or a folder, or pipe a text in", param_hint="PATH")
        paths = ["-"]
    _find(model, models)
    try:
        longest = settings.from_environment().max_characters
    except SettingError as error:
        _fail(error)
    lines = batch.classify(paths, sys.stdin.buffer, model=model, models=models, max_characters=longest)
    failed = _print(lines, format)
    if failed:
        raise typer.Exit(1)


def _print(lines: Any, form: Format) -> bool:
    """Print the lines; tells whether one is an error."""
    import orjson

    failed = False
    kept = []
    for line in lines:
        if "error" in line:
            failed = True
            typer.echo(f"boctach: {line['path']}: {line['error']}", err=True)
        if form is Format.jsonl:
            sys.stdout.buffer.write(orjson.dumps(line) + b"\n")
            sys.stdout.buffer.flush()
        else:
            kept.append(line)
    if form is Format.json:
        sys.stdout.buffer.write(orjson.dumps(kept) + b"\n")
    elif form is Format.table:
        _print_table([line for line in kept if "error" not in line])
    return failed


def _print_table(lines: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for column in ("path", "topic", "score", "why"):
        table.add_column(column)
    for line in lines:
        topic = line["topic"]
        if topic["abstained"]:
            shown = " or ".join(c["label"] for c in topic.get("candidates", ())) or "-"
            label, score = f"abstained ({topic['reason'].replace('_', ' ')}): {shown}", "-"
        else:
            label, score = ", ".join(topic["labels"]), f"{topic['score']:.2f}"
        why = ", ".join(" ".join(term["text"].split()) for term in topic.get("terms", ())[:5])
        table.add_row(*map(Text, (line["path"], label, score, why)))
    Console().print(table)


def _progress(what: str) -> Callable[[int, int], None]:
    """Tells on standard error how far it is, a hundred times at most."""

    def told(done: int, of: int) -> None:
        if done == of or done % max(1, of // 100) == 0:
            end = "\n" if done == of else ""
            typer.echo(f"\r{what} {done} of {of}{end}", err=True, nl=False)

    return told


@topics.command(epilog="Example: boctach topics train --data mine.csv --name mine --into models/")
def train(
    data: Data,
    name: Annotated[str, typer.Option(help="The model's name: small letters, digits, hyphens, underscores.")],
    into: Annotated[Path, typer.Option(metavar="FOLDER", help="The folder of models; the model gets a folder in it.")],
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
) -> None:
    """Train a model of your own labels from labelled texts.

    Writes a folder with the model, its figures from cross-validation, the confusion matrix as a picture, and a model
    card to complete. Name the folder of models in BOCTACH_MODELS, and the service and this command line load it.
    """
    from boctach.errors import BoctachError, SampleError
    from boctach.topics import samples, store

    try:
        if not store.is_name(name):
            raise SampleError(
                f"{name!r} cannot name a model", field="name", remedy="use small letters, digits, hyphens, underscores"
            )
        rows = samples.read(data)
        # scikit-learn is heavy, and only training needs it.
        from boctach.topics import recipes, training

        settings = training.TrainingSettings(seed=seed)
        metrics = recipes.train(rows, name, into / name, lambda what: typer.echo(what, err=True), settings)
    except (BoctachError, OSError) as error:
        _fail(error)
    typer.echo(f"{into / name}:")
    _print_figures(metrics["cross_validation"])


@topics.command(epilog="Example: boctach topics evaluate --model sections --data test.jsonl --format json")
def evaluate(
    data: Data,
    model: ModelName = "sections",
    format: Annotated[Report, typer.Option(help="text: for people. json: all figures.")] = Report.text,  # noqa: A002
    models: ModelsFolder = None,
) -> None:
    """Measure a model on labelled texts.

    `accuracy` counts the first label of every row, abstained or not. For `sections`, labels may be written as either
    of its corpora writes them.
    """
    import orjson

    from boctach.errors import BoctachError
    from boctach.topics import evaluation, samples

    chosen = _find(model, models)
    try:
        found = evaluation.evaluate(chosen, samples.read(data), _progress("classified"))
    except BoctachError as error:
        _fail(error)
    if format is Report.json:
        sys.stdout.buffer.write(orjson.dumps(found) + b"\n")
    else:
        _print_figures(found)


@topics.command(epilog="Example: boctach topics predict --model themes --data articles.jsonl > predictions.jsonl")
def predict(
    data: Annotated[Path, typer.Option(metavar="FILE", help="JSON lines or CSV with text; labels are not looked at.")],
    model: ModelName = "sections",
    models: ModelsFolder = None,
) -> None:
    """Print the label, the labels and the scores of every row of a file, a JSON line a row."""
    import orjson

    from boctach.document import Document
    from boctach.errors import BoctachError
    from boctach.topics import samples
    from boctach.topics.classifier import classify as say

    chosen = _find(model, models)
    try:
        texts = samples.texts(data)
    except BoctachError as error:
        _fail(error)
    told = _progress("classified")
    for number, text in enumerate(texts, start=1):
        answer = say(Document(text), chosen).model_dump(mode="json", exclude={"terms", "passages", "model"})
        sys.stdout.buffer.write(orjson.dumps({"row": number} | answer) + b"\n")
        told(number, len(texts))


def _print_figures(found: dict[str, Any]) -> None:
    names = ("rows", "accuracy", "micro_f1", "macro_f1", "expected_calibration_error", "coverage")
    for name in (*names, "accuracy_at_coverage"):
        typer.echo(f"{name.replace('_', ' '):28}{found[name]}")
    width = max(len(label) for label in found["labels"]) + 2
    typer.echo(f"\n{'':{width}}precision  recall     f1   support")
    for label, row in found["labels"].items():
        typer.echo(f"{label:{width}}{row['precision']:9.3f}{row['recall']:8.3f}{row['f1']:7.3f}{row['support']:10}")
