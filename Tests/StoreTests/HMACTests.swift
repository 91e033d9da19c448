import Store
import Testing

/// The test cases of RFC 4231, section 4, that state a whole code.
struct HMACTests {
  struct Case: Sendable, CustomStringConvertible {
    let number: Int
    let key: [UInt8]
    let message: [UInt8]
    let code: String

    var description: String { "\(number)" }
  }

  private static let longKey = [UInt8](repeating: 0xaa, count: 131)

  @Test(arguments: [
    Case(
      number: 1, key: [UInt8](repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
      code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    Case(
      number: 2, key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
      code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    Case(
      number: 3, key: [UInt8](repeating: 0xaa, count: 20), message: [UInt8](repeating: 0xdd, count: 50),
      code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    Case(
      number: 4, key: Array(1...25), message: [UInt8](repeating: 0xcd, count: 50),
      code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    Case(
      number: 6, key: longKey,
      message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    Case(
      number: 7, key: longKey,
      message: Array(
        "This is a test using a larger than block-size key and a larger than block-size data. "
          .utf8)
        + Array("The key needs to be hashed before being used by the HMAC algorithm.".utf8),
      code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
  ])
  func givesThePublishedCode(_ example: Case) {
    let code = HMAC.code(of: example.message, key: example.key)
    #expect(code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == example.code)
  }
}
