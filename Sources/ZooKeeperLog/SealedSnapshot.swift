/// A whole snapshot that nobody finds yet. Making it durable takes long, so it may be done on
/// another thread.
package struct SealedSnapshot: Sendable {
  let storage: any Storage
  let directory: String
  let name: String
  let file: any StorageFile

  /// Makes it durable and gives it its name; returns its path.
  ///
  /// Not before the log is durable up to the last transaction that the snapshot may hold: after a
  /// loss of power it would bring back what nobody was told of, and hide that it is missing from
  /// the log.
  @discardableResult
  package func publish() throws(StorageError) -> String {
    let path = directory + "/" + name
    try file.sync()
    try storage.rename(directory + "/" + DataDirectory.unfinishedPrefix + name, to: path)
    try storage.syncDirectory(directory)
    return path
  }
}
