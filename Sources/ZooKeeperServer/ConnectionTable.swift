import ZooKeeperTransport
import ZooKeeperTree

/// The connections of a server by their numbers, and how many come from each address.
///
/// The number of a connection that is gone finds nothing: each use of a place has its own.
struct ConnectionTable {
  private var places: [ServerConnection?] = []
  private var uses: [UInt32] = []
  private var free: [Int] = []
  private var countByAddress: [IPAddress: Int] = [:]

  var count: Int { places.count - free.count }

  func count(from address: IPAddress) -> Int {
    countByAddress[address] ?? 0
  }

  var all: [ServerConnection] {
    places.compactMap { $0 }
  }

  subscript(id: ConnectionID) -> ServerConnection? {
    guard id.place < places.count, let connection = places[id.place], connection.id == id else {
      return nil
    }
    return connection
  }

  mutating func add(
    _ peer: SocketAddress, _ make: (ConnectionID) -> ServerConnection
  ) -> ServerConnection {
    let place = free.popLast() ?? places.count
    if place == places.count {
      places.append(nil)
      uses.append(0)
    }
    uses[place] &+= 1
    let connection = make(ConnectionID(place: place, use: uses[place]))
    places[place] = connection
    countByAddress[peer.ip, default: 0] += 1
    return connection
  }

  mutating func remove(_ connection: ServerConnection) {
    guard self[connection.id] != nil else { return }
    places[connection.id.place] = nil
    free.append(connection.id.place)
    let left = count(from: connection.peer.ip) - 1
    countByAddress[connection.peer.ip] = left > 0 ? left : nil
  }
}
