/// A TIFF block of which every number is read and written inside its bounds.
struct TIFFBlock {
  enum Tag: Int {
    case imageWidth = 0x0100
    case imageHeight = 0x0101
    case stripOffsets = 0x0111
    case orientation = 0x0112
    case stripByteCounts = 0x0117
    case horizontalResolution = 0x011A
    case verticalResolution = 0x011B
    case resolutionUnit = 0x0128
    case thumbnailOffset = 0x0201
    case thumbnailByteCount = 0x0202
    case exifDirectory = 0x8769
    case pixelColumns = 0xA002
    case pixelRows = 0xA003
  }

  /// One entry of a directory; its value, or the value's offset, stands at `valueOffset`.
  struct Entry {
    let tag: Int
    let type: Int
    let count: Int
    let valueOffset: Int
  }

  struct Directory {
    let entries: [Entry]
    /// Where the offset of the following directory stands; the directory ends four bytes later.
    let linkOffset: Int

    func entry(_ tag: Tag) -> Entry? { entries.first { $0.tag == tag.rawValue } }
  }

  private(set) var bytes: [UInt8]
  private let isLittleEndian: Bool
  let firstDirectoryOffset: Int

  init?(_ bytes: [UInt8]) {
    let isLittleEndian = bytes.starts(with: [0x49, 0x49, 0x2A, 0])
    guard bytes.count >= 8, isLittleEndian || bytes.starts(with: [0x4D, 0x4D, 0, 0x2A])
    else { return nil }
    self.bytes = bytes
    self.isLittleEndian = isLittleEndian
    let offset = Self.number(in: bytes, at: 4, byteCount: 4, isLittleEndian: isLittleEndian)
    firstDirectoryOffset = offset ?? 0
  }

  private static func number(
    in bytes: [UInt8], at offset: Int, byteCount: Int, isLittleEndian: Bool
  ) -> Int? {
    guard offset >= 0, offset <= bytes.count - byteCount else { return nil }
    let digits = bytes[offset..<(offset + byteCount)]
    let ordered = isLittleEndian ? Array(digits.reversed()) : Array(digits)
    return ordered.reduce(0) { $0 << 8 | Int($1) }
  }

  private func number(at offset: Int, byteCount: Int) -> Int? {
    Self.number(in: bytes, at: offset, byteCount: byteCount, isLittleEndian: isLittleEndian)
  }

  /// The directory at an offset, or `nil` when it does not lie wholly inside the block.
  func directory(at offset: Int) -> Directory? {
    guard offset >= 8, let count = number(at: offset, byteCount: 2) else { return nil }
    let linkOffset = offset + 2 + 12 * count
    guard linkOffset <= bytes.count else { return nil }
    let entries = (0..<count).compactMap { index -> Entry? in
      let start = offset + 2 + 12 * index
      guard let tag = number(at: start, byteCount: 2), let type = number(at: start + 2, byteCount: 2),
        let count = number(at: start + 4, byteCount: 4)
      else { return nil }
      return Entry(tag: tag, type: type, count: count, valueOffset: start + 8)
    }
    return Directory(entries: entries, linkOffset: linkOffset)
  }

  /// Bytes of a single BYTE, SHORT or LONG; those stand in the entry itself.
  private func byteCount(of entry: Entry) -> Int? {
    guard entry.count == 1 else { return nil }
    return [1: 1, 3: 2, 4: 4][entry.type]
  }

  func integer(of entry: Entry) -> Int? {
    byteCount(of: entry).flatMap { number(at: entry.valueOffset, byteCount: $0) }
  }

  /// Leaves the entry as it is when it is no single integer, or too narrow for the value.
  mutating func setInteger(_ value: Int, of entry: Entry) {
    guard let count = byteCount(of: entry), value >= 0, value < 1 << (8 * count) else { return }
    write(value, at: entry.valueOffset, byteCount: count)
  }

  func rational(of entry: Entry) -> (numerator: Int, denominator: Int)? {
    guard entry.type == 5, entry.count == 1, let offset = number(at: entry.valueOffset, byteCount: 4),
      let numerator = number(at: offset, byteCount: 4),
      let denominator = number(at: offset + 4, byteCount: 4)
    else { return nil }
    return (numerator, denominator)
  }

  private mutating func write(_ value: Int, at offset: Int, byteCount: Int) {
    guard offset >= 0, offset <= bytes.count - byteCount else { return }
    for index in 0..<byteCount {
      let shift = 8 * (isLittleEndian ? index : byteCount - 1 - index)
      bytes[offset + index] = UInt8(truncatingIfNeeded: value >> shift)
    }
  }

  /// Unlinks the second directory and blanks the thumbnail that it points to; cuts it off when it comes last.
  ///
  /// - Returns: True when there was a second directory.
  mutating func removeThumbnail(after main: Directory) -> Bool {
    guard let offset = number(at: main.linkOffset, byteCount: 4), offset != 0 else { return false }
    let thumbnail = directory(at: offset)
    write(0, at: main.linkOffset, byteCount: 4)
    guard let thumbnail else { return true }
    let pairs: [(Tag, Tag)] = [
      (.thumbnailOffset, .thumbnailByteCount), (.stripOffsets, .stripByteCounts),
    ]
    for (startTag, countTag) in pairs {
      guard let start = thumbnail.entry(startTag).flatMap({ integer(of: $0) }),
        let count = thumbnail.entry(countTag).flatMap({ integer(of: $0) })
      else { continue }
      blank(start, count: count, notBefore: main.linkOffset + 4)
    }
    return true
  }

  private mutating func blank(_ start: Int, count: Int, notBefore lowest: Int) {
    guard start >= lowest, start <= bytes.count, count <= bytes.count - start else { return }
    if start + count == bytes.count {
      bytes.removeLast(count)
    } else {
      for index in start..<(start + count) { bytes[index] = 0 }
    }
  }
}
