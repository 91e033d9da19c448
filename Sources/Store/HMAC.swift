internal import EditModel

/// Keyed hashing with SHA-256.
///
/// - Note: Source: RFC 2104; RFC 4231 has the test vectors.
package enum HMAC {
  /// SHA-256 hashes blocks of this many bytes.
  private static let blockByteCount = 64

  /// The code of a message under a key of any length, as 32 bytes.
  package static func code(of message: some Collection<UInt8>, key: [UInt8]) -> [UInt8] {
    var block = key.count > blockByteCount ? bytes(SHA256.digest(of: key)) : key
    block += [UInt8](repeating: 0, count: blockByteCount - block.count)
    var inner = SHA256()
    inner.update(block.map { $0 ^ 0x36 })
    inner.update(message)
    let outer = block.map { $0 ^ 0x5c } + bytes(inner.finalize())
    return bytes(SHA256.digest(of: outer))
  }

  private static func bytes(_ digest: Digest) -> [UInt8] {
    let digits = Array(digest.hex.utf8).map { $0 > UInt8(ascii: "9") ? $0 - 87 : $0 - 48 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
