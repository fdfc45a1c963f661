import ZooKeeperModel

// The identities that are not proven by a scheme but have a meaning of their own.
extension Identity {
  /// Whoever may do everything, however the lists read.
  static let superuser = Identity(scheme: "super", id: "")

  var isSuper: Bool {
    scheme == Identity.superuser.scheme
  }

  var isAnyone: Bool {
    scheme == Identity.anyone.scheme && id == Identity.anyone.id
  }

  /// Whether it stands for what the writer of a list has proven; the name does not matter.
  var isCreator: Bool {
    scheme == Identity.creator.scheme
  }
}
