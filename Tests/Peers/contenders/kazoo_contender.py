"""One who contends by kazoo's lock, in the layouts of Curator's recipes.

kazoo's election is its lock, held while a function runs.
"""

import random

from contender import Task, now, orders, say
from kazoo.client import KazooClient
from kazoo.exceptions import KazooException, LockTimeout, NoNodeError
from kazoo.handlers.threading import KazooTimeoutError
from kazoo.protocol.states import KazooState
from kazoo.recipe.lock import Lock
from kazoo.retry import KazooRetry


def forever():
    """Tries until it works: a node that is left behind would keep all others out."""
    return KazooRetry(max_tries=-1, delay=0.05, max_delay=0.5)


class MutexLock(Lock):
    """kazoo's lock, with nodes that Curator's mutex takes for its own."""

    _NODE_NAME = "-lock-"
    _EXCLUDE_NAMES = ["-lock-"]

    def __init__(self, zk, path):
        super().__init__(zk, path)
        self._retry = forever()


class LatchLock(MutexLock):
    """The same, with nodes that Curator's leader latch takes for its own."""

    _NODE_NAME = "-latch-"
    _EXCLUDE_NAMES = ["-latch-"]


class Contender:
    # Seconds after which nobody waits any more.
    PATIENCE = 30

    def __init__(self, task, leaving, randomness):
        self.task = task
        self.leaving = leaving
        self.random = randomness
        self.is_sure = True
        self.zk = KazooClient(
            task.servers, timeout=task.timeout, connection_retry=forever(),
            command_retry=forever())
        self.zk.add_listener(self.on_state)

    def on_state(self, state):
        """What kazoo's manual asks of owners: whoever is told this owns nothing any more."""
        if state != KazooState.CONNECTED:
            self.is_sure = False

    def run(self):
        """Whatever goes wrong, it ends with the session, and no node of it stays."""
        try:
            self.zk.start(60)
            while not self.leaving.is_set():
                self.contend()
        except (KazooException, KazooTimeoutError):
            say(now(), "denied")
        finally:
            self.zk.stop()
            self.zk.close()

    def contend(self):
        kind = LatchLock if self.task.prize == "leadership" else MutexLock
        lock = kind(self.zk, self.task.line)
        if not lock.acquire(timeout=self.PATIENCE):
            raise LockTimeout()
        try:
            self.own(lock)
        finally:
            lock.release()

    def own(self, lock):
        path = lock.path + "/" + lock.node
        acquired = now()
        self.is_sure = True
        token = self.token(path)
        if token is None:
            return
        say(acquired, "acquired", token)
        for _ in range(self.random.randint(1, 4)):
            if not self.holds(token):
                return
            self.count(path, token)
            self.leaving.wait(self.random.uniform(0, 0.02))
        if self.holds(token):
            say(now(), "releasing", token)

    def holds(self, token):
        """The time is taken first, so that nothing was told until then."""
        at = now()
        is_sure = self.is_sure
        say(at, "holds" if is_sure else "lost", token)
        return is_sure

    def token(self, path):
        """Of a node of this session. One of an earlier session is on its way out."""
        try:
            stat = self.zk.exists(path)
        except KazooException:
            return None
        if stat is None or stat.ephemeralOwner != self.zk.client_id[0]:
            return None
        return stat.czxid

    def count(self, path, token):
        """On condition that the own node is there, and without a look at the counter's version."""
        try:
            value = int(self.zk.get(self.task.counter)[0].split()[0]) + 1
        except KazooException:
            return
        transaction = self.zk.transaction()
        transaction.check(path, -1)
        transaction.set_data(self.task.counter, f"{value} {token}".encode())
        say(now(), "asks", token, value)
        try:
            results = transaction.commit()
        except KazooException:
            say(now(), "unsure", token, value)
            return
        if isinstance(results[0], NoNodeError):
            say(now(), "refused", token, value)
        elif isinstance(results[1], Exception):
            say(now(), "failed", token, value)
        else:
            say(now(), "wrote", token, value, results[1].last_modified_transaction_id)


def main():
    task, leaving = Task(), orders()
    randomness = random.Random(task.seed)
    while not leaving.is_set():
        Contender(task, leaving, randomness).run()


main()
