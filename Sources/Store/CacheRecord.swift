internal import EditModel
internal import FoundationEssentials

/// What a cached value's file says of it in its first line, `SHA-256-hex SP JSON LF`; the value follows.
struct CacheRecord: Hashable, Codable {
  let kind: CacheKey.Kind
  let key: Digest
  let subject: Digest
  let version: String
  let facts: [CacheKey.Fact]
  /// Of the value.
  let digest: Digest
  let byteCount: Int
  /// How long it took to make.
  let milliseconds: Int
  let time: Timestamp

  init(_ key: CacheKey, _ bytes: [UInt8], madeIn duration: Duration, at time: Timestamp) {
    (kind, self.key, subject) = (key.kind, key.digest, key.subject)
    (version, facts) = (key.version, key.facts)
    digest = SHA256.digest(of: bytes)
    byteCount = bytes.count
    milliseconds = duration.wholeMilliseconds
    self.time = time
  }

  /// Longest first line in bytes.
  static let longest = 1 << 16

  /// The first line; `nil` when there is too much to say.
  var line: [UInt8]? {
    // Texts, digests and numbers always encode.
    guard let json = try? deterministicJSON(self), json.count + 66 <= Self.longest else { return nil }
    return provedLine(json).bytes
  }

  /// What the file that starts with these bytes says, and how long that was; `nil` for a file that is not ours.
  static func reading(_ start: [UInt8]) -> (record: CacheRecord, length: Int)? {
    guard let end = start.firstIndex(of: UInt8(ascii: "\n")), let proof = proof(of: start[..<end]),
      // Whatever the decoder finds wrong, the line is none that this version wrote.
      let record = try? JSONDecoder().decode(CacheRecord.self, from: Data(proof.json)),
      record.byteCount >= 0
    else { return nil }
    return (record, end + 1)
  }
}

extension Duration {
  /// Rounded down; a length that is negative or beyond all reason is 0.
  fileprivate var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    guard (0..<1_000_000_000).contains(seconds), attoseconds >= 0 else { return 0 }
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}

/// A cached value in its file, after the first line.
struct CacheSource: ByteSource {
  let record: CacheRecord
  private let file: OpenFile
  private let start: Int

  /// - Returns: `nil` for a file that is not ours or has another length than it says.
  init?(_ file: OpenFile) throws(StoreError) {
    let count = try file.byteCount()
    let head = try file.bytes(at: 0, count: min(count, CacheRecord.longest))
    guard let (record, length) = CacheRecord.reading(head), count - length == record.byteCount else {
      return nil
    }
    (self.record, self.file, start) = (record, file, length)
  }

  var byteCount: Int { record.byteCount }

  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ByteStreamError) -> Int {
    try file.streamed(at: start + offset, into: buffer)
  }

  /// True when the value's bytes are those that were stored; a small part is in memory at a time.
  func isWhole() throws(StoreError) -> Bool {
    var hash = SHA256()
    var offset = start
    while true {
      let part = try file.bytes(at: offset, count: 1 << 20)
      if part.isEmpty { return hash.finalize() == record.digest }
      hash.update(part)
      offset += part.count
    }
  }
}
