internal import CZlib

/// A part of the file's deflate stream that was compressed by itself.
struct PNGPiece: Sendable {
  let bytes: [UInt8]
  /// CRC-32 of the bytes.
  let sum: UInt32
  /// Adler-32 of what the piece inflates to, and the count of those bytes.
  let check: UInt32
  let rawByteCount: Int

  init(bytes: [UInt8], check: UInt32, rawByteCount: Int) {
    self.bytes = bytes
    sum = UInt32(crc32_z(0, bytes, bytes.count))
    self.check = check
    self.rawByteCount = rawByteCount
  }
}
