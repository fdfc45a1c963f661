extension ServerCommand {
  /// What `zkserver --help` says.
  package static let help = """
    zkserver serves a ZooKeeper tree on one node, in Apache's protocol and from Apache's files.

      zkserver --data-dir DIR [options]
      zkserver --in-memory [options]
      zkserver zoo.cfg [options]
      zkserver PORT DATADIR [TICKTIME [MAXCLIENTCNXNS]]

    Where clients connect
      --port N           the port; 0 lets the system choose, and a line says which (2181)
      --address A        the address to listen at (all addresses)

    Where the data is
      --data-dir DIR     snapshots and logs; without --log-dir nothing is kept elsewhere
      --log-dir DIR      transaction logs, best on a disk of their own
      --in-memory        keep nothing: when the server ends, the tree is gone

    Everything else
      --set KEY=VALUE    any key of zoo.cfg, as often as you like: --set tickTime=2000
      --standalone       serve alone what belongs to a member of an ensemble; without it, such a
                         file or directory is refused, so that nobody forks an ensemble unawares
      --log-level LEVEL  what is logged on standard error: debug, info, warning or error (info)
      --version          say which version this is
      --help             say this

    Options win over the file. The server ends cleanly when it gets SIGTERM or SIGINT.
    """
}
