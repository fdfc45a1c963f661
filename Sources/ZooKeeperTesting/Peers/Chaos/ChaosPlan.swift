/// What one connection has to go through.
public struct ChaosPlan: Hashable, Sendable {
  /// A fault, and how many requests of the client pass before it. The handshake is the first
  /// request; pings do not count, because when they come is a matter of time.
  public struct Misfortune: Hashable, Sendable {
    /// What happens.
    public var fault: ChaosFault
    /// How many requests pass unharmed.
    public var requestsBefore: Int

    /// A fault after so many requests.
    public init(_ fault: ChaosFault, after requestsBefore: Int) {
      self.fault = fault
      self.requestsBefore = requestsBefore
    }
  }

  /// How much later the server gets what the client says.
  public var delayToServer: Duration
  /// How much later the client gets what the server says.
  public var delayToClient: Duration
  /// The largest piece of bytes that is sent at once, in both directions; nil for no limit.
  public var pieceBytesMax: Int?
  /// What goes wrong, if anything does.
  public var misfortune: Misfortune?

  /// A plan by which everything passes at once, but for what is said.
  public init(
    delayToServer: Duration = .zero, delayToClient: Duration = .zero, pieceBytesMax: Int? = nil,
    misfortune: Misfortune? = nil
  ) {
    self.delayToServer = delayToServer
    self.delayToClient = delayToClient
    self.pieceBytesMax = pieceBytesMax
    self.misfortune = misfortune
  }
}
