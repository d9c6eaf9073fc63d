"""Pages about one article: the form, its facts, and the facts as a file."""

import anyio
import anyio.to_thread
import orjson
from fastapi import Request, Response

from boctach.analysis import Analysis
from boctach.api.models import ExtractRequest
from boctach.api.problems import ProblemError
from boctach.api.work import Worker
from boctach.errors import EmptyTextError, InputError
from boctach.settings import Settings
from boctach.topics.answer import Topic
from boctach.web import complaints, export, forms, samples
from boctach.web.forms import NOTHING, Posted
from boctach.web.site import Site, download
from boctach.web.view import view

_SECONDS_TO_LOAD = 60


class ArticlePages:
    """The page's answers.

    Args:
        site: What renders.
        worker: What analyses.
        options: The longest text that is read.
    """

    def __init__(self, site: Site, worker: Worker, options: Settings) -> None:
        self._site = site
        self._worker = worker
        self._options = options

    async def home(self) -> Response:
        """The empty form."""
        return self._site.home(NOTHING)

    async def analyse(self, request: Request) -> Response:
        """The article of a form with its facts."""
        posted = NOTHING
        try:
            posted = await forms.read(request, self._options.max_characters)
            return await self._show(posted)
        except (InputError, ProblemError) as error:
            return self._site.home(posted, complaints.of(error))

    async def sample(self, name: str) -> Response:
        """One of the project's own articles with its facts."""
        text = samples.texts().get(name)
        if text is None:
            return self._site.home(NOTHING, complaints.missing())
        try:
            return await self._show(Posted(text=text))
        except (InputError, ProblemError) as error:
            return self._site.home(Posted(text=text), complaints.of(error))

    async def export(self, form: str, request: Request) -> Response:
        """The facts of a form's article as a file."""
        if form not in export.FORMATS:
            return self._site.home(NOTHING, complaints.missing())
        posted = NOTHING
        try:
            posted = await forms.read(request, self._options.max_characters)
            article, analysis, _ = await self._read(posted)
        except (InputError, ProblemError) as error:
            return self._site.home(posted, complaints.of(error))
        return await anyio.to_thread.run_sync(_file, form, article, analysis)

    async def _show(self, posted: Posted) -> Response:
        return await anyio.to_thread.run_sync(self._site.result, *await self._read(posted))

    async def _read(self, posted: Posted) -> tuple[Posted, Analysis, Topic | None]:
        """The service's own answer to an article, read back, with the article as plain text, and its themes.

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
        answer = orjson.loads(await self._worker.answer("page", _request(posted).model_dump()))
        text, told = answer.pop("text", posted.text), answer.pop("themes", None)
        analysis, themes = Analysis.model_validate(answer), Topic.model_validate(told) if told else None
        if not posted.is_markup:
            return posted, analysis, themes
        article = analysis.article
        read = Posted(
            text=text, title=article.title, url=article.url, published_at=article.published_at, source=article.source
        )
        return read, analysis, themes


def _request(posted: Posted) -> ExtractRequest:
    kinds = list(posted.kinds) or None
    if posted.is_markup:  # a page says these itself
        return ExtractRequest(html=posted.text, url=posted.url, kinds=kinds)
    return ExtractRequest(
        text=posted.text,
        title=posted.title,
        url=posted.url,
        published_at=posted.published_at,
        source=posted.source,
        kinds=kinds,
    )


def _file(form: str, posted: Posted, analysis: Analysis) -> Response:
    chosen = export.FORMATS[form]
    content = chosen.write(posted.text, view(posted.text, analysis))
    return download(content, f"boctach.{form}", chosen.media_type)
