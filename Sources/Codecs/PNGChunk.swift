internal import CZlib

/// One chunk of a PNG file: where it lies, not what it means.
struct PNGChunk {
  /// Four ASCII letters as a big-endian number.
  let name: UInt32
  /// Offset of the first data byte; the CRC follows the last.
  let dataOffset: Int
  let length: Int

  static let header = name("IHDR")
  static let palette = name("PLTE")
  static let transparency = name("tRNS")
  static let imageData = name("IDAT")
  static let end = name("IEND")
  static let animation = name("acTL")
  static let profile = name("iCCP")
  static let gamma = name("gAMA")
  static let chromaticities = name("cHRM")
  static let renderingIntent = name("sRGB")
  static let density = name("pHYs")
  static let text = name("tEXt")
  static let compressedText = name("zTXt")
  static let internationalText = name("iTXt")
  static let exif = name("eXIf")
  /// A manifest of the Coalition for Content Provenance and Authenticity.
  static let provenance = name("caBX")

  private static func name(_ letters: StaticString) -> UInt32 {
    (0..<4).reduce(0) { $0 << 8 | UInt32(letters.utf8Start[$1]) }
  }

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
  func checkCRC(in bytes: RawSpan) throws(CodecError) {
    guard hasRightCRC(in: bytes) else { throw CodecError(.badCRC, chunk: nameText) }
  }

  func hasRightCRC(in bytes: RawSpan) -> Bool {
    let named = bytes.extracting(dataOffset - 4..<dataOffset + length)
    let sum = named.withUnsafeBytes { named in
      crc32(0, named.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(named.count))
    }
    return sum == UInt(bytes.bigEndian32(at: dataOffset + length))
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
