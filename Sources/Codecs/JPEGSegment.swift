/// One marker segment of a JPEG file: where it lies, not what it means.
struct JPEGSegment {
  /// The second byte of the marker (ITU-T T.81, table B.1).
  let marker: UInt8
  /// Offset of the first byte after the length.
  let dataOffset: Int
  /// Bytes of data, those of the length not counted.
  let length: Int

  static let huffmanTables: UInt8 = 0xC4
  static let reservedFrame: UInt8 = 0xC8
  static let arithmeticConditioning: UInt8 = 0xCC
  static let restarts: ClosedRange<UInt8> = 0xD0...0xD7
  static let start: UInt8 = 0xD8
  static let end: UInt8 = 0xD9
  static let scan: UInt8 = 0xDA
  static let lineCount: UInt8 = 0xDC
  static let hierarchy: UInt8 = 0xDE
  static let application: ClosedRange<UInt8> = 0xE0...0xEF
  static let comment: UInt8 = 0xFE

  var endOffset: Int { dataOffset + length }
  var range: Range<Int> { dataOffset..<endOffset }

  /// True for SOF0 to SOF15, which share their numbers with three other markers.
  var isFrame: Bool {
    (0xC0...0xCF).contains(marker)
      && ![Self.huffmanTables, Self.reservedFrame, Self.arithmeticConditioning].contains(marker)
  }

  var name: String {
    switch marker {
    case Self.scan: "SOS"
    case Self.comment: "COM"
    case Self.application: "APP\(marker - 0xE0)"
    case _ where isFrame: "SOF\(marker - 0xC0)"
    default: "marker \(marker)"
    }
  }

  /// Reads the frame of the segment that begins at an offset, fill bytes before it skipped.
  ///
  /// - Throws: `CodecError` with `truncated`, `damaged(.marker)` or `damaged(.chunkLength)`.
  init(in bytes: RawSpan, at offset: Int) throws(CodecError) {
    var position = offset
    while position < bytes.byteCount, bytes.byte(at: position) == 0xFF { position += 1 }
    guard position < bytes.byteCount else {
      throw CodecError(.truncated, found: bytes.byteCount, allowed: position + 1)
    }
    marker = bytes.byte(at: position)
    guard position > offset, marker > 0x01, marker != Self.start, !Self.restarts.contains(marker)
    else { throw CodecError(.damaged(.marker), found: Int(marker)) }
    if marker == Self.end {
      (dataOffset, length) = (position + 1, 0)
      return
    }
    guard position + 2 < bytes.byteCount else {
      throw CodecError(.truncated, found: bytes.byteCount, allowed: position + 3)
    }
    let stated = bytes.bigEndian16(at: position + 1)
    dataOffset = position + 3
    length = stated - 2
    guard stated >= 2 else {
      throw CodecError(.damaged(.chunkLength), found: stated, allowed: 2, chunk: name)
    }
    guard length <= bytes.byteCount - dataOffset else {
      throw CodecError(
        .truncated, found: bytes.byteCount, allowed: dataOffset + length, chunk: name)
    }
  }
}

extension RawSpan {
  /// The big-endian number in the two bytes from an offset.
  func bigEndian16(at offset: Int) -> Int {
    Int(byte(at: offset)) << 8 | Int(byte(at: offset + 1))
  }

  /// A copy of the bytes of a range inside the span.
  func array(_ range: Range<Int>) -> [UInt8] {
    extracting(range).withUnsafeBytes { [UInt8]($0) }
  }
}
