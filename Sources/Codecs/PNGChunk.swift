/// One chunk of a PNG file: where it lies, not what it means.
struct PNGChunk {
  /// Four ASCII letters as a big-endian number.
  let name: UInt32
  /// Offset of the first data byte; the CRC follows the last.
  let dataOffset: Int
  let length: Int

  static let header: UInt32 = 0x4948_4452  // IHDR
  static let palette: UInt32 = 0x504C_5445  // PLTE
  static let transparency: UInt32 = 0x7452_4E53  // tRNS
  static let imageData: UInt32 = 0x4944_4154  // IDAT
  static let end: UInt32 = 0x4945_4E44  // IEND
  static let animation: UInt32 = 0x6163_544C  // acTL

  /// Bytes of a chunk beside its data: length, name and CRC.
  static let overhead = 12

  var endOffset: Int { dataOffset + length + 4 }
  /// A decoder that does not know a critical chunk must refuse the file: bit 5 of the first letter.
  var isCritical: Bool { name & 0x2000_0000 == 0 }

  var nameText: String {
    String(decoding: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: name >> $0) }, as: UTF8.self)
  }

  /// Reads the frame of the chunk at an offset; its data may hold anything.
  ///
  /// - Throws: `CodecError` with `truncated`, `damaged(.chunkLength)` or `damaged(.chunkName)`.
  init(in bytes: RawSpan, at offset: Int) throws(CodecError) {
    let remaining = bytes.byteCount - offset
    guard remaining >= Self.overhead else {
      throw CodecError(.truncated, found: bytes.byteCount, allowed: offset + Self.overhead)
    }
    let statedLength = bytes.bigEndian32(at: offset)
    name = bytes.bigEndian32(at: offset + 4)
    guard statedLength <= 0x7FFF_FFFF else {
      throw CodecError(.damaged(.chunkLength), found: Int(statedLength), allowed: 0x7FFF_FFFF)
    }
    guard (4..<8).allSatisfy({ Self.isLetter(bytes.byte(at: offset + $0)) }) else {
      throw CodecError(.damaged(.chunkName), found: Int(name))
    }
    length = Int(statedLength)
    dataOffset = offset + 8
    guard length <= remaining - Self.overhead else {
      throw CodecError(
        .truncated, found: bytes.byteCount, allowed: offset + Self.overhead + length, chunk: nameText)
    }
  }

  /// Compares the CRC-32 of name and data with the stored one.
  ///
  /// Bit by bit, for the short chunks; libpng checks the image data. Source: PNG, third edition, annex D.
  func checkCRC(in bytes: RawSpan) throws(CodecError) {
    var register: UInt32 = 0xFFFF_FFFF
    for offset in (dataOffset - 4)..<(dataOffset + length) {
      register ^= UInt32(bytes.byte(at: offset))
      for _ in 0..<8 { register = (register >> 1) ^ (register & 1 == 0 ? 0 : 0xEDB8_8320) }
    }
    guard ~register == bytes.bigEndian32(at: dataOffset + length) else {
      throw CodecError(.badCRC, chunk: nameText)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
