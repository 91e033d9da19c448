package import EditModel

extension StateFolder {
  private static let saltFile = "salt"
  private static let saltByteCount = 32

  /// Random bytes of this folder's own, made when they are first asked for and kept for good.
  ///
  /// - Throws: `StoreError` with code `damaged` when the file has another length, or what `update` throws.
  package func salt() throws(StoreError) -> [UInt8] {
    let stored = try contents(of: Self.saltFile)
    let salt = stored.isEmpty ? try newSalt() : stored
    guard salt.count == Self.saltByteCount else {
      throw StoreError(
        .damaged, "\(path)/\(Self.saltFile)", found: "\(salt.count)", allowed: "\(Self.saltByteCount)")
    }
    return salt
  }

  /// Writes a new salt, unless another process was first; then that one counts.
  private func newSalt() throws(StoreError) -> [UInt8] {
    // Not from the surroundings: nobody may foresee it.
    var random = SystemRandomNumberGenerator()
    var salt = (0..<Self.saltByteCount).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    try update(Self.saltFile, durable: true) { stored in
      if stored.isEmpty { return salt }
      salt = stored
      return nil
    }
    return salt
  }

  /// 12 hexadecimal digits that tell this key from others on this machine and say nothing else about it.
  ///
  /// They start HMAC-SHA-256 of the key's characters under `salt()`.
  ///
  /// - Throws: What `salt()` throws.
  package func keyDigest(of key: Secret) throws(StoreError) -> String {
    let salt = try salt()
    let code = key.withCharacters { HMAC.code(of: $0, key: salt) }
    return code.prefix(6).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0\(digits)" : digits
    }.joined()
  }
}
