"""What every program of scenarios with kazoo needs: who plays, who judges, who starts clients.

A program is given the address of a proxy and the server's own. It prints the name of every scenario
that passed. The first one that does not ends it, for then nobody knows in what state the server is.
"""

import contextlib
import logging
import queue
import sys
import time
import traceback

from kazoo.client import KazooClient

PATIENCE = 20.0
_scenarios = []


def scenario(function):
    """Marks a function that is to be played with the proxy's address and the server's."""
    _scenarios.append(function)
    return function


def play():
    logging.disable(logging.CRITICAL)
    proxy, server = sys.argv[1:]
    for function in _scenarios:
        try:
            function(proxy, server)
            print(function.__name__, flush=True)
        except Exception:
            sys.exit(f"{function.__name__}:\n{traceback.format_exc(limit=-3)}")


def ask(request):
    """Has something done that a client cannot do, such as `!lose` the connection."""
    print(request, flush=True)
    if not sys.stdin.readline():
        sys.exit("whoever fulfils requests has gone")


@contextlib.contextmanager
def client(address, timeout=20.0, **options):
    """A client with a session, which is closed at the end."""
    kazoo = KazooClient(address, timeout=timeout, randomize_hosts=False, **options)
    kazoo.start(PATIENCE)
    try:
        yield kazoo
    finally:
        kazoo.stop()
        kazoo.close()


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{repr(actual)[:300]} instead of {repr(expected)[:300]}")


def fails(error, call, *arguments, **options):
    try:
        result = call(*arguments, **options)
    except error:
        return
    raise AssertionError(f"{result!r} instead of {error.__name__}")


def eventually(condition):
    """For what another does without telling: asks until the answer is yes."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("what was awaited does not happen")
        time.sleep(0.01)


class Events(queue.Queue):
    """A watcher that keeps what it is told."""

    def __call__(self, event):
        self.put(event)

    def expect(self, kind, path):
        event = self.get(timeout=PATIENCE)
        equal((event.type, event.path), (kind, path))
