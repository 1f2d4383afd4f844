"""A Redis of the measurement's own."""

import contextlib
import socket
import subprocess
import tempfile
import time


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextlib.contextmanager
def redis(*options, port=None):
    """Debian's redis-server with nothing in it, killed afterwards; the port."""
    port = port or free_port()
    with tempfile.TemporaryDirectory() as place:
        command = ["redis-server", "--port", str(port), "--save", "", "--dir", place, *options]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.05)
        try:
            yield port
        finally:
            server.kill()
            server.wait()
