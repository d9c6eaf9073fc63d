"""Pages about a store of articles: questions to it, and answers as files."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import anyio.to_thread
from fastapi import Request, Response

from boctach.errors import InputError, StoreError
from boctach.web import complaints, export, names, values
from boctach.web.forms import NOTHING
from boctach.web.site import Site, download

_FIELDS: Final = (
    *("text", "fold", "document", "partner", "locality", "topic", "kind", "since", "until", "source"),
    *("currency", "minimum", "maximum", "indicator", "after"),
)


class CorpusPages:
    """Answers out of a store of articles.

    Args:
        site: What renders.
        location: Where the store is.
    """

    def __init__(self, site: Site, location: str) -> None:
        self._site = site
        self._location = location

    async def ask(self, request: Request) -> Response:
        """What the store has for a question."""
        return await anyio.to_thread.run_sync(self._answer, dict(request.query_params))

    async def file(self, table: str, form: str, request: Request) -> Response:
        """A table of answers as a file."""
        return await anyio.to_thread.run_sync(self._table, table, form, dict(request.query_params))

    def _answer(self, given: dict[str, str]) -> Response:
        from boctach.corpus.store import Store  # what asks a store is no part of the core
        from boctach.web import asking

        try:
            asked = asking.question(given)
            return self._page(asked.fields, asking.overview(Store(self._location), asked))
        except (InputError, StoreError) as error:
            return self._page(given, None, complaints.of(error))

    def _table(self, table: str, form: str, given: dict[str, str]) -> Response:
        from boctach.corpus.store import Store
        from boctach.web import asking

        if table not in asking.TABLES or form not in export.FORMATS:
            return self._site.home(NOTHING, complaints.missing())
        try:
            content = asking.file(Store(self._location), table, form, asking.question(given))
        except (InputError, StoreError) as error:
            return self._page(given, None, complaints.of(error))
        return download(content, f"boctach-{table}.{form}", export.FORMATS[form].media_type)

    def _page(self, given: Mapping[str, str], shown: object, complaint: complaints.Complaint | None = None) -> Response:
        fields = {name: given.get(name, "") for name in _FIELDS}

        def query(**other: str) -> str:
            """The question as an address has it, with parts of it changed; it begins at the first page of answers."""
            asked = {name: words for name, words in fields.items() if words and name != "after"} | other
            return urlencode(asked)

        return self._site.page(
            "corpus.html",
            complaint.status if complaint else 200,
            fields=fields,
            view=shown,
            complaint=complaint,
            kinds=names.KINDS,
            table_names=names.ANSWERS,
            query=query,
            number=values.number,
        )
