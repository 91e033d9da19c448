internal import EditModel

/// A stored object that is read piece by piece.
struct ObjectSource: ByteSource {
  let byteCount: Int
  private let file: OpenFile

  init(_ file: OpenFile) throws(StoreError) {
    byteCount = try file.byteCount()
    self.file = file
  }

  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ByteStreamError) -> Int {
    try file.streamed(at: offset, into: buffer)
  }

  /// The digest of all bytes, of which a small part is in memory at a time.
  func digest() throws(StoreError) -> Digest {
    var hash = SHA256()
    var offset = 0
    while true {
      let part = try file.bytes(at: offset, count: 1 << 20)
      if part.isEmpty { return hash.finalize() }
      hash.update(part)
      offset += part.count
    }
  }
}
