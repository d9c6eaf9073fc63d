"""boctach: structured facts from Vietnamese government and news articles.

``boctach.analyze(text)`` is all that most callers need. Importing the package is cheap: what it offers is loaded at
first use, and the models of the language at the first analysis.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boctach.analysis import Analysis, analyze, analyze_html, analyze_many
    from boctach.article import Article
    from boctach.corpus import Corpus
    from boctach.errors import BoctachError, InputError
    from boctach.facts import KINDS, Fact, Kind

__version__ = "0.1.0"

__all__ = [
    "KINDS",
    "Analysis",
    "Article",
    "BoctachError",
    "Corpus",
    "Fact",
    "InputError",
    "Kind",
    "__version__",
    "analyze",
    "analyze_html",
    "analyze_many",
]

_HOMES = {
    "Analysis": "analysis",
    "analyze": "analysis",
    "analyze_html": "analysis",
    "analyze_many": "analysis",
    "Article": "article",
    "Corpus": "corpus",
    "BoctachError": "errors",
    "InputError": "errors",
    "KINDS": "facts",
    "Fact": "facts",
    "Kind": "facts",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
