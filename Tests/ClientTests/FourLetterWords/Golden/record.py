"""Writes down what the members of a real ensemble say: record.py CLASSPATH DIRECTORY."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time

MEMBERS = ("first", "second", "third", "observer")


def say(port, word):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(word.encode())
        answer = b""
        while more := connection.recv(65536):
            answer += more
        return answer


def free_ports(count):
    with contextlib.ExitStack() as stack:
        listeners = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [listener.getsockname()[1] for listener in listeners]


def settings(directory, port, others):
    return (
        f"dataDir={directory}\nclientPort={port}\ntickTime=500\ninitLimit=20\nsyncLimit=10\n"
        f"admin.enableServer=false\n4lw.commands.whitelist=*\n{others}")


class Server:
    """A server that ends with the block that it was started for."""

    def __init__(self, stack, classpath, port, others="", number=None, properties=()):
        self.port = port
        directory = stack.enter_context(tempfile.TemporaryDirectory())
        with open(f"{directory}/zoo.cfg", "w") as file:
            file.write(settings(directory, port, others))
        if number:
            with open(f"{directory}/myid", "w") as file:
                file.write(f"{number}\n")
        self.process = subprocess.Popen(
            ["java", *properties, "-cp", classpath,
             "org.apache.zookeeper.server.quorum.QuorumPeerMain", f"{directory}/zoo.cfg"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        stack.callback(self.stop)

    def stop(self):
        self.process.kill()
        self.process.wait()

    def wait_for(self, word, text):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                answer = say(self.port, word)
                if text in answer:
                    return answer
            time.sleep(0.1)
        raise SystemExit(f"{word} never says {text}")


def members(ports):
    lines = ""
    for index, name in enumerate(MEMBERS):
        quorum, election = ports[4 + index], ports[8 + index]
        role = ":observer" if name == "observer" else ""
        lines += f"server.{index + 1}=127.0.0.1:{quorum}:{election}{role}\n"
    return lines


def ensemble(stack, classpath):
    ports = free_ports(12)
    servers = {}
    for index, name in enumerate(MEMBERS):
        others = members(ports) + ("peerType=observer\n" if name == "observer" else "")
        # The third, which will lead, cannot go on alone: it shows a server that does not serve.
        properties = [] if name == "third" else ["-Dreadonlymode.enabled=true"]
        servers[name] = Server(stack, classpath, ports[index], others, index + 1, properties)
    return servers


def recordings(classpath):
    with contextlib.ExitStack() as stack:
        servers = ensemble(stack, classpath)
        for server in servers.values():
            server.wait_for("srvr", b"Mode: ")
        modes = {}
        for server in servers.values():
            answer = say(server.port, "srvr")
            mode = answer.split(b"Mode: ")[1].split(b"\n")[0].decode()
            modes[mode] = server
            yield f"srvr-{mode}", answer
        assert set(modes) == {"leader", "follower", "observer"}, modes
        yield "isro-follower", say(modes["follower"].port, "isro")
        servers["second"].stop()
        servers["observer"].stop()
        servers["first"].stop()
        yield "srvr-alone", servers["third"].wait_for("srvr", b"not currently serving")
        yield "mntr-alone", say(servers["third"].port, "mntr")
        yield "isro-alone", say(servers["third"].port, "isro")
        yield "ruok-alone", say(servers["third"].port, "ruok")
    with contextlib.ExitStack() as stack:
        servers = ensemble(stack, classpath)
        servers["first"].wait_for("srvr", b"Mode: follower")
        servers["second"].stop()
        servers["third"].stop()
        yield "srvr-read-only", servers["first"].wait_for("srvr", b"Mode: read-only")
        yield "isro-read-only", say(servers["first"].port, "isro")
    with contextlib.ExitStack() as stack:
        fresh = Server(stack, classpath, free_ports(1)[0])
        yield "srvr-fresh", fresh.wait_for("srvr", b"Mode: ")
        # No digest was noted yet, and `what` is no word.
        for word in ("hash", "what"):
            assert say(fresh.port, word) == b"", word


def main(classpath, directory):
    os.makedirs(directory, exist_ok=True)
    for name, answer in recordings(classpath):
        with open(f"{directory}/{name}.golden", "wb") as file:
            file.write(answer)


main(*sys.argv[1:])
