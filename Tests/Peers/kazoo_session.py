"""Plays one scene with kazoo. Arguments: scene, address of the proxy, address of the server.

Prints a JSON line for everything kazoo did or saw, an empty line at the end of each step, and then
waits until the recorder has filed the step.
"""

import json
import logging
import queue
import sys

import puresasl.client
from kazoo.client import KazooClient
from kazoo.exceptions import ZookeeperError
from kazoo.protocol.connection import EVENT_TYPE_MAP
from kazoo.protocol.serialization import CheckVersion, Create, Delete, SetData
from kazoo.protocol.states import ZnodeStat
from kazoo.security import ACL, Id, OPEN_ACL_UNSAFE
from kazoo.version import __version__

TIMEOUT = 20.0
PATIENCE = 20.0


def plain(value):
    """The value as JSON knows it: bytes are hexadecimal, a stat and an ACL are lists."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, ZnodeStat):
        return list(value)
    if isinstance(value, ACL):
        return [value.perms, value.id.scheme, value.id.id]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


class Conversation:
    """The recorder reads what is said here."""

    def __init__(self):
        self.is_in_step = False

    def say(self, **line):
        print(json.dumps(plain(line), separators=(",", ":")))
        self.is_in_step = True

    def ask(self, line):
        print(line, flush=True)
        if not sys.stdin.readline():
            sys.exit("the recorder has gone")

    def end_step(self):
        if self.is_in_step:
            self.ask("")
            self.is_in_step = False

    def request(self, command):
        self.end_step()
        self.ask(command)


class Client:
    """kazoo, telling of each call what went in and what came out."""

    def __init__(self, conversation, address, read_only=False, client_id=None, sasl=None):
        self.conversation = conversation
        self.events = queue.Queue()
        conversation.end_step()
        self.kazoo = KazooClient(
            address, timeout=TIMEOUT, client_id=client_id, read_only=read_only,
            sasl_options=sasl, randomize_hosts=False)
        session, password = client_id or (0, b"\0" * 16)
        args = {
            "timeOut": int(TIMEOUT * 1000), "sessionId": session, "passwd": password,
            "readOnly": read_only, "lastZxidSeen": self.kazoo.last_zxid}
        self.kazoo.start(PATIENCE)
        # kazoo keeps the timeout that was agreed on to itself.
        session, password = self.kazoo.client_id
        conversation.say(
            op="connect", args=args, reply={"sessionId": session, "passwd": password})

    def call(self, op, args, perform):
        self.conversation.end_step()
        try:
            self.conversation.say(op=op, args=args, reply=perform())
        except ZookeeperError as problem:
            self.conversation.say(op=op, args=args, error=problem.code)

    def watcher(self, watch):
        return self.events.put if watch else None

    def expect_events(self, count):
        """kazoo shows its own state, not the one in the event."""
        codes = {name: code for code, name in EVENT_TYPE_MAP.items()}
        for _ in range(count):
            event = self.events.get(timeout=PATIENCE)
            self.conversation.say(event={"type": codes[event.type], "path": event.path})

    @staticmethod
    def sent(acl):
        """kazoo writes every empty text as null."""
        return [ACL(one.perms, Id(one.id.scheme, one.id.id or None)) for one in acl]

    def create(self, path, data, acl=OPEN_ACL_UNSAFE, flags=0):
        args = {"path": path, "data": data, "acl": self.sent(acl), "flags": flags}
        self.call("create", args, lambda: {"path": self.kazoo.create(
            path, data, acl, ephemeral=bool(flags & 1), sequence=bool(flags & 2))})

    def create2(self, path, data, acl=OPEN_ACL_UNSAFE, flags=0):
        def perform():
            made, stat = self.kazoo.create(
                path, data, acl, ephemeral=bool(flags & 1), sequence=bool(flags & 2),
                include_data=True)
            return {"path": made, "stat": stat}
        args = {"path": path, "data": data, "acl": self.sent(acl), "flags": flags}
        self.call("create2", args, perform)

    def delete(self, path, version=-1):
        def perform():
            self.kazoo.delete(path, version)
            return {}
        self.call("delete", {"path": path, "version": version}, perform)

    def exists(self, path, watch=False):
        self.conversation.end_step()
        args = {"path": path, "watch": watch}
        stat = self.kazoo.exists(path, self.watcher(watch))
        if stat is None:
            self.conversation.say(op="exists", args=args, error=-101)
        else:
            self.conversation.say(op="exists", args=args, reply={"stat": stat})

    def get_data(self, path, watch=False):
        def perform():
            data, stat = self.kazoo.get(path, self.watcher(watch))
            return {"data": data, "stat": stat}
        self.call("getData", {"path": path, "watch": watch}, perform)

    def set_data(self, path, data, version=-1):
        args = {"path": path, "data": data, "version": version}
        self.call("setData", args, lambda: {"stat": self.kazoo.set(path, data, version)})

    def get_acl(self, path):
        def perform():
            acl, stat = self.kazoo.get_acls(path)
            return {"acl": acl, "stat": stat}
        self.call("getACL", {"path": path}, perform)

    def get_unreadable_acl(self, path):
        """Of a reply that kazoo cannot read it shows nothing."""
        def perform():
            try:
                self.kazoo.get_acls(path)
            except UnicodeDecodeError:
                return {}
            sys.exit("kazoo can read the halves of a surrogate pair")
        self.call("getACL", {"path": path}, perform)

    def set_acl(self, path, acl, version=-1):
        args = {"path": path, "acl": acl, "version": version}
        self.call("setACL", args, lambda: {"stat": self.kazoo.set_acls(path, acl, version)})

    def get_children(self, path, watch=False):
        self.call("getChildren", {"path": path, "watch": watch}, lambda: {
            "children": self.kazoo.get_children(path, self.watcher(watch))})

    def get_children2(self, path, watch=False):
        def perform():
            children, stat = self.kazoo.get_children(
                path, self.watcher(watch), include_data=True)
            return {"children": children, "stat": stat}
        self.call("getChildren2", {"path": path, "watch": watch}, perform)

    def sync(self, path):
        self.call("sync", {"path": path}, lambda: {"path": self.kazoo.sync(path)})

    def add_auth(self, scheme, credential):
        def perform():
            self.kazoo.add_auth(scheme, credential)
            return {}
        args = {"type": 0, "scheme": scheme, "auth": credential.encode()}
        self.call("auth", args, perform)

    def reconfig(self, joining, leaving, members, config_id=-1):
        def perform():
            data, stat = self.kazoo.reconfig(joining, leaving, members, config_id)
            return {"data": data, "stat": stat}
        args = {
            "joiningServers": joining, "leavingServers": leaving, "newMembers": members,
            "curConfigId": config_id}
        self.call("reconfig", args, perform)

    def multi(self, *operations):
        """kazoo's results are bare values; what they are follows from the operations."""
        def perform():
            transaction = self.kazoo.transaction()
            transaction.operations.extend(operations)
            results = zip(operations, transaction.commit())
            return {"results": [multi_result(*pair) for pair in results]}
        args = {"ops": [multi_operation(operation) for operation in operations]}
        self.call("multi", args, perform)

    def close(self):
        def perform():
            self.kazoo.stop()
            return {}
        self.call("closeSession", {}, perform)


