"""Every regular expression of the package, seen as it is compiled: ``python -m tests.patterns`` prints them as JSON.

That is done in a process of its own, whose `re` tells of each pattern before any module of the package is imported;
so none is left out, be it a module's, behind a cache, or written where it is used.
"""

import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from types import FrameType
from typing import Any

from tests.shared import ROOT

PUBLIC = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
SAMPLES = sorted((ROOT / "corpus" / "samples").glob("*.txt"))


def patterns() -> dict[str, re.Pattern[str]]:
    """Each pattern by a name that says where it is; those of one place are numbered."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.patterns"]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    return {name: re.compile(pattern, flags) for name, pattern, flags in json.loads(told)}


def _frame_of_package() -> FrameType | None:
    """The innermost frame that is the package's own, not that of a class that compiles patterns for others."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("boctach.") and module != "boctach.text.cued":
            return frame
        if not module.startswith(("re.", "functools", "boctach.text.cued", "dataclasses")) and module != "re":
            return None
        frame = frame.f_back
    return None


def _spied(real: Callable[..., Any], found: dict[tuple[str, int], str]) -> Callable[..., Any]:
    compile_ = re.compile if real is not re.compile else real

    def spied(pattern: Any, *given: Any, **named: Any) -> Any:
        frame = _frame_of_package()
        if frame is not None and not isinstance(getattr(pattern, "pattern", pattern), bytes):
            flags = [flag for flag in (*given, *named.values()) if isinstance(flag, re.RegexFlag)]
            compiled = compile_(pattern, *flags)
            module = frame.f_globals["__name__"].removeprefix("boctach.")
            found.setdefault((compiled.pattern, compiled.flags), f"{module}.{frame.f_code.co_qualname}")
        return real(pattern, *given, **named)

    return spied


def _is_python(module: pkgutil.ModuleInfo) -> bool:
    spec = module.module_finder.find_spec(module.name, None)  # type: ignore[call-arg]
    return spec is not None and isinstance(spec.loader, SourceFileLoader)


def _gather() -> list[tuple[str, str, int]]:
    found: dict[tuple[str, int], str] = {}
    originals = {name: getattr(re, name) for name in PUBLIC}
    for name, real in originals.items():
        setattr(re, name, _spied(real, found))
    import boctach

    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(boctach.__path__, "boctach.")
        if module.name not in ("boctach.__main__", "boctach.api.preloaded") and _is_python(module)
    ]
    for path in SAMPLES:
        text = path.read_text(encoding="utf-8")
        boctach.analyze(text)
        boctach.analyze_html("<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines()))
    for module in modules:
        for name, value in vars(module).items():
            value = getattr(value, "_pattern", value)
            if isinstance(value, re.Pattern) and found.get((value.pattern, value.flags), "").endswith("<module>"):
                found[value.pattern, value.flags] = f"{module.__name__.removeprefix('boctach.')}.{name}"
    listed: dict[str, tuple[str, str, int]] = {}
    for (pattern, flags), place in found.items():
        name, number = place, 1
        while name in listed:
            number += 1
            name = f"{place}[{number}]"
        listed[name] = (name, pattern, flags)
    return list(listed.values())


if __name__ == "__main__":
    print(json.dumps(_gather()))
