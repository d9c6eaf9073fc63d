"""Addresses of the page."""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from boctach.api.work import Worker
from boctach.settings import Settings
from boctach.web import assets, complaints
from boctach.web.article_pages import ArticlePages
from boctach.web.corpus_pages import CorpusPages
from boctach.web.forms import NOTHING
from boctach.web.site import Site


def router(worker: Worker, options: Settings) -> APIRouter:
    """The page's routes.

    Args:
        worker: What analyses.
        options: The longest text that is read.
    """
    site = Site(has_corpus=bool(options.store))
    pages = ArticlePages(site, worker, options)

    async def asset(name: str, if_none_match: Annotated[str | None, Header()] = None) -> Response:
        found = assets.assets().get(name)
        return _asset(found, if_none_match) if found else site.home(NOTHING, complaints.missing())

    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/", pages.home, methods=["GET"])
    routes.add_api_route("/", pages.analyse, methods=["POST"])
    routes.add_api_route("/vi-du/{name}", pages.sample, methods=["GET"])
    routes.add_api_route("/xuat/{form}", pages.export, methods=["POST"])
    routes.add_api_route("/assets/{name:path}", asset, methods=["GET"])
    if options.store:
        corpus = CorpusPages(site, options.store)
        routes.add_api_route("/kho", corpus.ask, methods=["GET"])
        routes.add_api_route("/kho/tai/{table}.{form}", corpus.file, methods=["GET"])
    return routes


def _asset(found: assets.Asset, kept: str | None) -> Response:
    headers = {
        "ETag": f'"{found.tag}"',
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
    }
    if kept == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)