NAMES = {Create: "create", Delete: "delete", SetData: "setData", CheckVersion: "check"}


def multi_operation(operation):
    return {"op": NAMES[type(operation)], **operation._asdict()}


def multi_result(operation, result):
    if isinstance(result, ZookeeperError):
        return {"error": result.code}
    fields = {"type": operation.type}
    if isinstance(operation, Create):
        fields["path"] = result
    elif isinstance(operation, SetData):
        fields["stat"] = result
    return fields


def play_standalone(conversation, proxy):
    client = Client(conversation, proxy, read_only=True)
    for create in (client.create, client.create2):
        name = create.__name__
        create(f"/{name}", b"hi")
        create(f"/{name}-empty", b"")
        create(f"/{name}-ephemeral", b"e", flags=1)
        create(f"/{name}-queue-", b"q", flags=2)
        create(f"/{name}-election-", b"n", flags=3)
        create(f"/{name}", b"again")
    client.create("/caf\u00e9", b"au lait")
    client.create("/caf\u00e9/\u65e5\u672c\u8a9e", b"", flags=1)
    client.create("/no/parent", b"")
    client.create("/create-ephemeral/child", b"")
    acl = [ACL(1, Id("world", "anyone")), ACL(31, Id("ip", "127.0.0.1"))]
    client.create2("/several", b"x", acl)
    client.create("/nobodys", b"x", [ACL(31, Id("auth", ""))])
    for path in ("/create", "/create-empty", "/caf\u00e9", "/gone"):
        client.exists(path)
        client.get_data(path)
    client.set_data("/create", b"ho", 0)
    client.set_data("/create", None)
    client.get_data("/create")
    client.set_data("/create", b"late", 0)
    client.get_acl("/several")
    client.set_acl("/create", acl, 0)
    client.set_acl("/create", acl, 0)
    client.set_acl("/create", OPEN_ACL_UNSAFE)
    for path in ("/", "/create", "/caf\u00e9", "/gone"):
        client.get_children(path)
        client.get_children2(path)
    smiling = [*OPEN_ACL_UNSAFE, ACL(1, Id("digest", "\U0001f600user:hash="))]
    client.create("/smile", b"x", smiling)
    client.get_unreadable_acl("/smile")
    client.sync("/create")
    client.delete("/caf\u00e9")
    client.delete("/create-empty", 5)
    client.delete("/create-empty", 0)
    client.delete("/create-empty")
    client.delete("/zookeeper")
    play_watches(client)
    play_multi(client)
    client.reconfig(None, None, "server.1=127.0.0.1:1:2:participant;127.0.0.1:3")
    client.add_auth("digest", "alice:secret")
    client.create("/hers", b"x", [ACL(31, Id("auth", ""))])
    client.get_acl("/hers")
    client.close()
    stranger = Client(conversation, proxy)
    stranger.get_data("/hers")
    # The server hangs up on what follows; kazoo would come back with a new session when it likes.
    conversation.request("!refuse")
    stranger.add_auth("nonsense", "x")
    conversation.request("!cut")
    stranger.kazoo.stop()
    conversation.request("!admit")
    play_resume(conversation, proxy)


