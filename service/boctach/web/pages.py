"""Pages out of templates, with the headers that keep a page from running what is not ours."""

import functools
from collections.abc import Mapping
from typing import Any, Final

import jinja2
from fastapi.responses import HTMLResponse

from boctach import __version__
from boctach.web import assets

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


@functools.cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("boctach.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = assets.address
    environment.globals["version"] = __version__
    return environment


def page(template: str, status: int = 200, headers: Mapping[str, str] | None = None, **shown: Any) -> HTMLResponse:
    """A page of a template, everything in it escaped."""
    content = _templates().get_template(template).render(shown)
    return HTMLResponse(content, status_code=status, headers={**HEADERS, **(headers or {})})
