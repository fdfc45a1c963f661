"""Lets a real server write a data directory that holds a transaction of every kind.

Arguments: folder for the files, class path of the server, and its Java system properties as
NAME=VALUE. The files in Tests/LogTests/Golden were made with it; its README has the command lines.
"""

import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

PATIENCE = 60.0
CREATE, DELETE, EXISTS, SET_DATA, SET_ACL, CHECK, MULTI = 1, 2, 3, 5, 7, 13, 14
CREATE2, CREATE_CONTAINER, CREATE_TTL, AUTH, CLOSE = 15, 19, 21, 100, -11
PERSISTENT, EPHEMERAL, SEQUENTIAL, CONTAINER, TTL = 0, 1, 2, 4, 5
ANY = -1
NO_NODE = -101


def buffer(value):
    if value is None:
        return struct.pack("!i", -1)
    data = value.encode() if isinstance(value, str) else value
    return struct.pack("!i", len(data)) + data


def acl(*entries):
    lines = [struct.pack("!i", perms) + buffer(scheme) + buffer(name)
             for perms, scheme, name in entries]
    return struct.pack("!i", len(lines)) + b"".join(lines)


OPEN = acl((31, "world", "anyone"))
OWN = acl((31, "auth", ""), (1, "world", "anyone"), (3, "ip", "10.0.0.0/8"))


def create(path, data, flags=PERSISTENT, access=OPEN):
    return buffer(path) + buffer(data) + access + struct.pack("!i", flags)


def create_ttl(path, data, milliseconds):
    return create(path, data, TTL) + struct.pack("!q", milliseconds)


def versioned(path, version=ANY):
    return buffer(path) + struct.pack("!i", version)


def set_data(path, data, version=ANY):
    return buffer(path) + buffer(data) + struct.pack("!i", version)


def multi(*steps):
    parts = [struct.pack("!iBi", operation, 0, -1) + body for operation, body in steps]
    return b"".join(parts) + struct.pack("!iBi", -1, 1, -1)


class Client:
    """The least of a client: sends a request and returns the error of the reply."""

    def __init__(self, port, timeout=20000):
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.xid = 0
        self.send(struct.pack("!iqiq", 0, 0, timeout, 0) + buffer(b"\0" * 16) + b"\0")
        self.receive()

    def send(self, body):
        self.socket.sendall(buffer(body))

    def receive(self):
        length = struct.unpack("!i", self.exactly(4))[0]
        return self.exactly(length)

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                sys.exit("the server hung up")
            data += more
        return data

    def call(self, operation, body=b""):
        self.xid += 1
        xid = -4 if operation == AUTH else self.xid
        self.send(struct.pack("!ii", xid, operation) + body)
        return struct.unpack("!iqi", self.receive()[:16])[2]

    def do(self, operation, body=b""):
        error = self.call(operation, body)
        if error:
            sys.exit(f"operation {operation} failed with {error}")

    def wait_until_gone(self, path):
        deadline = time.monotonic() + PATIENCE
        while self.call(EXISTS, buffer(path) + b"\0") != NO_NODE:
            if time.monotonic() > deadline:
                sys.exit(f"{path} stays")
            time.sleep(0.05)


class Server:
    def __init__(self, folder, class_path, properties):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        settings = pathlib.Path(folder, "zoo.cfg")
        settings.write_text(
            f"dataDir={folder}\nclientPort={self.port}\nclientPortAddress=127.0.0.1\n"
            "tickTime=2000\nadmin.enableServer=false\n")
        # A log grows in steps of 8 KiB here, so that its padding does not fill the repository.
        own = ["preAllocSize=8", "extendedTypesEnabled=true", "znode.container.checkIntervalMs=100"]
        flags = [f"-Dzookeeper.{line}" for line in own + properties]
        self.process = subprocess.Popen(
            ["java", *flags, "-cp", class_path,
             "org.apache.zookeeper.server.quorum.QuorumPeerMain", str(settings)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while not self.serves():
            if time.monotonic() > deadline or self.process.poll() is not None:
                sys.exit("the server does not start")
            time.sleep(0.1)

    def serves(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.sendall(b"srvr")
                return b"Mode: " in connection.makefile("rb").read()
        except OSError:
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()


def first_life(port):
    owner = Client(port)
    owner.do(AUTH, struct.pack("!i", 0) + buffer("digest") + buffer("user:password"))
    owner.do(CREATE, create("/a", "one"))
    owner.do(CREATE2, create("/empty", ""))
    owner.do(CREATE, create("/null", None))
    owner.do(CREATE, create("/a/e", "mine", EPHEMERAL))
    owner.do(CREATE, create("/a/s-", "numbered", SEQUENTIAL))
    owner.do(SET_DATA, set_data("/a", b"\0\x01\xff" * 100))
    owner.do(SET_DATA, set_data("/null", None, 0))
    owner.do(CREATE, create("/own", "guarded", PERSISTENT, OWN))
    owner.do(SET_ACL, buffer("/a") + acl((31, "auth", "")) + struct.pack("!i", ANY))
    owner.do(CREATE, create("/caf\u00e9", "h\u00f4"))
    for body in [versioned("/none"), versioned("/a", 7)]:
        owner.call(DELETE, body)
    owner.do(CREATE, create("/short", None))
    owner.do(DELETE, versioned("/short"))
    owner.do(MULTI, multi(
        (CREATE, create("/m", "multi")), (CREATE2, create("/m/2", None)),
        (CREATE_CONTAINER, create("/m/c", None, CONTAINER)),
        (CREATE_TTL, create_ttl("/m/t", "long", 3600000)), (SET_DATA, set_data("/m", "set")),
        (CHECK, versioned("/m", 1)), (CREATE, create("/m/gone", None)),
        (DELETE, versioned("/m/gone"))))
    owner.do(MULTI, multi((CREATE, create("/n", None)), (CHECK, versioned("/none"))))
    owner.do(MULTI, multi())
    owner.do(CREATE_TTL, create_ttl("/ttl", "long", 0xFFFFFFFFFF))
    owner.do(CREATE_TTL, create_ttl("/brief", None, 1))
    owner.do(CREATE_CONTAINER, create("/container", None, CONTAINER))
    owner.do(CREATE_CONTAINER, create("/reaped", None, CONTAINER))
    owner.do(CREATE, create("/reaped/child", None))
    owner.do(DELETE, versioned("/reaped/child"))
    guest = Client(port, 4000)
    guest.do(CREATE, create("/g1", None, EPHEMERAL))
    guest.do(CREATE, create("/g2", None, EPHEMERAL))
    guest.do(CLOSE)
    owner.wait_until_gone("/brief")
    owner.wait_until_gone("/reaped")


def second_life(port):
    guest = Client(port)
    guest.do(CREATE, create("/later", "second", EPHEMERAL))
    guest.do(CLOSE)


def main(target, class_path, *properties):
    with tempfile.TemporaryDirectory() as folder:
        # After each start the server writes a snapshot of what it found.
        for life in [first_life, second_life, lambda port: None]:
            server = Server(folder, class_path, list(properties))
            life(server.port)
            server.kill()
        shutil.copytree(os.path.join(folder, "version-2"), target)


main(*sys.argv[1:])
