"""boctach: structured facts from Vietnamese government and news articles."""

__version__ = "0.1.0"
