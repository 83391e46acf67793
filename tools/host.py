"""A host for the built pages on this machine, for the browser and the auditors."""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

from wsis20_sphinx.directives import query
from wsis20_sphinx.html.scripts import policy

MORE = {"query.html": query.NEEDED}
"""What the policy of a page allows besides, by its name; no other page may start a worker."""


class Host(http.server.SimpleHTTPRequestHandler):
    """Serve as hosts of pages do: compressed, all but pages to be kept for a day, and log nothing."""

    def do_GET(self) -> None:
        """Send a file compressed, or say that there is none."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = compressed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Security-Policy", f"{policy(MORE.get(path.name))}; frame-ancestors 'none'")
        self.send_header("Cache-Control", "no-cache" if path.suffix == ".html" else "max-age=86400")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words) -> None:
        """Say nothing."""


@functools.lru_cache(maxsize=512)
def compressed(path: Path, changed: int) -> bytes:
    """Return a file compressed; ``changed`` is when it was, by which it is remembered."""
    return gzip.compress(path.read_bytes())


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder and give its address."""
    handler = functools.partial(Host, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
