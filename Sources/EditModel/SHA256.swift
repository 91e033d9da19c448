internal import CDigest

/// SHA-256 over bytes that come in pieces (FIPS 180-4).
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  public init() {
    pending.reserveCapacity(64)
  }

  /// Adds bytes to what is hashed.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let taken = rest.prefix(64 - pending.count)
      pending.append(contentsOf: taken)
      rest = rest.dropFirst(taken.count)
      guard pending.count == 64 else { return }
      let block = pending
      block.withUnsafeBytes { fold($0) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.count & ~63
    fold(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
    pending.append(contentsOf: rest.dropFirst(whole))
  }

  /// Adds bytes to what is hashed.
  public mutating func update(_ bytes: some Collection<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
    if done == nil { Array(bytes).withUnsafeBytes { update($0) } }
  }

  /// The digest of everything added.
  public consuming func finalize() -> Digest {
    let bitCount = byteCount &* 8
    let padding = 1 + (119 - pending.count % 64) % 64
    var tail: [UInt8] = [0x80] + [UInt8](repeating: 0, count: padding - 1)
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
    tail.withUnsafeBytes { update($0) }
    return Digest(words: state)
  }

  /// The digest of these bytes.
  public static func digest(of bytes: some Collection<UInt8>) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }

  private mutating func fold(_ blocks: UnsafeRawBufferPointer) {
    guard let base = blocks.baseAddress, blocks.count >= 64 else { return }
    let bytes = base.assumingMemoryBound(to: UInt8.self)
    state.withUnsafeMutableBufferPointer { words in
      guard let first = words.baseAddress else { return }
      pentimento_sha256_blocks(first, bytes, blocks.count / 64)
    }
  }
}
