import FrameSupport
import Testing
import ZooKeeperModel

/// Our rules for paths against the verdicts of Apache's own validation and of a real server.
@Suite struct PathVerdictTests {
  private let verdicts: [JSON]

  init() throws {
    // Swift has no text with half a surrogate pair; `characters` judges these units.
    let halves = ["\\ud800\"", "\\udfff\""]
    verdicts = try Golden.lines(of: "paths")
      .filter { line in !halves.contains { line.contains($0) } }
      .map { try JSON(parsing: $0) }
  }

  @Test("a client allows the paths that Apache's validation allows, and no others")
  func validation() {
    var count = 0
    for verdict in verdicts where verdict["valid"] != nil {
      guard let path = verdict["path"]?.string else { continue }
      let isSequential = verdict["sequential"] == .bool(true)
      let isValid = PathRules.violation(in: path, isSequential: isSequential) == nil
      #expect(verdict["valid"] == .bool(isValid), "\(path.debugDescription) \(isSequential)")
      count += 1
    }
    #expect(count > 50)
  }

  @Test("every UTF-16 unit is judged as Apache judges it")
  func characters() {
    var judged = 0
    for verdict in verdicts {
      guard case .list(let bounds)? = verdict["units"], case .number(let first) = bounds[0],
        case .number(let last) = bounds[1]
      else { continue }
      for unit in UInt32(first)...UInt32(last) {
        judged += 1
        // Half a surrogate pair is no character in Swift; the pair lies beyond U+FFFF.
        guard let scalar = Unicode.Scalar(unit) else {
          #expect(verdict["valid"] == .bool(false))
          continue
        }
        let isValid = PathRules.violation(in: "/a\(scalar)b") == nil
        #expect(verdict["valid"] == .bool(isValid), "U+\(String(unit, radix: 16))")
      }
    }
    #expect(judged == 65_536)
    #expect(PathRules.violation(in: "/\u{10000}") != nil)
  }

  @Test("a server checks the path of each operation as closely as Apache's, and no closer")
  func servers() {
    let names = Dictionary(uniqueKeysWithValues: OpCode.names.map { ($0.value, $0.key) })
    var count = 0
    for verdict in verdicts {
      guard let path = verdict["path"]?.string, let name = verdict["op"]?.string,
        let operation = names[name], case .number(let error)? = verdict["error"]
      else { continue }
      let isRefused = error == Int64(ErrorCode.badArguments.rawValue)
      let rule = ServerPathRule(for: operation)
      if rule.allows(path) {
        // A create looks at the whole path when it has the parent and the number.
        let isSequential = verdict["sequential"] == .bool(true)
        let isWrong = PathRules.violation(in: path, isSequential: isSequential) != nil
        #expect(!isRefused || (rule == .withParent && isWrong), "\(name) \(path.debugDescription)")
      } else {
        #expect(isRefused, "\(name) \(path.debugDescription)")
      }
      count += 1
    }
    #expect(count > 500)
  }
}
