"""What an installation rests on: dependencies, locks, Makefile, Dockerfile, CI."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import hatch_build
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from boctach import __version__
from tests.shared import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CORE, ALL, BUILD = "requirements.lock", "requirements-all.lock", "requirements-build.lock"
LOCKS = [CORE, ALL, BUILD]
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]


def _lock(name: str) -> dict[str, tuple[Requirement, tuple[str, ...]]]:
    """Pinned requirements with their hashes, by the line without them."""
    pins: dict[str, tuple[Requirement, tuple[str, ...]]] = {}
    text = (ROOT / name).read_text(encoding="utf-8")
    for entry in re.sub(r"(?m)^\s*#.*\n", "", text).replace("\\\n", " ").splitlines():
        pin, *hashes = entry.split("--hash=")
        pins[pin.strip()] = (Requirement(pin.strip()), tuple(h.strip() for h in hashes))
    return pins


def _names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(written).name) for written in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_index_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    tell_tale = r"(?im)^.*(?:://|index|find-links|trusted-host|^\s*-[^-]| @ |(?<!-)\bhttps?\b(?!-)|/\w+/).*$"
    assert re.findall(tell_tale, text) == []
    assert "make lock" in text.split("\n")[1]


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    pins = _lock(name)
    assert pins
    for pin, (requirement, hashes) in pins.items():
        assert re.fullmatch(r"==[\w.!+]+", str(requirement.specifier)), pin
        assert hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), pin


@pytest.mark.parametrize("name", [CORE, BUILD])
def test_all_has_the_same_versions(name: str) -> None:
    everything = {(str(r.name), str(r.specifier)): hashes for r, hashes in _lock(ALL).values()}
    for requirement, hashes in _lock(name).values():
        assert everything[requirement.name, str(requirement.specifier)] == hashes


@pytest.mark.parametrize("version", ["3.11.9", "3.12.1", "3.13.0"])
@pytest.mark.parametrize("name", LOCKS)
def test_one_version_of_each_package_for_each_python(name: str, version: str) -> None:
    environment = {"python_version": version[:4], "python_full_version": version}
    names = [r.name for r, _ in _lock(name).values() if r.marker is None or r.marker.evaluate(environment)]
    assert sorted(set(names)) == sorted(names)


def test_locks_hold_what_the_project_requires() -> None:
    core = PROJECT["project"]["dependencies"]
    build = PROJECT["build-system"]["requires"]
    assert PROJECT["dependency-groups"]["build"] == build
    for name, required in [
        (CORE, core),
        (BUILD, build),
        (ALL, [*core, *build, *(written for extra in EXTRAS.values() for written in extra)]),
    ]:
        pins = [requirement for requirement, _ in _lock(name).values()]
        for requirement in map(Requirement, required):
            versions = [
                Version(str(pin.specifier)[2:]) for pin in pins if pin.name == canonicalize_name(requirement.name)
            ]
            assert versions, f"{requirement} is not in {name}; run `make lock`"
            assert all(version in requirement.specifier for version in versions), f"{requirement}: run `make lock`"


def test_the_core_is_without_the_extras() -> None:
    core = {requirement.name for requirement, _ in _lock(CORE).values()}
    # Some of what the tests use comes with the core in any case.
    in_any_case = {"packaging", "httpx", "filelock", "pyyaml"}
    of_extras = _names([written for extra in EXTRAS.values() for written in extra]) - in_any_case
    assert core & of_extras == set()
    # Nothing in the core brings a deep-learning framework along.
    assert core & {"torch", "tensorflow", "jax", "transformers"} == set()


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = re.findall(r'(?m)^    "[\w\[\]-]+>=[^"]+",(.*)$', text)
    assert len(lines) == len(PROJECT["project"]["dependencies"]) + sum(map(len, EXTRAS.values()))
    assert [line for line in lines if not re.match(r"\s+# \w", line)] == []


def _foreign_imports(folder: str) -> set[str]:
    """The packages of others that the modules of a folder import."""
    found = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").split(".")[0])
    return found - set(sys.stdlib_module_names) - {"boctach", "tests", "hatch_build", "_typeshed"}


@pytest.mark.parametrize(("folder", "extras"), [("service", ["corpus", "dask", "tracing"]), ("tests", list(EXTRAS))])
def test_what_is_imported_is_required(folder: str, extras: list[str]) -> None:
    allowed = _names([*PROJECT["project"]["dependencies"], *(written for extra in extras for written in EXTRAS[extra])])
    known = packages_distributions()
    undeclared = {
        name
        for name in _foreign_imports(folder)
        if not {canonicalize_name(distribution) for distribution in known.get(name, [name])} & allowed
    }
    assert undeclared == set()


def test_the_python_versions_agree() -> None:
    said = {line.rpartition(" ")[2] for line in PROJECT["project"]["classifiers"] if re.search(r":: 3\.\d+$", line)}
    supported = Requirement(f"python{PROJECT['project']['requires-python']}").specifier
    assert {f"3.{minor}" for minor in range(30) if f"3.{minor}.5" in supported} == said


def _wheel(folder: Path, **environment: str) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, timeout=600, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_without_a_compiler_there_is_a_wheel_all_the_same(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path, CC="false")
    assert wheel.name.endswith("-py3-none-any.whl")
    assert not any("libkernel" in name for name in zipfile.ZipFile(wheel).namelist())


def test_the_wheel_holds_all_of_the_package_and_nothing_else(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path)
    assert wheel.name.endswith("-any.whl") == (hatch_build.compiler() is None)
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    package = ROOT / "service"
    kept = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    if hatch_build.compiler() is None:
        kept.discard(hatch_build.LIBRARY.relative_to("service").as_posix())
    samples = {f"boctach/samples/{path.name}" for path in (ROOT / "corpus" / "samples").iterdir()}
    models = {
        f"boctach/models/{path.relative_to(ROOT / 'models').as_posix()}"
        for path in (ROOT / "models").rglob("*")
        if path.is_file()
    }
    assert packed == kept | samples | models
    assert {"boctach/py.typed", "boctach/api/example.json"} < packed
    assert any(name.startswith("boctach/data/") for name in packed)


def test_the_changelog_knows_the_version() -> None:
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def _make(*arguments: str) -> "subprocess.CompletedProcess[str]":
    # A make that runs these tests hands its flags down; these are calls of their own.
    environment = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
    )


def test_make_says_what_there_is() -> None:
    shown = _make("help").stdout
    assert [name for name in ("install", "serve", "test", "lock", "clean") if f"make {name}" not in shown] == []


def test_make_test_ends_with_pytest() -> None:
    steps = _make("--dry-run", "test").stdout.strip().splitlines()
    assert steps[-1].endswith("-m pytest")
    assert [tool for tool in ("ruff check", "ruff format --check", "mypy") if not any(tool in s for s in steps)] == []


def test_make_names_the_pythons_it_needs(tmp_path: Path) -> None:
    done = _make(f"VENV={tmp_path / 'venv'}", "PYTHON=/no/such/python", "install")
    assert done.returncode != 0
    assert "needs Python 3.11, 3.12 or 3.13" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_make_installs_by_hash_and_builds_without_fetching() -> None:
    steps = _make("--dry-run", "--always-make", "install").stdout
    assert "--require-hashes -r requirements-all.lock" in steps
    assert "--no-deps --no-build-isolation -e ." in steps


def test_ci_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "exec make test" in script.read_text(encoding="utf-8")


DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_image_is_pinned_and_not_root() -> None:
    bases = re.findall(r"(?m)^FROM (\S+)", DOCKERFILE)
    assert len(bases) > 1
    assert all(re.search(r":\d+\.\d+", base) for base in bases)
    assert re.findall(r"(?m)^USER (\S+)", DOCKERFILE)[-1] not in ("root", "0")


def test_the_image_installs_by_hash_and_runs_offline() -> None:
    installs = re.findall(r"pip install[^&\n]*(?:\\\n[^&\n]*)*", DOCKERFILE)
    assert installs
    assert all("--require-hashes" in one or ("--no-deps" in one and "--no-index" in one) for one in installs)
    assert "requirements-all.lock" not in DOCKERFILE
    assert "HF_HUB_OFFLINE=1" in DOCKERFILE
    assert re.search(r"(?m)^HEALTHCHECK .*\n?.*/healthz", DOCKERFILE)


def test_what_the_image_copies_is_there_and_sent() -> None:
    copied = [
        name
        for line in re.findall(r"(?m)^COPY (?!--from)(.+)$", DOCKERFILE)
        for name in line.split()[:-1]
        if not name.startswith("--")
    ]
    assert copied
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name.rstrip('/')}" in sent, f"{name} is not sent to the build"
