"""Belongs to parties with kazoo, as it is told: a line for each thing to do, answered by `done`.

Argument: the address of the server. Lines are `join KIND PATH NAME`, `leave KIND PATH NAME`, and
`await KIND PATH NAMES`, which is done when these are the members, in the order of the alphabet.
"""

import logging
import sys

from scenarios import client, eventually

logging.disable(logging.CRITICAL)
with client(sys.argv[1]) as zk:
    kinds = {"party": zk.Party, "shallow": zk.ShallowParty}
    joined = {}
    for line in sys.stdin:
        what, kind, path, *names = line.split()
        if what == "await":
            eventually(lambda: sorted(kinds[kind](path)) == names)
        elif what == "join":
            joined[line.split(maxsplit=1)[1]] = party = kinds[kind](path, names[0])
            party.join()
        else:
            joined.pop(line.split(maxsplit=1)[1]).leave()
        print("done", flush=True)
