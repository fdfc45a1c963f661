"""What every contender in Python needs: its task, its orders, and a voice.

A contender is told by its arguments what to do, says in lines what happens to it, and reads on its
standard input when to leave.
"""

import logging
import os
import sys
import threading
import time

logging.disable(logging.CRITICAL)


class Task:
    def __init__(self):
        self.prize, self.servers, root, timeout, permits, seed = sys.argv[1:7]
        self.line = root + "/line"
        self.counter = root + "/counter"
        self.timeout = int(timeout) / 1000
        self.permits = int(permits)
        self.seed = int(seed)


def now():
    """By the clock that contenders in other languages read, too."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC)


def say(at, word, token=0, value=0, zxid=0):
    os.write(1, f"{at} {word} {token} {value} {zxid}\n".encode())


def orders():
    """An event that is set when it is time to leave."""
    leaving = threading.Event()

    def obey():
        for _ in sys.stdin:
            leaving.set()
        # Whoever gave the orders has gone, and nobody hears any more what is said here.
        os._exit(1)

    threading.Thread(target=obey, daemon=True).start()
    return leaving
