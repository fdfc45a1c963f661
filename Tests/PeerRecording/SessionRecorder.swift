import Foundation
package import PeerSupport

/// Plays a client's script in every scene it knows, and writes down each step: what the client says
/// it did, and the frames that it took.
package final class SessionRecorder {
  private let script: Script
  private let reference: ApacheReference
  private var version = ""
  private var client = ""
  private var body = ""
  private var connectionsSoFar = 0

  package init(_ script: Script, _ reference: ApacheReference) {
    self.script = script
    self.reference = reference
  }

  package func record() throws -> String {
    for scene in script.scenes {
      try play(scene)
    }
    return "# zookeeper \(version); client \(client)\n\n" + body
  }

  private func play(_ scene: Scene) throws {
    let server = try scene.startServer(reference)
    version = try server.version()
    let log = FrameLog()
    let proxy = try RecordingProxy(to: server.port) { log.add($0) }
    defer { proxy.stop() }
    let arguments = [scene.rawValue, "127.0.0.1:\(proxy.port)", "127.0.0.1:\(server.port)"]
    let peer = try PeerProcess(script.commandLine(scene) + arguments)
    body += "# scene \(scene.rawValue)\n\n"
    do {
      try follow(peer, through: proxy, log)
    } catch {
      throw PeerFailure.broken(
        "\(script.name), scene \(scene): \(error)\nserver", output: server.lastWords)
    }
    server.stop()
  }

  private func follow(
    _ peer: PeerProcess, through proxy: RecordingProxy, _ log: FrameLog
  ) throws {
    var said: [String] = []
    let connectionsBefore = connectionsSoFar
    while let line = try peer.readLine() {
      switch line {
      case "":
        let step = Step(said: said, frames: log.takeStep())
        try step.check()
        body += step.text(connectionsBefore: connectionsBefore)
        connectionsSoFar = max(connectionsSoFar, connectionsBefore + step.lastConnection)
        said = []
      case "!answered":
        guard log.waitForAnswer() else {
          throw PeerFailure.broken("no request, or no reply", output: said.joined())
        }
      case "!refuse": proxy.refuseNewcomers()
      case "!cut":
        proxy.refuseNewcomers()
        proxy.cut()
      case "!admit": proxy.admitNewcomers()
      case _ where line.hasPrefix("!client "):
        client = String(line.dropFirst("!client ".count))
      default:
        said.append(line)
        continue
      }
      peer.send("go on")
    }
    try peer.finish()
    guard said.isEmpty, log.takeStep()?.isEmpty == true else {
      throw PeerFailure.broken("the script ended within a step", output: said.joined())
    }
  }
}
