import ZooKeeperModel

// The numbers in the recordings.
extension Recording {
  static let apache39 = Recording(
    name: "3.9",
    version: "3.9.3-c26634f34490bb0ea7a09cc51e05ede3b4e320ee, built on 2024-10-17 23:21 UTC",
    port: 44_809, directory: "/var/tmp/tmpgihggiap", snapshotBytes: 478, logBytes: 67_108_880,
    firstSession: 0x1_0000_b9a5_bc00_00,
    clients: [
      Client(
        port: 48_730, established: 1_709_251_195_007, received: 267, sent: 268,
        operation: .setData, xid: 0x10a, zxid: 0x108, lastAnswer: 12_176_941,
        latencies: latencies(267, sum: 6_198, max: 444, last: 1)),
      Client(
        port: 43_606, established: 1_709_251_205_121, received: 5, sent: 5,
        operation: .addWatch, xid: 4, zxid: 0x10a, lastAnswer: 12_176_988,
        latencies: latencies(5, sum: 25, max: 14, last: 0)),
      Client(
        port: 46_270, established: 1_709_251_205_161, received: 1, sent: 1,
        operation: .createSession, xid: 0, zxid: 0x10b, lastAnswer: 12_177_184, latencies: [16]),
      Client(
        port: 46_280, established: 1_709_251_205_367, received: 2, sent: 2,
        operation: nil, xid: 1, zxid: 0x10d, lastAnswer: 12_177_232, latencies: [12, 12]),
    ],
    strangersPort: 46_288,
    packets: ["srvr": 280, "stat": 281, "mntr": 290, "srvr-after-reset": 2],
    order: [.fourth, .stranger, .first, .second, .third],
    askers: [
      "stat": (46_326, 0), "cons": (46_336, 5), "dump": (46_360, 0),
      "cons-after-reset": (46_436, 5),
    ],
    totalLatency: 6_263, maximalLatency: 444, uptime: 11_444, openFileDescriptors: 76,
    watchCount: 6, digests: [7_535_692_922, 8_026_729_904],
    sessionDeadlines: [
      (17, nil), (20, nil), (23, nil), (26, .first), (35, .second), (47, .third), (56, .fourth),
    ],
    connectionDeadlines: [
      (8, []), (18, [.stranger, .asker]), (28, [.first]), (38, [.second]), (48, [.third]),
      (58, [.fourth]),
    ],
    watchOrder: [.first, .second], watchOrderOnPath: [.first, .second])

  static let apache38 = Recording(
    name: "3.8", version: "3.8.0-${mvngit.commit.id}, built on 2024-12-29 17:54 UTC",
    port: 45_751, directory: "/var/tmp/tmpoblc158v",
    // This version tells the one for the other.
    snapshotBytes: 67_108_880, logBytes: 457,
    firstSession: 0x1_0000_b9f7_6600_00,
    clients: [
      Client(
        port: 46_300, established: 1_709_251_190_490, received: 267, sent: 268,
        operation: .setData, xid: 0x10a, zxid: 0x108, lastAnswer: 12_206_520,
        latencies: latencies(267, sum: 9_056, max: 408, last: 4)),
      Client(
        port: 36_428, established: 1_709_251_206_696, received: 5, sent: 5,
        operation: .addWatch, xid: 4, zxid: 0x10a, lastAnswer: 12_206_624,
        latencies: latencies(5, sum: 85, max: 36, last: 4)),
      Client(
        port: 59_030, established: 1_709_251_206_838, received: 1, sent: 1,
        operation: .createSession, xid: 0, zxid: 0x10b, lastAnswer: 12_206_684, latencies: [16]),
      Client(
        port: 59_034, established: 1_709_251_206_866, received: 2, sent: 2,
        operation: nil, xid: 1, zxid: 0x10d, lastAnswer: 12_206_820, latencies: [16, 100]),
    ],
    strangersPort: 59_044,
    packets: ["srvr": 298, "stat": 299, "mntr": 308, "srvr-after-reset": 2],
    order: [.second, .first, .stranger, .fourth, .third],
    askers: [
      "stat": (59_062, 4), "cons": (59_066, 3), "dump": (59_094, 0),
      "cons-after-reset": (59_184, 3),
    ],
    totalLatency: 9_273, maximalLatency: 408, uptime: 20_946, openFileDescriptors: 45,
    watchCount: 7, digests: [6_600_404_590, 5_571_489_094],
    sessionDeadlines: [
      (13, nil), (16, nil), (19, nil), (22, nil), (25, nil), (28, .first), (37, .second),
      (49, .third), (58, .fourth),
    ],
    connectionDeadlines: [
      (10, []), (20, [.stranger, .asker]), (30, [.first]), (40, [.second]), (50, [.third]),
      (60, [.fourth]),
    ],
    watchOrder: [.second, .first], watchOrderOnPath: [.first, .second])
}
