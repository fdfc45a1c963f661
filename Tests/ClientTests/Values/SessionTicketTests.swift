import Testing
import ZooKeeper
import ZooKeeperModel

@Suite struct SessionTicketTests {
  private let ticket = SessionTicket(
    session: SessionID(rawValue: 0x1000_0a5e_4b50_0000),
    password: Secret([0x00, 0x0F, 0xA0, 0xFF]), timeout: .seconds(30),
    lastZxid: Zxid(rawValue: 0x1_0000_001F))
  private let text = "zk1.10000a5e4b500000.30000.10000001f.000fa0ff"

  @Test("printed it shows whose session it is, and not the password")
  func printing() {
    #expect(
      ticket.description == "session 0x10000a5e4b500000 with a timeout of 30.0 seconds,"
        + " up to 0x10000001f, password •••")
    var dumped = ""
    dump(ticket, to: &dumped)
    for text in ["\(ticket)", String(reflecting: ticket), dumped] {
      #expect(!text.contains("000fa0ff") && !text.contains("160"), "\(text)")
    }
  }

  @Test("its text carries all of it to another process")
  func carrying() throws {
    #expect(ticket.textRevealingPassword() == text)
    #expect(try SessionTicket(textRevealingPassword: text) == ticket)
  }

  @Test("a session and a change beyond the sign keep their bits")
  func signs() throws {
    let negative = SessionTicket(
      session: SessionID(rawValue: -1), password: Secret([]), timeout: .milliseconds(1),
      lastZxid: Zxid(rawValue: .min))
    let text = negative.textRevealingPassword()
    #expect(text == "zk1.ffffffffffffffff.1.8000000000000000.")
    #expect(try SessionTicket(textRevealingPassword: text) == negative)
  }

  @Test(
    "a text that was changed on its way is refused, and not repeated",
    arguments: [
      "", "zk1", "zk2.10000a5e4b500000.30000.10000001f.000fa0ff",
      "zk1.10000a5e4b500000.30000.10000001f.000fa0f",
      "zk1.10000a5e4b500000.30000.10000001f.000fa0fg",
      "zk1.10000A5E4B500000.30000.10000001f.000fa0ff",
      "zk1.10000a5e4b500000.+30000.10000001f.000fa0ff",
      "zk1.10000a5e4b500000.0.10000001f.000fa0ff",
      "zk1.10000a5e4b500000.-5.10000001f.000fa0ff",
      "zk1.10000a5e4b500000.30000.10000001f.000fa0ff\n",
      "zk1.10000a5e4b500000.30000.10000001f.000fa0ff.",
    ])
  func refusing(_ text: String) {
    let error = #expect(throws: InvalidSessionTicket.self) {
      try SessionTicket(textRevealingPassword: text)
    }
    #expect(error.map { !"\($0)".contains("fa0f") } == true)
  }
}
