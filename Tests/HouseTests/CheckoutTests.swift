import Testing

/// The checkout keeps every rule.
struct CheckoutTests {
  @Test func `the checkout was found and read`() throws {
    #expect(try Checkout.tree["Package.swift"]?.tokens.isEmpty == false)
  }

  @Test(arguments: houseRules)
  func keeps(_ rule: any Rule) throws {
    for violation in try rule.violations(in: Checkout.tree) {
      Issue.record("\(violation)")
    }
  }
}
