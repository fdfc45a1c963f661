import ZooKeeperModel

/// The number under which an access control list is kept.
struct ACLNumber: Hashable, Sendable {
  let index: UInt32

  /// Everybody may do everything: what most nodes have, so it is not in the table.
  static let open = ACLNumber(index: 0)
}

/// Every access control list in use, once, however many nodes have it.
struct ACLTable: Sendable {
  private struct Entry: Sendable {
    var acl: [ACL]
    var key: [UInt8]
    var uses: Int
  }

  // Number n lies at n − 1.
  private var entries: [Entry?] = []
  private var free: [Int] = []
  private var numbers: [[UInt8]: Int] = [:]

  func acl(_ number: ACLNumber) -> [ACL] {
    guard number != .open else { return AccessControl.open.entries }
    return entries[Int(number.index) - 1]?.acl ?? []
  }

  /// Numbers a list and notes one more use of it.
  mutating func retain(_ acl: [ACL]) -> ACLNumber {
    if acl == AccessControl.open.entries { return .open }
    let key = ACLTable.key(acl)
    if let place = numbers[key] {
      entries[place]?.uses += 1
      return ACLNumber(index: UInt32(place) + 1)
    }
    let entry = Entry(acl: acl, key: key, uses: 1)
    let place: Int
    if let reused = free.popLast() {
      place = reused
      entries[place] = entry
    } else {
      place = entries.count
      entries.append(entry)
    }
    numbers[key] = place
    return ACLNumber(index: UInt32(place) + 1)
  }

  /// Notes one more use of a list that is in use.
  mutating func retain(_ number: ACLNumber) {
    guard number != .open else { return }
    entries[Int(number.index) - 1]?.uses += 1
  }

  mutating func release(_ number: ACLNumber) {
    guard number != .open else { return }
    let place = Int(number.index) - 1
    guard var entry = entries[place] else { return }
    entry.uses -= 1
    if entry.uses > 0 {
      entries[place] = entry
    } else {
      numbers[entry.key] = nil
      entries[place] = nil
      free.append(place)
    }
  }

  /// The lists with the numbers that a snapshot gives them, in the order of the numbers.
  var persisted: [PersistedACL] {
    entries.enumerated().compactMap { place, entry in
      entry.map { PersistedACL(id: Int64(place) + 1, acl: $0.acl) }
    }
  }

  // Bytes tell identities apart that Swift's strings call equal.
  private static func key(_ acl: [ACL]) -> [UInt8] {
    var key: [UInt8] = []
    for entry in acl {
      append(entry.permissions.rawValue, to: &key)
      for text in [entry.identity.scheme, entry.identity.id] {
        append(Int32(text.utf8.count), to: &key)
        key.append(contentsOf: text.utf8)
      }
    }
    return key
  }

  private static func append(_ number: Int32, to key: inout [UInt8]) {
    for shift in stride(from: 24, through: 0, by: -8) {
      key.append(UInt8(truncatingIfNeeded: number >> Int32(shift)))
    }
  }
}
