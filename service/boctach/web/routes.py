"""Addresses of the page."""

from typing import Annotated

import anyio
import anyio.to_thread
from fastapi import APIRouter, Header, Request, Response

from boctach.analysis import Analysis
from boctach.api.models import ExtractRequest
from boctach.api.problems import ProblemError
from boctach.api.work import Worker
from boctach.errors import EmptyTextError, InputError
from boctach.settings import Settings
from boctach.web import assets, complaints, export, forms, samples
from boctach.web.forms import Posted
from boctach.web.pages import HEADERS, page
from boctach.web.view import View, view

_SECONDS_TO_LOAD = 60
_NOTHING = Posted(text="")


class Pages:
    """The page's answers.

    Args:
        worker: What analyses.
        options: The longest text that is read.
    """

    def __init__(self, worker: Worker, options: Settings) -> None:
        self._worker = worker
        self._options = options

    async def home(self) -> Response:
        """The empty form."""
        return _home(_NOTHING)

    async def analyse(self, request: Request) -> Response:
        """The article of a form with its facts."""
        posted = _NOTHING
        try:
            posted = await forms.read(request, self._options.max_characters)
            return await self._show(posted)
        except (InputError, ProblemError) as error:
            return _home(posted, complaints.of(error))

    async def sample(self, name: str) -> Response:
        """One of the project's own articles with its facts."""
        text = samples.texts().get(name)
        if text is None:
            return _home(_NOTHING, complaints.missing())
        try:
            return await self._show(Posted(text=text))
        except (InputError, ProblemError) as error:
            return _home(Posted(text=text), complaints.of(error))

    async def export(self, form: str, request: Request) -> Response:
        """The facts of a form's article as a file."""
        if form not in export.FORMATS:
            return _home(_NOTHING, complaints.missing())
        posted = _NOTHING
        try:
            posted = await forms.read(request, self._options.max_characters)
            analysis = await self._analysis(posted)
        except (InputError, ProblemError) as error:
            return _home(posted, complaints.of(error))
        return await anyio.to_thread.run_sync(_file, form, posted, analysis)

    async def _show(self, posted: Posted) -> Response:
        return await anyio.to_thread.run_sync(_result, posted, await self._analysis(posted))

    async def _analysis(self, posted: Posted) -> Analysis:
        """The service's own answer to an article, read back.

        Raises:
            InputError: The article cannot be used.
            ProblemError: The service cannot answer now.
        """
        if not posted.text.strip():  # no need to wait for the models to say so
            raise EmptyTextError("the text is empty", field="text", remedy="paste an article")
        with anyio.move_on_after(_SECONDS_TO_LOAD):
            while not (self._worker.ready or self._worker.failed):
                await anyio.sleep(0.1)
        if not self._worker.ready:
            raise ProblemError(503, "not-ready", "the models are not loaded", field="service", remedy="try again")
        request = ExtractRequest(
            text=posted.text,
            title=posted.title,
            url=posted.url,
            published_at=posted.published_at,
            source=posted.source,
            kinds=list(posted.kinds) or None,
        )
        return Analysis.model_validate_json(await self._worker.analyse(request))


async def _asset(name: str, if_none_match: Annotated[str | None, Header()] = None) -> Response:
    found = assets.assets().get(name)
    if found is None:
        return _home(_NOTHING, complaints.missing())
    headers = {
        "ETag": f'"{found.tag}"',
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
    }
    if if_none_match == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)


def router(worker: Worker, options: Settings) -> APIRouter:
    """The page's routes.

    Args:
        worker: What analyses.
        options: The longest text that is read.
    """
    pages = Pages(worker, options)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/", pages.home, methods=["GET"])
    routes.add_api_route("/", pages.analyse, methods=["POST"])
    routes.add_api_route("/vi-du/{name}", pages.sample, methods=["GET"])
    routes.add_api_route("/xuat/{form}", pages.export, methods=["POST"])
    routes.add_api_route("/assets/{name:path}", _asset, methods=["GET"])
    return routes


def _home(posted: Posted, complaint: complaints.Complaint | None = None) -> Response:
    status = complaint.status if complaint else 200
    return page("home.html", status, posted=posted, complaint=complaint, samples=samples.titles())


def _result(posted: Posted, analysis: Analysis) -> Response:
    return page("result.html", posted=posted, view=view(posted.text, analysis))


def _file(form: str, posted: Posted, analysis: Analysis) -> Response:
    shown: View = view(posted.text, analysis)
    chosen = export.FORMATS[form]
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="boctach.{form}"'}
    return Response(chosen.write(posted.text, shown), media_type=chosen.media_type, headers=headers)
