/// A server's figures for monitoring, as `mntr` tells them, in the order of the server.
public struct ServerFigures: Hashable, Sendable {
  /// One figure.
  public struct Figure: Hashable, Sendable {
    /// What is counted, such as `zk_znode_count`.
    public let name: String
    /// How much: mostly a number, sometimes words.
    public let value: String
  }

  private let figures: [Figure]
  private let places: [String: Int]

  /// The figure of this name, such as `figures["zk_server_state"]`; nil if the server has none.
  public subscript(name: String) -> String? {
    places[name].map { figures[$0].value }
  }
}

extension ServerFigures: RandomAccessCollection {
  /// Zero.
  public var startIndex: Int { 0 }
  /// How many figures there are.
  public var endIndex: Int { figures.count }
  /// The figure at that place of the server's order.
  public subscript(place: Int) -> Figure { figures[place] }
}

extension ServerFigures {
  /// Reads the answer to `mntr`.
  init(mntr answer: String) throws(UnreadableAnswer) {
    var figures: [Figure] = []
    for line in answer.split(whereSeparator: \.isNewline) {
      guard let tab = line.firstIndex(of: "\t"), tab > line.startIndex else {
        throw UnreadableAnswer("it has a line “\(line.prefix(100))”")
      }
      let value = line[line.index(after: tab)...]
      figures.append(Figure(name: String(line[..<tab]), value: String(value)))
    }
    guard !figures.isEmpty else { throw UnreadableAnswer("it has no lines") }
    let named = figures.enumerated().map { ($1.name, $0) }
    places = Dictionary(named, uniquingKeysWith: { first, _ in first })
    self.figures = figures
  }
}
