import ZooKeeper
import ZooKeeperRecipes

/// What one can stand in line for.
enum Possession: CaseIterable {
  case lock, kazooLock, readLock, writeLock, permit

  private var path: ZNodePath { "/things/one" }

  /// Beneath which node the line is.
  var line: ZNodePath {
    switch self {
    case .lock, .kazooLock, .readLock, .writeLock: path
    case .permit: path / "leases"
    }
  }

  func acquire(_ zk: ZooKeeperClient) async throws(ZooKeeperError) -> Lease {
    switch self {
    case .lock: try await zk.lock(path).acquire()
    case .kazooLock: try await zk.lock(path, layout: .kazoo).acquire()
    case .readLock: try await zk.readWriteLock(path).acquireRead()
    case .writeLock: try await zk.readWriteLock(path).acquireWrite()
    case .permit: try await zk.semaphore(path, permits: 2).acquire()
    }
  }

  /// Takes so much that the next one has to wait.
  func exhaust(_ zk: ZooKeeperClient) async throws(ZooKeeperError) -> [Lease] {
    switch self {
    case .lock, .kazooLock, .writeLock: [try await acquire(zk)]
    case .readLock: [try await Possession.writeLock.acquire(zk)]
    case .permit: [try await acquire(zk), try await acquire(zk)]
    }
  }
}
