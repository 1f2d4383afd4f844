"""What stands between a build and a server: distance, narrowness, and what goes wrong on the way."""

import collections
import random
import socket
import threading
import time


class Line:
    """Stands before a server; what that answers arrives later, all of it by the same time, and perhaps not as it was."""

    def __init__(self, port, delay=0.0, rate=None, harm=None):
        """Seconds of delay; bytes a second; what becomes of a piece, given how many bytes came before (None: no more)."""
        self.server = port
        self.delay = delay
        self.rate = rate
        self.harm = harm
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.listener.getsockname()[1]
        self.bytes = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def accept(self):
        try:
            while True:
                self.connect(self.listener.accept()[0])
        except OSError:
            pass

    def connect(self, client):
        server = socket.create_connection(("127.0.0.1", self.server))
        for each in (client, server):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pieces, arrived = collections.deque(), threading.Semaphore(0)
        for target, arguments in (
            (self.forward, (client, server)),
            (self.receive, (server, pieces, arrived)),
            (self.deliver, (client, pieces, arrived)),
        ):
            threading.Thread(target=target, args=arguments, daemon=True).start()

    @staticmethod
    def forward(client, server):
        try:
            while piece := client.recv(1 << 16):
                server.sendall(piece)
        except OSError:
            pass
        server.close()

    def receive(self, server, pieces, arrived):
        piece = b"-"
        while piece:
            try:
                piece = server.recv(1 << 18)
            except OSError:
                piece = b""
            self.bytes += len(piece)
            pieces.append((time.monotonic() + self.delay, piece))
            arrived.release()

    def deliver(self, client, pieces, arrived):
        before = 0
        try:
            while True:
                arrived.acquire()
                due, piece = pieces.popleft()
                piece, before = self.harm(piece, before) if self.harm and piece else piece, before + len(piece)
                if not piece:
                    break
                time.sleep(max(0, due - time.monotonic()))
                client.sendall(piece)
                if self.rate:
                    time.sleep(len(piece) / self.rate)
        except OSError:
            pass
        client.close()


def dawdles(seconds):
    """Each piece takes so long, one after the other."""

    def harm(piece, _):
        time.sleep(seconds)
        return piece

    return harm


def stalls(after):
    """Nothing comes any more after so many bytes, and nothing ends."""

    def harm(piece, before):
        while before > after:
            time.sleep(1)
        return piece

    return harm


def cuts(after):
    """The connection ends after so many bytes."""
    return lambda piece, before: piece if before <= after else None


def corrupts(each):
    """One bit of so many bytes is another."""

    def harm(piece, before):
        changed = bytearray(piece)
        for at in range(random.randrange(each), len(changed), each):
            changed[at] ^= 1
        return bytes(changed)

    return harm
