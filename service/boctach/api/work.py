"""Where the analysis runs: off the event loop, one article at a time."""

import logging
from collections.abc import Callable

import anyio
import anyio.to_thread

from boctach import analysis
from boctach.api.models import ExtractRequest
from boctach.settings import Settings

log = logging.getLogger(__name__)


class Worker:
    """Loads the models, then analyses requests in a thread.

    One thread at a time: the tagger holds the interpreter's lock, so that more would only wait for each other.

    Args:
        settings: The longest text that is read.
        warm: Loads everything; called once, in a thread.
    """

    def __init__(self, settings: Settings, warm: Callable[[], None] = analysis.warm) -> None:
        self._settings = settings
        self._warm = warm
        self._turn = anyio.CapacityLimiter(1)
        self.ready = False
        self.failed = False

    async def load(self) -> None:
        """Load everything; ``ready`` says when it is done, ``failed`` if it cannot be."""
        try:
            await anyio.to_thread.run_sync(self._warm, limiter=self._turn)
        except Exception:
            # The process goes on to say in /readyz that it will not get ready.
            log.exception("loading failed")
            self.failed = True
            return
        self.ready = True

    async def analyse(self, request: ExtractRequest) -> bytes:
        """The answer to a request, encoded.

        Raises:
            InputError: The request cannot be used.
        """
        return await anyio.to_thread.run_sync(self._answer, request, limiter=self._turn)

    def _answer(self, request: ExtractRequest) -> bytes:
        return analysis.analyze(**request.model_dump(), max_characters=self._settings.max_characters).to_json()
