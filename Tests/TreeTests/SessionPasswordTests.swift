import Testing
import ZooKeeperModel
import ZooKeeperTree

@Suite struct SessionPasswordTests {
  @Test(
    "passwords are what java.util.Random makes of the id",
    arguments: [
      (0x1, "054cc74a37327db215e702e20c73f005"),
      (0x2a, "c813ee495620c3a68794ef27a239e8a9"),
      (0xb341_5c00, "60b420bb3851d9d47acb933dbe70399b"),
      (0x100_0000_0000_0000, "f22acd4a97e69d6d20a49bb638eadb38"),
      (0x100_00a5_e4b5_0000, "81f91df87a536e40c7f271f65371b945"),
      (0x7fff_ffff_ffff_ffff, "20f62cb5648dc2d771471c8a2486a9ee"),
      (0x8000_0000_0000_0001, "054cc74a37327db215e702e20c73f005"),
      (0xfe00_ffff_ffff_ffff, "20f62cb5648dc2d771471c8a2486a9ee"),
      (0xffff_ffff_ffff_ffff, "20f62cb5648dc2d771471c8a2486a9ee"),
    ] as [(UInt64, String)])
  func java(_ id: UInt64, _ password: String) {
    #expect(hexadecimal(SessionPassword.derive(from: session(id))) == password)
  }

  /// From `Tests/WireTests/Golden`, where Debian's 3.8 and 3.9.3 spoke with kazoo.
  @Test(
    "passwords are those that Apache's servers handed out",
    arguments: [
      (0x100_0040_2fbc_0000, "8671fc429beb97fbd45e41e2dc201aea"),
      (0x100_0040_2fbc_0001, "9992f6423b377740c9a1a80db0a92eb7"),
      (0x100_0040_2fbc_0002, "602f08435b54d971ead8728b350ff14f"),
      (0x100_0040_2fbc_0003, "73500243fb9fb8b6df1bdab60998051d"),
      (0x100_0040_3490_0000, "42d767dca724099df070c757c8fe4462"),
      (0x100_0040_38e8_0000, "aa563520efd3dfbf98c20a1550b32b6a"),
      (0x100_0040_3d55_0000, "e1535a5f5a0ed3fe27c4ba0d33d756e0"),
      (0x100_0040_3d55_0001, "f474545ffa59b2431c07223907606bad"),
      (0x100_0040_3d55_0002, "bb11665f1a7714753d3eecb68cc52d46"),
      (0x100_0040_3d55_0003, "ce32605fbac2f3b9328153e2604e4213"),
      (0x100_0040_4360_0000, "9225f576b75c4ff1c0afcbde589d42f7"),
      (0x100_0040_48e0_0000, "121a68ac3777ec6040f87ef8d87bbbd1"),
    ] as [(UInt64, String)])
  func recorded(_ id: UInt64, _ password: String) {
    #expect(hexadecimal(SessionPassword.derive(from: session(id))) == password)
  }

  private func session(_ id: UInt64) -> SessionID {
    SessionID(rawValue: Int64(bitPattern: id))
  }

  private func hexadecimal(_ password: Secret) -> String {
    password.withBytes { bytes in
      bytes.indices.map { index in
        let digits = String(bytes[index], radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
    }
  }
}