def play_watches(client):
    client.create("/w", b"")
    client.exists("/w/a", watch=True)
    client.create("/w/a", b"")
    client.expect_events(1)
    client.get_data("/w/a", watch=True)
    client.set_data("/w/a", b"1")
    client.expect_events(1)
    client.get_children("/w", watch=True)
    client.create("/w/b", b"")
    client.expect_events(1)
    client.get_children2("/w", watch=True)
    client.delete("/w/b")
    client.expect_events(1)
    client.exists("/w/a", watch=True)
    client.delete("/w/a")
    client.expect_events(1)


def play_multi(client):
    client.multi(
        Create("/m", b"m", OPEN_ACL_UNSAFE, 0), Create("/m/n-", b"", OPEN_ACL_UNSAFE, 2),
        SetData("/m", b"mm", 0), CheckVersion("/m", 1), Delete("/m/n-0000000000", -1))
    client.multi(
        SetData("/m", b"mmm", -1), CheckVersion("/m", 1), Delete("/gone", -1))
    client.multi()


def play_resume(conversation, proxy):
    first = Client(conversation, proxy)
    first.create("/survivor", b"", flags=1)
    conversation.request("!cut")
    client_id = first.kazoo.client_id
    first.kazoo.stop()
    conversation.request("!admit")
    second = Client(conversation, proxy, client_id=client_id)
    second.exists("/survivor")
    second.close()


def play_sasl(conversation, proxy):
    """The library that makes the tokens shows them, before kazoo sends them."""
    tokens = []
    process = puresasl.client.SASLClient.process

    def told(sasl, challenge=None):
        tokens.append((challenge, process(sasl, challenge)))
        return tokens[-1][1]
    puresasl.client.SASLClient.process = told
    options = {"mechanism": "DIGEST-MD5", "username": "bob", "password": "bobsecret"}
    client = Client(conversation, proxy, sasl=options)
    # kazoo does this only after the handshake, so all tokens are there when it returns.
    stat = client.kazoo.exists("/")
    replies = [challenge for challenge, _ in tokens[1:]]
    requests = [response or b"" for _, response in tokens]
    for request, reply in zip(requests, replies):
        conversation.say(op="sasl", args={"token": request}, reply={"token": reply})
    conversation.say(op="exists", args={"path": "/", "watch": False}, reply={"stat": stat})
    client.create("/bobs", b"", [ACL(31, Id("auth", ""))])
    client.get_acl("/bobs")
    client.close()


def play_quorum(conversation, proxy):
    client = Client(conversation, proxy)
    client.get_data("/zookeeper/config", watch=True)
    client.reconfig("server.3=127.0.0.1:1:2:observer;127.0.0.1:3", None, None)
    client.expect_events(1)
    client.reconfig(None, "3", None)
    client.close()


def main():
    logging.disable(logging.CRITICAL)
    scene, proxy = sys.argv[1], sys.argv[2]
    conversation = Conversation()
    conversation.request(f"!client kazoo {__version__}")
    plays = {"standalone": play_standalone, "sasl": play_sasl, "quorum": play_quorum}
    plays[scene](conversation, proxy)
    conversation.end_step()


main()
