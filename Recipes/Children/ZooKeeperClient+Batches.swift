import ZooKeeper

extension ZooKeeperClient {
  /// Reads so many nodes at once that they fill neither the outbox nor the memory; nil stands for a
  /// node that is not there. `steps` has no more than `readsAtOnceMax`.
  func read(_ steps: [Step]) async throws(ZooKeeperError) -> [StepResult?] {
    var results: [StepResult?] = []
    for (step, answer) in zip(steps, pipeline(steps)) {
      do throws(ZooKeeperError) {
        results.append(try await answer.value)
      } catch {
        switch error.code {
        case .noNode: results.append(nil)
        // Others have filled the outbox; who asks alone waits for room.
        case .overloaded: results.append(try await unlessGone(try await readAlone(step)))
        default: throw error
        }
      }
    }
    return results
  }

  private func readAlone(_ step: Step) async throws(ZooKeeperError) -> StepResult {
    switch step.operation {
    case .get: return .get(try await get(step.path))
    case .children:
      let children = try await children(of: step.path)
      return .children(children.names, children.stat)
    default: return .stat(try await stat(step.path))
    }
  }

  /// How many nodes are read at once.
  static var readsAtOnceMax: Int { 64 }
}
