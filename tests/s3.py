"""A server that speaks S3, in a process of its own: in the tests' own, `deltalake` would wait for itself."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

BUCKET = "bucket"


@contextlib.contextmanager
def server() -> Iterator[dict[str, str]]:
    """A server with an empty bucket; the options that `deltalake` reaches it by."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _make_bucket(f"http://127.0.0.1:{port}/{BUCKET}")
        yield {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_ALLOW_HTTP": "true",
        }
    finally:
        process.kill()
        process.wait()


def _make_bucket(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(urllib.request.Request(address, method="PUT"), timeout=5)
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not begin")
