"""One-shot watches and the watching recipes, with kazoo."""

import queue

from kazoo.client import KazooState
from kazoo.exceptions import NoNodeError
from kazoo.recipe.cache import TreeCache, TreeEvent

from scenarios import PATIENCE, Events, ask, client, equal, eventually, fails, play, scenario


@scenario
def one_shot(_, server):
    with client(server) as zk, client(server) as other:
        events = Events()
        other.create("/w")
        equal(zk.exists("/w/a", watch=events), None)
        other.create("/w/a", b"0")
        events.expect("CREATED", "/w/a")
        zk.get("/w/a", watch=events)
        other.set("/w/a", b"1")
        events.expect("CHANGED", "/w/a")
        # This change has no watch any more: the next event is of another node.
        other.set("/w/a", b"2")
        zk.get_children("/w", watch=events)
        other.set("/w/a", b"3")
        other.create("/w/b")
        events.expect("CHILD", "/w")
        other.create("/w/c")
        zk.exists("/w/b", watch=events)
        other.delete("/w/b")
        events.expect("DELETED", "/w/b")
        # A read of nothing leaves no watch.
        fails(NoNodeError, zk.get, "/w/d", watch=events)
        other.create("/w/d")
        zk.get("/w", watch=events)
        zk.get_children("/w", watch=Events())
        other.set("/w", b"x")
        events.expect("CHANGED", "/w")
        equal(events.empty(), True)


@scenario
def deletion_with_children_watch(_, server):
    with client(server) as zk, client(server) as other:
        data, children, parent = Events(), Events(), Events()
        zk.create("/del/node", makepath=True)
        zk.get("/del/node", watch=data)
        zk.get_children("/del/node", watch=children)
        zk.get_children("/del", watch=parent)
        other.delete("/del/node")
        data.expect("DELETED", "/del/node")
        children.expect("DELETED", "/del/node")
        parent.expect("CHILD", "/del")


@scenario
def watch_recipes(_, server):
    with client(server) as zk, client(server) as other:
        values, children = queue.Queue(), queue.Queue()

        @zk.DataWatch("/recipe")
        def on_data(data, stat):
            values.put((data, stat and stat.version))

        equal(values.get(timeout=PATIENCE), (None, None))
        other.create("/recipe", b"0")
        equal(values.get(timeout=PATIENCE), (b"0", 0))

        @zk.ChildrenWatch("/recipe", send_event=True)
        def on_children(names, event):
            children.put((sorted(names), event and event.type))

        equal(children.get(timeout=PATIENCE), ([], None))
        for number in range(1, 4):
            other.set("/recipe", b"%d" % number)
            equal(values.get(timeout=PATIENCE), (b"%d" % number, number))
        other.create("/recipe/a")
        equal(children.get(timeout=PATIENCE), (["a"], "CHILD"))
        other.create("/recipe/b")
        equal(children.get(timeout=PATIENCE), (["a", "b"], "CHILD"))
        other.delete("/recipe", recursive=True)
        while values.get(timeout=PATIENCE) != (None, None):
            pass


@scenario
def watch_recipes_over_loss(proxy, server):
    """What changes while the connection is lost is seen when it is back."""
    with client(proxy) as zk, client(server) as other:
        states, values = queue.Queue(), queue.Queue()
        zk.add_listener(states.put)
        zk.create("/lost", b"before")
        zk.DataWatch("/lost", lambda data, _: values.put(data))
        equal(values.get(timeout=PATIENCE), b"before")
        ask("!lose")
        equal(states.get(timeout=PATIENCE), KazooState.SUSPENDED)
        other.set("/lost", b"after")
        ask("!admit")
        equal(states.get(timeout=PATIENCE), KazooState.CONNECTED)
        equal(values.get(timeout=PATIENCE), b"after")
        other.set("/lost", b"last")
        equal(values.get(timeout=PATIENCE), b"last")


@scenario
def tree_cache(_, server):
    with client(server) as zk, client(server) as other:
        other.create("/tree/a/b", b"deep", makepath=True)
        cache = TreeCache(zk, "/tree")
        events = queue.Queue()
        cache.listen(lambda event: events.put((event.event_type, event.event_data)))
        cache.start()
        seen = {}
        while True:
            kind, data = events.get(timeout=PATIENCE)
            if kind == TreeEvent.INITIALIZED:
                break
            seen[data.path] = data.data
        equal(seen, {"/tree": b"", "/tree/a": b"", "/tree/a/b": b"deep"})
        other.set("/tree/a/b", b"deeper")
        eventually(lambda: cache.get_data("/tree/a/b").data == b"deeper")
        other.delete("/tree/a", recursive=True)
        eventually(lambda: cache.get_children("/tree") == frozenset())
        cache.close()


play()
