"""Pages out of templates, with the headers that keep a page from running what is not ours."""

from collections.abc import Mapping
from typing import Any, Final

import jinja2
from fastapi import Response
from fastapi.responses import HTMLResponse

from boctach import __version__
from boctach.analysis import Analysis
from boctach.topics.answer import Topic
from boctach.web import assets, samples
from boctach.web.complaints import Complaint
from boctach.web.forms import Posted
from boctach.web.view import view

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    # What was pasted stays out of caches.
    "Cache-Control": "no-store",
}


class Site:
    """Renders the pages.

    Args:
        has_corpus: Whether there is a store of articles to ask.
    """

    def __init__(self, *, has_corpus: bool) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("boctach.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(asset=assets.address, version=__version__, has_corpus=has_corpus)

    def page(self, template: str, status: int = 200, **shown: Any) -> Response:
        """A page of a template, everything in it escaped."""
        content = self._templates.get_template(template).render(shown)
        return HTMLResponse(content, status_code=status, headers=dict(HEADERS))

    def home(self, posted: Posted, complaint: Complaint | None = None) -> Response:
        """The form, filled with what was posted, and what was wrong with it."""
        status = complaint.status if complaint else 200
        return self.page("home.html", status, posted=posted, complaint=complaint, samples=samples.titles())

    def result(self, posted: Posted, analysis: Analysis, themes: Topic | None = None) -> Response:
        """An article with its facts and its themes."""
        return self.page("result.html", posted=posted, view=view(posted.text, analysis, themes))


def download(content: bytes, name: str, media_type: str) -> Response:
    """A file to save."""
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
