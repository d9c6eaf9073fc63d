"""The models that there are, by name: those that ship, and those of a folder of one's own, which win."""

import functools
import re
from pathlib import Path
from typing import Final

from boctach.errors import UnknownModelError
from boctach.topics import model
from boctach.topics.model import Model, ModelSettings

DEFAULT: Final = "sections"
"""The model that answers where none is named."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")


def is_name(name: str) -> bool:
    """Whether a model may be called so: small letters, digits, hyphens and underscores; never a path."""
    return _NAME.fullmatch(name) is not None


def shipped() -> Path:
    """The folder of the models that ship: within the package, or, in a checkout, beside its source."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "models"
    return packed if packed.is_dir() else package.parent.parent / "models"


def folders(own: Path | None = None) -> dict[str, Path]:
    """The folder of each model, by name.

    Args:
        own: A folder of models of one's own; a model in it hides the one of the same name that ships.
    """
    found: dict[str, Path] = {}
    for root in (shipped(), own):
        if root is not None and root.is_dir():
            found |= {
                folder.name: folder
                for folder in sorted(root.iterdir())
                if is_name(folder.name) and (folder / model.SETTINGS).is_file()
            }
    return dict(sorted(found.items()))


def find(name: str = DEFAULT, own: Path | None = None) -> Model:
    """A model by name, loaded at first use and once.

    Raises:
        UnknownModelError: There is none of that name.
        ModelError: Its folder is damaged.
    """
    known = folders(own)
    if name not in known:
        shown = name if len(name) <= 60 else name[:60] + "…"
        raise UnknownModelError(
            f"no model is called {shown!r}",
            field="model",
            remedy=f"use one of: {', '.join(known)}" if known else "there are none; train one",
        )
    return _load(known[name])


def listed(own: Path | None = None) -> list[ModelSettings]:
    """The settings of every model, by name.

    Raises:
        ModelError: A folder is damaged.
    """
    return [model.read_settings(folder) for folder in folders(own).values()]


@functools.lru_cache(maxsize=16)
def _load(folder: Path) -> Model:
    return model.load(folder)
