"""Asks a server, operation by operation, what it thinks of paths that no client would send.

Argument: address of the server. Prints a JSON line for each operation and path, with the error of
the reply, or null when the server hangs up instead of replying.
"""

import json
import socket
import struct
import sys

PATHS = [
    None, "", "/", "a", "a/b", "/gone", "/a/", "/gone/b", "//", "//a", "/a//b", "/.", "/..",
    "/./a", "/../a", "/a/.", "/a/..", "/a/./b", "/a/../b", "/...", "/a/.b", "/\0", "/a\0b",
    "/a/\0", "/\x01", "/\t", "/a\x1f", "/a\x7f", "/a\x9f", "/a\u00a0", "/caf\u00e9",
    "/a\ud7ff", "/a\ud800", "/a\ue000", "/a\uf8ff", "/a\uf900", "/a\uffef", "/a\ufff0",
    "/a\uffff", "/\U0001f600", "/zookeeper", "/zookeeper/quota", "/zookeeper/config",
    "/zookeeper/gone"]


def text(value):
    if value is None:
        return struct.pack("!i", -1)
    data = value.encode("utf-8", "surrogatepass")
    return struct.pack("!i", len(data)) + data


NO_DATA = struct.pack("!i", -1)
OPEN_ACL = struct.pack("!ii", 1, 31) + text("world") + text("anyone")
ANY_VERSION = struct.pack("!i", -1)
UNWATCHED = b"\0"
LAST = struct.pack("!iBi", -1, 1, -1)


def creation(flags):
    return NO_DATA + OPEN_ACL + struct.pack("!i", flags)


# Name, number, what precedes and what follows the path in the request. A delete asks for a version
# that no node has, so that it deletes nothing. A setData and a setACL do the same.
NO_VERSION = struct.pack("!i", 99)
OPERATIONS = [
    ("create", 1, b"", creation(0), {"sequential": False}),
    ("create", 1, b"", creation(2), {"sequential": True}),
    ("create2", 15, b"", creation(0), {"sequential": False}),
    ("create2", 15, b"", creation(2), {"sequential": True}),
    ("createContainer", 19, b"", creation(4), {}),
    ("createTTL", 21, b"", creation(5) + struct.pack("!q", 3600000), {}),
    ("delete", 2, b"", NO_VERSION, {}),
    ("deleteContainer", 20, b"", b"", {}),
    ("exists", 3, b"", UNWATCHED, {}),
    ("getData", 4, b"", UNWATCHED, {}),
    ("setData", 5, b"", NO_DATA + NO_VERSION, {}),
    ("getACL", 6, b"", b"", {}),
    ("setACL", 7, b"", OPEN_ACL + NO_VERSION, {}),
    ("getChildren", 8, b"", UNWATCHED, {}),
    ("sync", 9, b"", b"", {}),
    ("getChildren2", 12, b"", UNWATCHED, {}),
    ("check", 14, struct.pack("!iBi", 13, 0, -1), ANY_VERSION + LAST, {}),
    ("getAllChildrenNumber", 104, b"", b"", {}),
    ("addWatch", 106, b"", struct.pack("!i", 0), {}),
]


class Connection:
    """A session of its own, which speaks Jute without looking at what it says."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=10)
        self.send(struct.pack("!iqiqi", 0, 0, 20000, 0, 16) + bytes(16) + b"\0")
        self.receive()

    def send(self, payload):
        self.socket.sendall(struct.pack("!i", len(payload)) + payload)

    def receive(self):
        return self.exactly(struct.unpack("!i", self.exactly(4))[0])

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise ConnectionError("the server has hung up")
            data += more
        return data

    def ask(self, number, body):
        """The error of the reply, and what follows its header."""
        self.send(struct.pack("!ii", 1, number) + body)
        while True:
            reply = self.receive()
            xid, _, error = struct.unpack_from("!iqi", reply)
            if xid == 1:
                return error, reply[16:]


def ask(connection, name, number, before, path, after):
    error, body = connection.ask(number, before + text(path) + after)
    if name == "check":
        # A failed multi says so in the result of its only operation.
        kind, _, code = struct.unpack_from("!iBi", body) if error == 0 else (0, 0, error)
        return code if kind == -1 else error
    if name.startswith("create") and error == 0:
        length = struct.unpack_from("!i", body)[0]
        connection.ask(2, body[:4 + length] + ANY_VERSION)
    return error


def main():
    connection = Connection(sys.argv[1])
    for name, number, before, after, more in OPERATIONS:
        for path in PATHS:
            try:
                error = ask(connection, name, number, before, path, after)
            except ConnectionError:
                connection = Connection(sys.argv[1])
                error = None
            line = {"op": name, "path": path, **more, "error": error}
            print(json.dumps(line, separators=(",", ":")))


main()
