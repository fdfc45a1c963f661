"""Nodes, their versions and access control, and how requests keep their order, with kazoo."""

from kazoo.exceptions import (
    BadVersionError, ConnectionLoss, InvalidACLError, NoAuthError, NoChildrenForEphemeralsError,
    NodeExistsError, NoNodeError, NotEmptyError, RolledBackError, RuntimeInconsistency)
from kazoo.security import ACL, Id, make_acl, make_digest_acl

from scenarios import client, equal, eventually, fails, play, scenario

# The longest frame that a server takes, unless it is set up otherwise.
LONGEST_FRAME = 0xfffff


@scenario
def create_modes(_, server):
    with client(server) as zk:
        equal(zk.create("/modes", b"root"), "/modes")
        session, _ = zk.client_id
        path, stat = zk.create("/modes/plain", b"hi", include_data=True)
        equal(path, "/modes/plain")
        equal((stat.ephemeralOwner, stat.dataLength, stat.version), (0, 2, 0))
        equal(stat.czxid, stat.mzxid)
        equal(stat.ctime, stat.mtime)
        path, stat = zk.create("/modes/ephemeral", ephemeral=True, include_data=True)
        equal((path, stat.ephemeralOwner), ("/modes/ephemeral", session))
        # The number counts what was ever created, the two above included.
        equal(zk.create("/modes/s-", sequence=True), "/modes/s-0000000002")
        path, stat = zk.create("/modes/", ephemeral=True, sequence=True, include_data=True)
        equal((path, stat.ephemeralOwner), ("/modes/0000000003", session))
        zk.delete("/modes/plain")
        equal(zk.create("/modes/s-", sequence=True), "/modes/s-0000000004")
        fails(NodeExistsError, zk.create, "/modes/s-0000000004")
        fails(NoNodeError, zk.create, "/modes/gone/child")
        fails(NoChildrenForEphemeralsError, zk.create, "/modes/ephemeral/child")
        # A failed create uses up no number.
        equal(zk.create("/modes/s-", sequence=True), "/modes/s-0000000005")
        equal(zk.create("/modes/caf\u00e9/\u65e5\u672c", b"", makepath=True),
              "/modes/caf\u00e9/\u65e5\u672c")
        zk.create("/modes/null", None)
        equal(zk.get("/modes/null")[1].dataLength, 0)
        equal(sorted(zk.get_children("/modes")), [
            "0000000003", "caf\u00e9", "ephemeral", "null", "s-0000000002", "s-0000000004",
            "s-0000000005"])
        equal(zk.exists("/modes").cversion, 9)


@scenario
def versions(_, server):
    with client(server) as zk:
        zk.create("/versions", b"0")
        created = zk.exists("/versions")
        changed = zk.set("/versions", b"one", 0)
        equal((changed.version, changed.dataLength, changed.czxid), (1, 3, created.czxid))
        equal(changed.mzxid > created.mzxid, True)
        fails(BadVersionError, zk.set, "/versions", b"late", 0)
        equal(zk.get("/versions"), (b"one", changed))
        equal(zk.set("/versions", b"two", -1).version, 2)
        zk.create("/versions/child")
        stat = zk.exists("/versions")
        equal((stat.cversion, stat.numChildren, stat.version), (1, 1, 2))
        equal(stat.pzxid > stat.mzxid, True)
        fails(NotEmptyError, zk.delete, "/versions")
        zk.delete("/versions/child", 0)
        stat = zk.exists("/versions")
        equal((stat.cversion, stat.numChildren), (2, 0))
        fails(BadVersionError, zk.delete, "/versions", 1)
        zk.delete("/versions", 2)
        equal(zk.exists("/versions"), None)
        fails(NoNodeError, zk.delete, "/versions")
        fails(NoNodeError, zk.get, "/versions")
        fails(NoNodeError, zk.get_children, "/versions")


@scenario
def transactions(_, server):
    with client(server) as zk:
        good = zk.transaction()
        good.create("/multi", b"m")
        good.create("/multi/n-", sequence=True)
        good.set_data("/multi", b"mm", version=0)
        good.check("/multi", version=1)
        good.delete("/multi/n-0000000000")
        created, numbered, stat, checked, deleted = good.commit()
        equal((created, numbered), ("/multi", "/multi/n-0000000000"))
        equal((stat.version, stat.numChildren, stat.dataLength), (1, 1, 2))
        equal((checked, deleted), (True, True))
        whole = zk.exists("/multi")
        # All of a transaction has one number.
        equal((whole.czxid, whole.pzxid), (whole.mzxid, whole.mzxid))
        bad = zk.transaction()
        bad.set_data("/multi", b"mmm")
        bad.check("/multi", version=1)
        bad.delete("/gone")
        equal([type(result) for result in bad.commit()],
              [RolledBackError, BadVersionError, RuntimeInconsistency])
        equal(zk.get("/multi"), (b"mm", whole))


