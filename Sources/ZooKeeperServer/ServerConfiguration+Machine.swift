import ZooKeeperCrypto
import ZooKeeperLog
import ZooKeeperModel
import ZooKeeperTransport
import ZooKeeperTree
import ZooKeeperWire

// What the settings mean to the server's brain.
extension ServerMachine.Options {
  init(_ configuration: ServerConfiguration) {
    let options = configuration.authentication
    let schemes: Set<AuthenticationScheme> = options.allowsDigest ? [.ip, .digest] : [.ip]
    let digest = Digest(options.hash)
    self.init(
      access: Access(schemes: schemes, skipsChecks: options.skipsACL),
      authentication: ZooKeeperTree.Authentication(
        schemes: schemes, hash: { digest.hash($0) }, superDigest: options.superDigest,
        ensembleNames: options.ensembleNames),
      enforcesQuota: configuration.tree.enforcesQuota,
      reaping: Reaper.Options(
        intervalMilliseconds: Int64(configuration.reaping.intervalMilliseconds),
        maxPerMinute: Int64(configuration.reaping.perMinuteMax),
        neverUsedMilliseconds: Int64(configuration.reaping.neverUsedMilliseconds)))
  }
}

extension Digest {
  fileprivate init(_ hash: ServerConfiguration.Authentication.Hash) {
    switch hash {
    case .sha1: self = .sha1
    case .sha256: self = .sha256
    case .sha512: self = .sha512
    }
  }
}

extension Revival {
  init(_ configuration: ServerConfiguration) {
    let timeouts = configuration.sessionTimeoutsInForce
    let checksum: NodeChecksum = { Checksum.crc32($1.raw, after: $0) }
    self.init(
      tree: DataTree.Options(
        extendedTypes: configuration.tree.extendedTypes,
        checksum: configuration.tree.keepsDigest ? checksum : nil,
        hashKey: RandomBytes.number()),
      sessions: SessionTable.Options(
        tick: Int32(clamping: configuration.tickMilliseconds),
        timeouts: Int32(clamping: timeouts.lowerBound)...Int32(clamping: timeouts.upperBound)),
      ids: SessionIDSource(
        serverNumber: configuration.serverNumber,
        startingAtMilliseconds: WallClock.millisecondsSince1970))
  }
}
