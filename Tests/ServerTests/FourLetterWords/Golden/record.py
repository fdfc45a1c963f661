"""Writes down what a real server says to every four-letter word: record.py CLASSPATH DIRECTORY."""

import collections
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

from kazoo.client import KazooClient
from kazoo.exceptions import NodeExistsError

WORDS = (
    "ruok isro srvr stat cons conf envi dirs dump wchs wchc wchp mntr hash gtmk stmk srst crst"
).split()
TELNET_CLOSE = b"\xff\xf4\xff\xfd"


class AddWatch(collections.namedtuple("AddWatch", "path mode")):
    """The request that this kazoo does not know yet; the mode is 0, or 1 for recursive."""

    type = 106

    def serialize(self):
        path = self.path.encode()
        return struct.pack(">i", len(path)) + path + struct.pack(">i", self.mode)

    @staticmethod
    def deserialize(answer, offset):
        return struct.unpack_from(">i", answer, offset)


def connect(port, host="127.0.0.1"):
    connection = socket.create_connection((host, port))
    connection.settimeout(10)
    return connection


def say(port, said):
    connection = connect(port)
    connection.sendall(said)
    answer = b""
    try:
        while more := connection.recv(65536):
            answer += more
    except ConnectionResetError:
        pass
    return answer


def start(classpath, directory, port, whitelist):
    with open(f"{directory}/zoo.cfg", "w") as file:
        file.write(f"dataDir=data\ndataLogDir=log\nclientPort={port}\n")
        file.write("admin.enableServer=false\n" + whitelist)
    server = subprocess.Popen(
        ["faketime", "2024-02-29 23:59:45 UTC", "java", "-Duser.timezone=UTC", "-cp", classpath,
         "org.apache.zookeeper.server.quorum.QuorumPeerMain", "zoo.cfg"],
        cwd=directory, env={**os.environ, "FAKETIME_DONT_FAKE_MONOTONIC": "1"},
        start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if b"Mode: standalone" in say(port, b"srvr"):
                return server
        except OSError:
            pass
        time.sleep(0.1)
    stop(server)
    raise SystemExit("the server does not serve")


def stop(server):
    # Java is a child of faketime.
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def client(port, timeout, host="127.0.0.1"):
    client = KazooClient(f"{host}:{port}", timeout=timeout)
    client.start()
    return client


def set_the_scene(port):
    first = client(port, 20)
    first.create("/app", b"some data")
    first.create("/app/one", b"1", ephemeral=True)
    first.create("/app/two", b"22", ephemeral=True)
    first.get("/app", watch=print)
    first.exists("/none", watch=print)
    first.get_children("/app", watch=print)
    for _ in range(260):
        first.set("/app/one", b"a value of thirty bytes or so..")
    second = client(port, 30, host="[::1]")
    second.create("/app/three", b"", ephemeral=True)
    second.get("/app", watch=print)
    for request in (AddWatch("/lasting", 0), AddWatch("/deep", 1)):
        done = second.handler.async_result()
        second._call(request, done)
        done.get(timeout=10)
    third = client(port, 40)
    fourth = client(port, 50)
    try:
        fourth.create("/app")
    except NodeExistsError:
        pass
    stranger = connect(port)
    return first, second, third, fourth, stranger


def write(directory, name, answer):
    if name == "envi":
        # Only what every server has, and nothing of the machine on which this was recorded.
        names = (b"Environment:", b"zookeeper.version=", b"host.name=", b"os.name=", b"os.arch=")
        lines = answer.splitlines(keepends=True)
        answer = b"".join(line for line in lines if line.startswith(names))
    with open(f"{directory}/{name}.golden", "wb") as file:
        file.write(answer)


def record(classpath, output):
    os.makedirs(output, exist_ok=True)
    port = free_port()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as directory:
        server = start(classpath, directory, port, "4lw.commands.whitelist=*\n")
        try:
            scene = set_the_scene(port)
            for word in WORDS:
                said = word.encode() + (b"\0\0\0\0\0\0\0\7" if word == "stmk" else b"")
                write(output, word, say(port, said))
            # What is left of the counters, and of the trace mask.
            for word in ["srvr", "cons", "gtmk"]:
                write(output, f"{word}-after-reset", say(port, word.encode()))
            assert say(port, TELNET_CLOSE) == b"" and say(port, b"what") == b""
            for one in scene[:4]:
                one.stop()
        finally:
            stop(server)
    port = free_port()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as directory:
        server = start(classpath, directory, port, "")
        try:
            refusals = [say(port, word.encode()) for word in WORDS if word != "srvr"]
            write(output, "refusals", b"".join(refusals) + say(port, TELNET_CLOSE))
        finally:
            stop(server)


if __name__ == "__main__":
    record(*sys.argv[1:])
