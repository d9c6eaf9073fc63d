"""The project's own articles, shown as examples to click."""

import functools
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

# The wheel takes corpus/samples along under this name; in a checkout they are read where they lie.
_PACKED = resources.files("boctach").joinpath("samples")
_CHECKOUT = Path(__file__).parents[3] / "corpus" / "samples"


@functools.cache
def texts() -> Mapping[str, str]:
    """Texts of the samples by their names, in the order of the names."""
    folder = _PACKED if _PACKED.is_dir() else _CHECKOUT
    if not folder.is_dir():
        return {}
    found = {
        file.name.removesuffix(".txt"): file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".txt")
    }
    return dict(sorted(found.items()))


def titles() -> Mapping[str, str]:
    """Their first lines, which are their titles."""
    return {name: text.strip().partition("\n")[0] for name, text in texts().items()}
