"""A service of its own and a real Chromium, driven by Playwright; without one the tests skip and say so."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from boctach.corpus import Corpus
from tests import jobs
from tests.shared import ROOT

CHROMIUM = os.environ.get("BOCTACH_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = ROOT / "test-output"
WIDTHS = {1280: 900, 390: 844}
"""Widths of a desk and of a phone, with their heights."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        here = Path(__file__).parent
        skip = pytest.mark.skip(reason="no Chromium is found; install chromium, or set BOCTACH_CHROMIUM to its path")
        for item in items:
            if here in item.path.parents:
                item.add_marker(skip)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running service with a store of the project's samples."""
    store = str(tmp_path_factory.mktemp("corpus") / "store")
    Corpus(store).ingest(str(ROOT / "corpus" / "samples"))
    command = [sys.executable, "-m", "boctach", "serve", "--port", "0"]
    # However slow the machine is, neither an article nor the browser that reads a page is given up.
    patient = {name: str(2 * jobs.LONGEST) for name in ("BOCTACH_ARTICLE_SECONDS", "BOCTACH_READ_SECONDS")}
    environment = os.environ | {"BOCTACH_STORE": store, "BOCTACH_WORKERS": "1"} | patient
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            said = ""
            while not (found := re.search(r"http://127\.0\.0\.1:\d+", said)):
                line = process.stderr.readline()
                assert line, f"the service ended: {said}"
                said += line
            # What it says from here on is of no use, and must not fill the pipe.
            with ExitStack() as stack:
                sink = stack.enter_context(subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL))
                _wait_until_ready(found.group())
                yield found.group()
                process.terminate()
                sink.wait(jobs.LONGEST)
        finally:
            process.terminate()


def _wait_until_ready(address: str) -> None:
    end = time.monotonic() + jobs.LONGEST
    while True:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=jobs.LONGEST):
                return
        except (urllib.error.URLError, TimeoutError):
            assert time.monotonic() < end, "the service does not get ready"
            time.sleep(0.2)


Open = Callable[..., Page]


@pytest.fixture(scope="module")
def open_browser(service: str) -> Iterator[Open]:
    """Opens a page in a browser of its own: ``open_browser(width=390, color_scheme="dark")``.

    Closed with the module: Playwright keeps an event loop running in this thread, which later tests could not bear.
    """
    expect.set_options(timeout=1_000 * jobs.LONGEST)
    with sync_playwright() as playwright, ExitStack() as stack:
        opened: dict[str, BrowserContext] = {}

        def open_page(width: int = 1280, **options: Any) -> Page:
            key = repr((width, sorted(options.items())))
            if key not in opened:
                profile = stack.enter_context(TemporaryDirectory())
                opened[key] = playwright.chromium.launch_persistent_context(
                    profile,
                    executable_path=CHROMIUM,
                    args=ARGUMENTS,
                    viewport={"width": width, "height": WIDTHS[width]},
                    base_url=service,
                    accept_downloads=True,
                    **options,
                )
                opened[key].set_default_timeout(1_000 * jobs.LONGEST)
                stack.callback(opened[key].close)
            return opened[key].new_page()

        yield open_page


@pytest.fixture
def desk(open_browser: Open) -> Iterator[Page]:
    """A page on a desk; the test fails where the browser complains of anything."""
    yield from _watched(open_browser())


def _watched(page: Page) -> Iterator[Page]:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    yield page
    page.close()
    assert complaints == []
