/// Which server this is.
enum ServerVersion {
  /// The release of Apache's server whose behaviour this one has. Tools read it to tell what a
  /// server can do.
  static let apache = "3.9.3"
  static let own = "0.1.0"

  /// As four-letter words tell it: tools look for the number at the start.
  static var inReports: String { "\(apache)-swift-\(own), built on 2026-11-20 00:00 UTC" }

  /// As people read it.
  static var text: String { "\(own), as Apache ZooKeeper \(apache)" }
}
