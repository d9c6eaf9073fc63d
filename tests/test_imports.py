"""The floors of the package: imports only run downward. CONTRIBUTING.md draws them."""

import ast
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from boctach.extractors import REGISTRY
from tests.shared import ROOT

SOURCE = ROOT / "service" / "boctach"

# From the ground up. A module may import its own floor and those below.
FLOORS = [
    ["spans", "errors", "kernel", "lockstep"],
    ["tables"],
    ["facts"],
    ["text"],
    ["document"],
    ["article", "extractors", "topics"],
    ["citations", "evaluation", "namesakes", "statements"],
    ["analysis"],
    ["annotation", "settings", "files"],
    ["batch", "corpus"],
    ["api", "web", "printing", "cli", "cli_corpus", "cli_topics", "__main__"],
]
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}
KIND_MODULES = {module.__name__.removeprefix("boctach.") for module in REGISTRY}  # type: ignore[attr-defined]


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_name(path): path for path in SOURCE.rglob("*.py")}


def _imported(path: Path) -> Iterator[str]:
    """Full names of what a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _own(path: Path) -> set[str]:
    """The package's modules that a module imports: ``boctach.text.clean.clean`` gives ``text.clean``."""
    found = set()
    for full in _imported(path):
        name = full.removeprefix("boctach.")
        if name == full:
            continue
        found.add(name if name in MODULES else name.rpartition(".")[0])
    return found


GRAPH = {name: _own(path) - {name, ""} for name, path in MODULES.items() if name}


def _floor(name: str) -> int:
    return LEVEL[name.split(".")[0]]


def test_every_module_has_a_floor() -> None:
    assert {name.split(".")[0] for name in GRAPH} <= set(LEVEL)


@pytest.mark.parametrize("name", sorted(GRAPH))
def test_imports_run_downward(name: str) -> None:
    assert {other for other in GRAPH[name] if _floor(other) > _floor(name)} == set()


def test_no_cycles() -> None:
    list(graphlib.TopologicalSorter(GRAPH).static_order())


# What several kinds of fact stand on: amounts, and the names of partners, which agreements are named after too.
COMMON = {
    f"extractors.{name}"
    for name in (
        "base",
        "amounts",
        "partners",
        "partners.names",
        "partners.shapes",
        "partners.tables",
        "partners.words",
        "rules",
    )
}


def test_extractors_do_not_import_each_other() -> None:
    private = {name for name in GRAPH if name.startswith("extractors.")} - KIND_MODULES - COMMON

    def below(module: str) -> set[str]:
        found, left = set(), [module]
        while left:
            new = {name for name in GRAPH[left.pop()] if name.startswith("extractors.")} - found
            found |= new
            left += new
        return found

    owners: dict[str, set[str]] = {}
    for kind_module in KIND_MODULES:
        for module in below(kind_module) - COMMON:
            owners.setdefault(module, set()).add(kind_module)
    # Any other module beside the kinds' own serves one kind.
    assert {module: kinds for module, kinds in owners.items() if len(kinds) > 1 or module in KIND_MODULES} == {}
    assert private - set(owners) == set(), "imported by no kind"


def _importers(package: str) -> set[str]:
    return {name for name, path in MODULES.items() if any(full.split(".")[0] == package for full in _imported(path))}


def test_heavy_packages_have_one_importer() -> None:
    assert {name for name in _importers("underthesea") if not name.startswith("text.tokenizer")} == set()
    assert {name for name in _importers("sklearn") if not name.startswith("topics")} == set()
    assert {name for name in _importers("trafilatura") if not name.startswith("text.html")} == set()
    assert {name for name in _importers("fastapi") if not name.startswith(("api", "web"))} == set()


@pytest.mark.parametrize(
    "code",
    [
        "import boctach",
        "import boctach.cli",
        "import boctach; boctach.__version__",
        # What `boctach serve` imports before it lets another process load everything meanwhile.
        "import boctach.cli, boctach.api.pool",
    ],
)
def test_importing_is_cheap(code: str) -> None:
    heavy = ["spacy", "underthesea", "sklearn", "numpy", "fastapi", "trafilatura", "boctach.analysis"]
    check = f"{code}; import sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names() -> None:
    import boctach

    assert {name for name in boctach.__all__ if getattr(boctach, name, None) is None} == set()
    assert set(boctach.__all__) <= set(dir(boctach))
    with pytest.raises(AttributeError, match="nonsense"):
        boctach.nonsense  # noqa: B018
