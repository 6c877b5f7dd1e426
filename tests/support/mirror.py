"""A mirror of MNIST on loopback, and how one may fail."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Send = Callable[[BaseHTTPRequestHandler, bytes], None]


def send(handler: BaseHTTPRequestHandler, body: bytes, length: int | None = None) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)


def send_half(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    send(handler, body[: len(body) // 2])


def hang_up_half_way(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    send(handler, body[: len(body) // 2], len(body))


def send_altered(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    send(handler, body[:-20] + bytes([body[-20] ^ 1]) + body[-19:])


def send_page(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    send(handler, b"<html>Log in to the campus network</html>")


def not_found(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.send_error(404)


def server_error(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.send_error(500)


class Mirror(ThreadingHTTPServer):
    """A mirror that serves `archives`, and those named in `faults` in some other way."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, archives: dict[str, bytes], faults: dict[str, Send]) -> None:
        self.archives = archives
        self.faults = faults
        self.asked: Counter[str] = Counter()
        self.closing = threading.Event()
        super().__init__(("127.0.0.1", 0), MirrorHandler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class MirrorHandler(BaseHTTPRequestHandler):
    server: Mirror

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        self.server.asked[name] += 1
        with suppress(ConnectionError):  # torchvision asks for the address first, and hangs up
            self.server.faults.get(name, send)(self, self.server.archives[name])

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def mirror(archives: dict[str, bytes], **faults: Send) -> Iterator[Mirror]:
    """Serve `archives` on loopback; `faults` are named after files, with underscores."""
    faults = {f"{name.replace('_', '-')}.gz": fault for name, fault in faults.items()}
    server = Mirror(archives, faults)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def refusing() -> str:
    """Return the address of a port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"
