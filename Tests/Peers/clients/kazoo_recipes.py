"""Coordination with kazoo's recipes: what they rely on is the server's order."""

import threading

from scenarios import PATIENCE, client, equal, eventually, play, scenario


def thread(function, *arguments):
    worker = threading.Thread(target=function, args=arguments, daemon=True)
    worker.start()
    return worker


def join(*workers):
    for worker in workers:
        worker.join(PATIENCE)
        equal(worker.is_alive(), False)


@scenario
def lock(_, server):
    """One holder at a time, and the contenders in the order in which they came."""
    with client(server) as first, client(server) as second, client(server) as third:
        holder = first.Lock("/lock", "first")
        equal(holder.acquire(timeout=PATIENCE), True)
        order, inside = [], []

        def contend(zk, name):
            with zk.Lock("/lock", name):
                inside.append(name)
                equal(len(inside), 1)
                order.append(name)
                inside.remove(name)

        workers = []
        for count, (zk, name) in enumerate([(second, "second"), (third, "third")], start=2):
            workers.append(thread(contend, zk, name))
            eventually(lambda: len(first.get_children("/lock")) == count)
        equal(holder.contenders(), ["first", "second", "third"])
        equal(second.Lock("/lock", "eager").acquire(blocking=False), False)
        equal(order, [])
        holder.release()
        join(*workers)
        equal(order, ["second", "third"])


@scenario
def lock_of_one_who_leaves(_, server):
    """A holder's session ends, and with it its hold."""
    with client(server) as second:
        with client(server) as first:
            equal(first.Lock("/leave", "first").acquire(timeout=PATIENCE), True)
            waiting = thread(second.Lock("/leave", "second").acquire)
            eventually(lambda: len(second.get_children("/leave")) == 2)
            equal(waiting.is_alive(), True)
        join(waiting)


@scenario
def read_and_write_locks(_, server):
    with client(server) as first, client(server) as second, client(server) as third:
        readers = [first.ReadLock("/rw"), second.ReadLock("/rw")]
        for reader in readers:
            equal(reader.acquire(timeout=PATIENCE), True)
        writer = third.WriteLock("/rw")
        equal(writer.acquire(blocking=False), False)
        waiting = thread(writer.acquire)
        eventually(lambda: len(third.get_children("/rw")) == 3)
        readers[0].release()
        equal(waiting.is_alive(), True)
        readers[1].release()
        join(waiting)
        equal(first.ReadLock("/rw").acquire(blocking=False), False)
        writer.release()


@scenario
def election(_, server):
    with client(server) as first, client(server) as second:
        leaders, resign = [], threading.Event()

        def lead(name, event):
            leaders.append(name)
            event.wait(PATIENCE)

        winner = thread(first.Election("/election", "first").run, lead, "first", resign)
        eventually(lambda: leaders == ["first"])
        done = threading.Event()
        done.set()
        loser = thread(second.Election("/election", "second").run, lead, "second", done)
        eventually(
            lambda: first.Election("/election").contenders() == ["first", "second"])
        equal(leaders, ["first"])
        resign.set()
        join(winner, loser)
        equal(leaders, ["first", "second"])


@scenario
def queues(_, server):
    with client(server) as producer, client(server) as consumer:
        queue = producer.Queue("/queue")
        for item in (b"a", b"b", b"c"):
            queue.put(item)
        queue.put(b"urgent", priority=1)
        taken = consumer.Queue("/queue")
        equal(len(taken), 4)
        equal([taken.get() for _ in range(5)], [b"urgent", b"a", b"b", b"c", None])
        locking = producer.LockingQueue("/locking")
        locking.put_all([b"one", b"two"])
        other = consumer.LockingQueue("/locking")
        equal(locking.get(timeout=PATIENCE), b"one")
        equal(other.get(timeout=PATIENCE), b"two")
        equal(locking.consume(), True)
        # What was not consumed is there for another.
        equal(other.release(), True)
        equal(locking.get(timeout=PATIENCE), b"two")
        equal(locking.consume(), True)


@scenario
def barriers(_, server):
    with client(server) as first, client(server) as second:
        barrier = first.Barrier("/barrier")
        barrier.create()
        waiting = thread(second.Barrier("/barrier").wait)
        eventually(lambda: first.exists("/barrier") is not None)
        equal(second.Barrier("/barrier").wait(timeout=0), False)
        barrier.remove()
        join(waiting)
        inside = []

        def pass_through(zk, name):
            double = zk.DoubleBarrier("/double", 2, name)
            double.enter()
            inside.append(name)
            double.leave()

        early = thread(pass_through, first, "early")
        eventually(lambda: getattr(second.exists("/double"), "numChildren", 0) == 1)
        equal(inside, [])
        join(early, thread(pass_through, second, "late"))
        equal(sorted(inside), ["early", "late"])


@scenario
def counter(_, server):
    """Optimistic updates from four clients at once: none is lost."""
    def count():
        with client(server) as zk:
            counter = zk.Counter("/counter")
            for _ in range(25):
                counter += 1

    join(*[thread(count) for _ in range(4)])
    with client(server) as zk:
        equal(zk.Counter("/counter").value, 100)
        equal(zk.exists("/counter").version, 100)


@scenario
def semaphore_and_party(_, server):
    with client(server) as first, client(server) as second:
        held = first.Semaphore("/semaphore", "first", max_leases=1)
        equal(held.acquire(timeout=PATIENCE), True)
        other = second.Semaphore("/semaphore", "second", max_leases=1)
        equal(other.acquire(blocking=False), False)
        held.release()
        equal(other.acquire(timeout=PATIENCE), True)
        for zk, name in ((first, "ann"), (second, "bob")):
            zk.Party("/party", name).join()
        eventually(lambda: sorted(first.Party("/party")) == ["ann", "bob"])
    with client(server) as zk:
        equal(len(zk.Party("/party")), 0)


play()
