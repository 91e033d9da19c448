/// Which network addresses are public.
///
/// - Note: Source: the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890 and its updates),
///   read strictly: of IPv6 only global unicast, and what stands for an IPv4 address is judged as that one.
package enum PublicAddress {
  private static let closedIPv4: [(prefix: [UInt8], bits: Int)] = [
    ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 0, 0], 24),
    ([192, 0, 2], 24), ([192, 31, 196], 24), ([192, 52, 193], 24), ([192, 88, 99], 24), ([192, 168], 16),
    ([192, 175, 48], 24), ([198, 18], 15), ([198, 51, 100], 24), ([203, 0, 113], 24), ([224], 4), ([240], 4),
  ]

  private static let closedIPv6: [(prefix: [UInt8], bits: Int)] = [
    ([0x20, 0x01, 0x00], 23), ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x20, 0x02], 16), ([0x3F, 0xFF, 0x00], 20),
  ]

  private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
  private static let translated: [UInt8] = [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]

  /// - Parameter address: 4 or 16 bytes in network order.
  package static func contains(_ address: [UInt8]) -> Bool {
    switch address.count {
    case 4: !closedIPv4.contains { starts(address, $0.prefix, $0.bits) }
    case 16: containsIPv6(address)
    default: false
    }
  }

  private static func containsIPv6(_ address: [UInt8]) -> Bool {
    let start = Array(address.prefix(12))
    if start == mapped || start == translated { return contains(Array(address.suffix(4))) }
    return starts(address, [0x20], 3) && !closedIPv6.contains { starts(address, $0.prefix, $0.bits) }
  }

  private static func starts(_ address: [UInt8], _ prefix: [UInt8], _ bits: Int) -> Bool {
    (0..<bits).allSatisfy { bit in
      let mask: UInt8 = 0x80 >> UInt8(bit % 8)
      let wanted = bit / 8 < prefix.count ? prefix[bit / 8] & mask : 0
      return address[bit / 8] & mask == wanted
    }
  }
}