@scenario
def digest_acl(_, server):
    hers = make_digest_acl("alice", "secret", all=True)
    with client(server) as alice, client(server) as bob:
        alice.create("/anybodys")
        fails(InvalidACLError, alice.create, "/hers", acl=[make_acl("auth", "", all=True)])
        alice.add_auth("digest", "alice:secret")
        alice.create("/hers", b"x", acl=[make_acl("auth", "", all=True)])
        # Whoever may administrate sees the hash of the password.
        equal(alice.get_acls("/hers")[0], [hers])
        fails(NoAuthError, bob.get, "/hers")
        fails(NoAuthError, bob.set, "/hers", b"y")
        fails(NoAuthError, bob.get_children, "/hers")
        fails(NoAuthError, bob.create, "/hers/child")
        fails(NoAuthError, bob.get_acls, "/hers")
        fails(NoAuthError, bob.set_acls, "/hers", [hers])
        # To delete is a right on the parent.
        bob.delete("/anybodys")
        readable = [hers, make_acl("world", "anyone", read=True)]
        equal(alice.set_acls("/hers", readable, 0).aversion, 1)
        fails(BadVersionError, alice.set_acls, "/hers", readable, 0)
        equal(bob.get("/hers")[0], b"x")
        masked = ACL(hers.perms, Id("digest", "alice:x"))
        equal(bob.get_acls("/hers")[0], [masked, readable[1]])
        fails(NoAuthError, bob.set, "/hers", b"y")
        bob.add_auth("digest", "alice:secret")
        equal(bob.set("/hers", b"y").version, 1)
    with client(server, auth_data=[("digest", "super:secret")]) as root:
        equal(root.get("/hers")[0], b"y")
        equal(root.get_acls("/hers")[0], readable)


@scenario
def ip_acl(_, server):
    with client(server) as zk:
        zk.create("/ours", b"o", acl=[make_acl("ip", "127.0.0.1", all=True)])
        zk.create("/nets", b"n", acl=[make_acl("ip", "127.0.0.0/8", read=True)])
        zk.create("/theirs", b"t", acl=[make_acl("ip", "10.0.0.1", all=True)])
        equal(zk.get("/ours")[0], b"o")
        equal(zk.set("/ours", b"oo").version, 1)
        equal(zk.get("/nets")[0], b"n")
        fails(NoAuthError, zk.set, "/nets", b"nn")
        fails(NoAuthError, zk.get, "/theirs")
        fails(InvalidACLError, zk.create, "/nowhere", acl=[make_acl("ip", "1.2.3.x", all=True)])
        fails(InvalidACLError, zk.create, "/nowhere", acl=[make_acl("nonsense", "x", all=True)])


@scenario
def chroot(_, server):
    with client(server) as outside:
        outside.create("/jail/room", b"r", makepath=True)
        with client(server + "/jail") as inside:
            equal(inside.create("/room/bed"), "/room/bed")
            equal(inside.get("/room")[0], b"r")
            equal(inside.get_children("/"), ["room"])
            equal(inside.create("/n-", sequence=True), "/n-0000000001")
            equal(outside.exists("/jail/room/bed").numChildren, 0)
            equal(inside.transaction().commit(), [])
            equal(inside.sync("/room"), "/room")


@scenario
def large_data(_, server):
    """To the byte: the longest frame is taken, and one that is longer ends the connection."""
    path = "/large"
    overhead = 8 + 4 + len(path) + 4 + 4
    with client(server) as zk:
        session = zk.client_id
        zk.create(path)
        longest = b"x" * (LONGEST_FRAME - overhead)
        equal(zk.set(path, longest).dataLength, len(longest))
        # Written as the server likes it, an answer may be longer than a request.
        equal(zk.get(path)[0] == longest, True)
        fails(ConnectionLoss, zk.set, path, longest + b"x")
        eventually(lambda: zk.connected)
        equal(zk.client_id, session)
        equal(zk.exists(path).version, 1)
        zk.delete(path)


@scenario
def pipelining(_, server):
    """Two thousand requests on their way at once, answered one after the other."""
    with client(server) as zk:
        zk.create("/pipe", b"0")
        answers = []
        pending = []
        for number in range(1, 1001):
            for kind, request in (
                    ("set", zk.set_async("/pipe", b"%d" % number)), ("get", zk.get_async("/pipe"))):
                request.rawlink(lambda _, answer=(kind, number): answers.append(answer))
                pending.append(request)
        results = [request.get(timeout=20) for request in pending]
        for number, (changed, found) in enumerate(zip(results[::2], results[1::2]), start=1):
            # Each read sees the change before it, and not the one behind it.
            equal((changed.version, found), (number, (b"%d" % number, changed)))
        eventually(lambda: len(answers) == 2000)
        equal(answers, [(kind, number) for number in range(1, 1001) for kind in ("set", "get")])


@scenario
def sequence_numbers(_, server):
    with client(server) as zk, client(server) as other:
        zk.create("/numbers")
        pending = [
            creator.create_async("/numbers/n-", sequence=True, ephemeral=creator is other)
            for _ in range(250) for creator in (zk, other)]
        made = [create.get(timeout=20) for create in pending]
        equal(sorted(made), ["/numbers/n-%010d" % number for number in range(500)])
        # Each client's own are in the order of its requests.
        equal((made[::2], made[1::2]), (sorted(made[::2]), sorted(made[1::2])))
        equal(zk.exists("/numbers").numChildren, 500)


play()
