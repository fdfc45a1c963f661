import ZooKeeperModel

extension OpCode {
  /// What `cons` calls an operation.
  var fourLetters: String {
    OpCode.fourLetterNames[self] ?? "NA"
  }

  private static let fourLetterNames: [OpCode: String] = [
    .createSession: "SESS", .closeSession: "CLOS", .ping: "PING", .sync: "SYNC",
    .create: "CREA", .create2: "CREA", .createContainer: "CREA", .createTTL: "CREA",
    .delete: "DELE", .deleteContainer: "DELE", .setData: "SETD", .setACL: "SETA",
    .check: "CHEC", .multi: "MULT", .multiRead: "MLTR", .reconfig: "RECO",
    .exists: "EXIS", .getData: "GETD", .getACL: "GETA", .getChildren: "GETC",
    .getChildren2: "GETC", .getEphemerals: "GETE", .getAllChildrenNumber: "GETACN",
    .setWatches: "SETW", .setWatches2: "STW2", .addWatch: "ADDW", .checkWatches: "CHKW",
    .removeWatches: "REMW", .whoAmI: "HOMI",
  ]
}
