import Testing
import ZooKeeperServer

/// Our reading of system properties against that of Apache's classes.
@Suite struct ConfigurationPropertyTests {
  typealias Verdict<Value> = (value: String, effect: Value)

  // The effects in this file are what Apache 3.9.3 had in its fields after it was started with the
  // property. Where it keeps a default, we keep ours, which are the same.

  @Test(
    "snapCount is decoded as Java decodes numbers",
    arguments: [
      ("7", 7), ("abc", 100_000), ("", 100_000), ("1", 2), ("-5", 2), ("010", 8), ("0x10", 16),
      ("#10", 16), ("-0x10", 2), ("+5", 5), ("08", 100_000), ("00", 2), ("0x", 100_000),
      ("+-5", 100_000), ("0x-5", 100_000), ("0X1f", 31), ("2147483647", 2_147_483_647),
      ("2147483648", 100_000), ("1_000", 100_000),
    ] as [Verdict])
  func numbers(value: String, effect: Int) throws {
    #expect(try configuration("snapCount", value).snapshots.transactionsMax == effect)
  }

  @Test(
    "limits in KiB are switched off by what is not positive",
    arguments: [("0", nil), ("-1", nil), ("abc", 4 << 30), ("8", 8_192)] as [Verdict<Int?>])
  func sizes(value: String, effect: Int?) throws {
    #expect(try configuration("snapSizeLimitInKb", value).snapshots.logBytesMax == effect)
  }

  @Test("logs have a size only where one is set", arguments: [("4", 4_096), ("0", nil)])
  func logSize(value: String, effect: Int?) throws {
    #expect(try configuration("txnLogSizeLimitInKb", value).log.fileBytesMax == effect)
  }

  @Test("zeros ahead are counted in KiB", arguments: [("100", 102_400), ("x", nil)])
  func zerosAhead(value: String, effect: Int?) throws {
    #expect(try configuration("preAllocSize", value).log.zerosAheadBytes == effect)
  }

  @Test(
    "a flag is true or false, and anything else is false",
    arguments: [
      ("true", true), ("TRUE", true), ("True", true), ("yes", false), ("1", false),
      ("false", false), ("", false),
    ])
  func flags(value: String, effect: Bool) throws {
    #expect(try configuration("extendedTypesEnabled", value).tree.extendedTypes == effect)
    #expect(try configuration("enforceQuota", value).tree.enforcesQuota == effect)
    #expect(try configuration("digest.enabled", value).tree.keepsDigest == effect)
    #expect(try configuration("snapshot.trust.empty", value).snapshots.trustsLogsAlone == effect)
    #expect(try configuration("datadir.autocreate", value).createsDirectories == effect)
    let digest = try configuration("DigestAuthenticationProvider.enabled", value)
    #expect(digest.authentication.allowsDigest == effect)
  }

  @Test(
    "only the word no spares the disk",
    arguments: [("no", false), ("yes", true), ("NO", true), ("false", true), ("", true)])
  func forceSync(value: String, effect: Bool) throws {
    #expect(try configuration("forceSync", value).log.syncs == effect)
  }

  @Test(
    "only the word yes opens everything to everybody",
    arguments: [("yes", true), ("true", false), ("YES", false), ("no", false)])
  func skipACL(value: String, effect: Bool) throws {
    #expect(try configuration("skipACL", value).authentication.skipsACL == effect)
  }

  @Test(
    "snapshots are compressed by one name", arguments: [("gz", true), ("GZ", true), ("", false)])
  func compression(value: String, isCompressed: Bool) throws {
    let effect = try configuration("snapshot.compression.method", value).snapshots.compression
    #expect(effect == (isCompressed ? .gzip : .none))
    let other = try configuration("snapshot.compression.method", "gzip").snapshots.compression
    #expect(other == .none)
  }

  @Test(
    "four-letter words are listed as they are typed, and srvr is always there",
    arguments: [
      ("*", .all), ("ruok", .only(["ruok", "srvr"])),
      ("mntr, ruok, ", .only(["mntr", "ruok", "srvr"])), ("mntr,*", .all),
      ("MNTR", .only(["MNTR", "srvr"])), (",", .only(["srvr"])), ("", .only(["srvr"])),
    ] as [Verdict<ServerConfiguration.AllowedWords>])
  func words(value: String, effect: ServerConfiguration.AllowedWords) throws {
    let words = try configuration("4lw.commands.whitelist", value).fourLetterWords
    #expect(words == effect)
    #expect(words.contains("srvr"))
    #expect(words.contains("stat") == (effect == .all))
  }

  @Test(
    "hashes have the names that Java knows",
    arguments: [
      ("SHA1", .sha1), ("SHA-1", .sha1), ("SHA", .sha1), ("SHA-256", .sha256),
      ("SHA256", .sha256), ("sha-512", .sha512),
    ] as [Verdict<ServerConfiguration.Authentication.Hash>])
  func hashes(value: String, effect: ServerConfiguration.Authentication.Hash) throws {
    let hash = try configuration("DigestAuthenticationProvider.digestAlg", value)
    #expect(hash.authentication.hash == effect)
  }

  @Test("clients may look for names once the provider is there")
  func ensembleNames() throws {
    let lines = "ensembleAuthName=a, b\n"
    let provider = "authProvider.1=org.apache.zookeeper.server.auth.EnsembleAuthenticationProvider"
    #expect(try configuration(lines).authentication.ensembleNames == nil)
    #expect(try configuration(lines + provider).authentication.ensembleNames == ["a", "b"])
    #expect(try configuration(provider).authentication.ensembleNames == [])
  }

  @Test("every other property reaches its setting")
  func settings() throws {
    let result = try configuration(
      """
      fsync.warningthresholdms=20
      maxCnxns=9
      nio.sessionlessCnxnTimeout=11
      jute.maxbuffer=0x100000
      znode.container.checkIntervalMs=12
      znode.container.maxPerMinute=13
      znode.container.maxNeverUsedIntervalMs=14
      DigestAuthenticationProvider.superDigest=super:x
      """)
    #expect(result.log.slowSyncMilliseconds == 20)
    #expect(result.connections.totalMax == 9)
    #expect(result.connections.sessionlessMilliseconds == 11)
    #expect(result.connections.frameBytesMax == 1_048_576)
    #expect(result.reaping.intervalMilliseconds == 12)
    #expect(result.reaping.perMinuteMax == 13)
    #expect(result.reaping.neverUsedMilliseconds == 14)
    #expect(result.authentication.superDigest == "super:x")
  }

  @Test(
    "what would be unsafe or impossible is refused",
    arguments: [
      // Apache divides by the first two, and throws at the third.
      "znode.container.maxPerMinute=0", "nio.sessionlessCnxnTimeout=0",
      "DigestAuthenticationProvider.digestAlg=WHIRLPOOL", "snapshot.compression.method=snappy",
      "enforce.auth.enabled=true", "sessionRequireClientSASLAuth=TRUE", "jute.maxbuffer=0",
      "snapSizeLimitInKb=9223372036854775807",
    ])
  func refusals(line: String) {
    #expect(ServerCommand.reading(ConfigurationVerdictTests.base + line).refusal != nil)
  }

  private func configuration(_ key: String, _ value: String) throws -> ServerConfiguration {
    let plain = try configuration("\(key)=\(value)")
    #expect(try configuration("zookeeper.\(key)=\(value)") == plain)
    return plain
  }

  private func configuration(_ lines: String) throws -> ServerConfiguration {
    try ServerCommand.reading(ConfigurationVerdictTests.base + lines).options.configuration
  }
}
