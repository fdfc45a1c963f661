"""The life of a session, with kazoo: resumed, taken over, expired, and over a server's restart."""

import queue
import signal
import subprocess
import sys

from kazoo.client import KazooClient, KazooState

from scenarios import PATIENCE, Events, ask, client, equal, play, scenario

# How long a session lives that is meant to expire, and one that has to outlive a restart first.
SHORT = 2.0
LONG_ENOUGH = 6.0


def resume(address, client_id, timeout=20.0):
    return client(address, timeout, client_id=client_id)


def vanish(zk):
    """Leaves as one whose machine has lost its power, for the server hears of no close.

    Until `!admit` nothing that it said last can reach the server.
    """
    client_id = zk.client_id
    ask("!lose")
    zk.stop()
    zk.close()
    return client_id


def start(address, timeout=20.0):
    zk = KazooClient(address, timeout=timeout, randomize_hosts=False)
    zk.start(PATIENCE)
    return zk


@scenario
def close_ends_ephemerals(_, server):
    with client(server) as watcher:
        events = Events()
        with client(server) as zk:
            zk.create("/closing", ephemeral=True)
            equal(watcher.exists("/closing", watch=events).ephemeralOwner, zk.client_id[0])
        events.expect("DELETED", "/closing")
        equal(watcher.exists("/closing"), None)


@scenario
def resumed(proxy, server):
    zk = start(proxy)
    zk.create("/survivor", ephemeral=True)
    client_id = vanish(zk)
    with client(server) as watcher:
        equal(watcher.exists("/survivor").ephemeralOwner, client_id[0])
        events = Events()
        watcher.exists("/survivor", watch=events)
        with resume(server, client_id) as again:
            equal(again.client_id, client_id)
            equal(again.exists("/survivor").ephemeralOwner, client_id[0])
        events.expect("DELETED", "/survivor")
    ask("!admit")


@scenario
def wrong_password(_, server):
    """Whoever cannot tell the password gets a session of his own, and the owner keeps hers."""
    with client(server) as owner:
        owner.create("/owned", ephemeral=True)
        session, password = owner.client_id
        wrong = bytes(byte ^ 0xff for byte in password)
        with resume(server, (session, wrong)) as thief:
            equal(thief.client_id[0] != session, True)
            equal(thief.exists("/owned").ephemeralOwner, session)
        equal(owner.exists("/owned").ephemeralOwner, session)


@scenario
def taken_over(proxy, server):
    """The newest connection with the right password has the session; the older one is closed."""
    first = start(proxy)
    states = queue.Queue()
    first.add_listener(states.put)
    first.create("/moved", ephemeral=True)
    client_id = first.client_id
    # It would come back at once, and take its session over in turn.
    ask("!refuse")
    with resume(server, client_id) as second:
        equal(states.get(timeout=PATIENCE), KazooState.SUSPENDED)
        first.stop()
        first.close()
        equal(second.client_id, client_id)
        # What the first client said last reached nobody: the session goes on.
        equal(second.exists("/moved").ephemeralOwner, client_id[0])
    with client(server) as later:
        equal(later.exists("/moved"), None)
    ask("!admit")


@scenario
def expired(proxy, server):
    """The connection is cut and does not come back in time."""
    with client(server) as watcher, client(proxy, SHORT) as zk:
        states, events = queue.Queue(), Events()
        zk.add_listener(states.put)
        old = zk.client_id[0]
        zk.create("/expiring", ephemeral=True)
        watcher.exists("/expiring", watch=events)
        ask("!lose")
        events.expect("DELETED", "/expiring")
        ask("!admit")
        for state in (KazooState.SUSPENDED, KazooState.LOST, KazooState.CONNECTED):
            equal(states.get(timeout=PATIENCE), state)
        equal(zk.client_id[0] != old, True)
        equal(zk.exists("/expiring"), None)


CHILD = """
import sys
from kazoo.client import KazooClient
zk = KazooClient(sys.argv[1], timeout=float(sys.argv[2]))
zk.start()
zk.create("/killed", ephemeral=True)
print("ready", flush=True)
sys.stdin.readline()
"""


@scenario
def killed(_, server):
    """A process dies, and nobody closes its session: it expires."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, server, str(SHORT)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with client(server) as watcher:
        equal(child.stdout.readline(), "ready\n")
        events = Events()
        equal(watcher.exists("/killed", watch=events).dataLength, 0)
        child.send_signal(signal.SIGKILL)
        child.wait(PATIENCE)
        events.expect("DELETED", "/killed")


@scenario
def idle_session_lives(proxy, server):
    """Pings alone keep a session for longer than its timeout."""
    with client(server, SHORT) as idle, client(server) as watcher:
        session = idle.client_id
        idle.create("/idle", ephemeral=True)
        passing = start(proxy, 2 * SHORT)
        passing.create("/passing", ephemeral=True)
        events = Events()
        watcher.exists("/passing", watch=events)
        vanish(passing)
        events.expect("DELETED", "/passing")
        ask("!admit")
        equal(idle.client_id, session)
        equal(watcher.exists("/idle").ephemeralOwner, session[0])


def restart(how):
    ask(how)
    ask("!start")


def session_over_restart(proxy, server, how, path):
    """A client that stays keeps session, ephemerals and watches when the server comes back."""
    with client(proxy) as zk, client(server) as watcher:
        states, events = queue.Queue(), Events()
        session = zk.client_id
        zk.create(path, b"kept")
        zk.create(path + "/mine", ephemeral=True)
        numbered = zk.create(path + "/n-", sequence=True)
        stat = zk.exists(path)
        zk.add_listener(states.put)
        restart(how)
        equal(states.get(timeout=PATIENCE), KazooState.SUSPENDED)
        equal(states.get(timeout=PATIENCE), KazooState.CONNECTED)
        equal(zk.client_id, session)
        equal(zk.get(path), (b"kept", stat))
        equal(zk.exists(path + "/mine").ephemeralOwner, session[0])
        equal(zk.exists(numbered).ephemeralOwner, 0)
        equal(zk.create(path + "/n-", sequence=True), path + "/n-0000000002")
        equal(watcher.retry(watcher.exists, path + "/mine", events).ephemeralOwner, session[0])
        zk.stop()
        events.expect("DELETED", path + "/mine")
        equal(sorted(watcher.get_children(path)), ["n-0000000001", "n-0000000002"])


@scenario
def over_an_orderly_restart(proxy, server):
    session_over_restart(proxy, server, "!stop", "/term")


@scenario
def over_a_crash(proxy, server):
    session_over_restart(proxy, server, "!kill", "/crash")


def expiry_after_restart(proxy, server, how, path):
    """A session whose client does not come back gets its whole time again, and then it ends."""
    zk = start(proxy, LONG_ENOUGH)
    client_id = zk.client_id
    zk.create(path, ephemeral=True)
    ask("!lose")
    restart(how)
    zk.stop()
    zk.close()
    with client(server) as watcher:
        events = Events()
        equal(watcher.exists(path, watch=events).ephemeralOwner, client_id[0])
        events.expect("DELETED", path)
        with resume(server, client_id) as late:
            equal(late.client_id[0] != client_id[0], True)
    ask("!admit")


@scenario
def expiry_after_an_orderly_restart(proxy, server):
    expiry_after_restart(proxy, server, "!stop", "/late-term")


@scenario
def expiry_after_a_crash(proxy, server):
    expiry_after_restart(proxy, server, "!kill", "/late-crash")


play()
