"""Compiles the inner loops when the package is built or installed from source.

A plain shared library, loaded by ctypes: it knows nothing of Python, so one wheel a platform serves every version, and
no Python headers are needed. Without a C compiler the package is built all the same, and numpy does the work.
"""

import hashlib
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("service", "boctach", "kernel")
LIBRARY = FOLDER / ("libkernel.dll" if os.name == "nt" else "libkernel.so")
FLAGS = ["-O3", "-fPIC", "-shared", "-fvisibility=hidden"]


class KernelHook(BuildHookInterface[Any]):
    """Adds the compiled library to a wheel, or to the source folder of an editable installation."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling passes it)
        """Called by hatchling before it collects the files."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        try:
            compile_kernel(root / FOLDER, root / LIBRARY)
        except OSError as error:
            self.app.display_warning(
                f"built without compiled loops, to read articles at four fifths of the speed: {error}"
            )
            return
        build_data["artifacts"].append(LIBRARY.as_posix())
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"


def compiler() -> str | None:
    """The C compiler: what CC names, else the first that is found."""
    return os.environ.get("CC") or next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)


def compile_kernel(folder: Path, library: Path) -> None:
    """Compile the library, and put it in its place whole.

    Raises:
        OSError: There is no compiler, or it fails; the message is its own.
    """
    command = compiler()
    if command is None:
        raise FileNotFoundError("no C compiler was found")
    sources = sorted(path for path in folder.iterdir() if path.suffix in (".c", ".h"))
    digest = hashlib.sha256(b"".join([path.read_bytes() for path in sources])).hexdigest()  # as boctach.kernel reads it
    code = [str(path) for path in sources if path.suffix == ".c"]
    unfinished = library.with_suffix(".new")
    done = subprocess.run(
        [*command.split(), *FLAGS, f'-DSOURCE="{digest}"', "-o", str(unfinished), *code],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        unfinished.unlink(missing_ok=True)
        raise OSError(f"{command}: {done.stderr.strip() or f'exit code {done.returncode}'}")
    unfinished.replace(library)
