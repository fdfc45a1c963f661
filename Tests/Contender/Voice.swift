import Foundation
import StormSupport

/// Tells on the standard output what a contender does.
enum Voice {
  static func say(_ event: StormEvent) {
    FileHandle.standardOutput.write(Data((event.line + "\n").utf8))
  }
}
