internal import Raster

/// A run-length mask as the file has it, not yet checked.
struct RunLengthSource: Sendable {
  enum Counts: Sendable {
    case plain([Int])
    case compressed(String)
  }

  var size: PixelSize
  var counts: Counts
  /// Where in the file the mask stands.
  var place: String
}

/// The runs of a binary mask, column after column from the top left pixel downwards; checked.
///
/// - Note: Source: the COCO data format. Runs of 0 and 1 alternate, the first is of 0 and may have no length.
struct RunLengths: Sendable {
  let size: PixelSize
  /// Pixels of each run; they add up to the pixels of the mask.
  let counts: [UInt32]

  /// Checks the runs before anything is drawn.
  ///
  /// - Throws: `AnnotationError` with `malformed` or `tooLarge(.runs)`.
  init(_ source: RunLengthSource, limits: AnnotationLimits) throws(AnnotationError) {
    guard source.size.width > 0, source.size.height > 0, let pixels = source.size.pixelCount,
      pixels <= PixelSize.maximumPixelCount
    else { throw AnnotationError(.malformed(.runSize), place: source.place) }
    var tally = Tally(pixelCount: pixels, place: source.place)
    switch source.counts {
    case .plain(let numbers):
      try limits.check(.runs, numbers.count)
      for number in numbers { try tally.add(number) }
    case .compressed(let text):
      try limits.check(.runs, text.utf8.count)
      try tally.addCompressed(text)
    }
    guard tally.sum == pixels else { throw tally.error(.runSum, found: tally.sum, allowed: pixels) }
    size = source.size
    counts = tally.counts
  }

  /// Pixels of the mask that are 1.
  var coveredPixelCount: Int {
    stride(from: 1, to: counts.count, by: 2).reduce(0) { $0 + Int(counts[$1]) }
  }

  /// Writes 255 where the mask is 1 and leaves the other weights; rows of the mask's width, tightly packed.
  func fill(_ weights: UnsafeMutableBufferPointer<UInt8>) {
    var strip = ColumnStrip(size: size)
    var position = 0
    for (index, count) in counts.enumerated() {
      let end = position + Int(count)
      while index % 2 == 1, position < end {
        let row = position % size.height
        let part = min(end - position, size.height - row)
        strip.add(column: position / size.height, rows: row..<row + part, to: weights)
        position += part
      }
      position = end
    }
    strip.store(into: weights)
  }
}

/// Up to 64 columns side by side, gathered down the columns and written along the rows.
///
/// Writing each column straight into the rows would touch a cache line for every pixel.
private struct ColumnStrip {
  private static let columnCount = 64

  private let size: PixelSize
  /// Bytes from column to column; not a power of two, so that columns do not push each other out of the cache.
  private let stride: Int
  private var marks: [UInt8]
  private var first = 0
  private var rows = 0..<0

  init(size: PixelSize) {
    self.size = size
    stride = (size.height | 63) + 2
    marks = [UInt8](repeating: 0, count: Self.columnCount * stride)
  }

  mutating func add(
    column: Int, rows added: Range<Int>, to weights: UnsafeMutableBufferPointer<UInt8>
  ) {
    if column >= first + Self.columnCount {
      store(into: weights)
      first = column
    }
    rows =
      rows.isEmpty
      ? added : min(rows.lowerBound, added.lowerBound)..<max(rows.upperBound, added.upperBound)
    let start = (column - first) * stride
    marks.withUnsafeMutableBufferPointer { marks in
      marks[start + added.lowerBound..<start + added.upperBound].update(repeating: 255)
    }
  }

  /// Writes what has been gathered and begins anew.
  mutating func store(into weights: UnsafeMutableBufferPointer<UInt8>) {
    let columns = min(Self.columnCount, size.width - first)
    marks.withUnsafeMutableBufferPointer { marks in
      for row in rows {
        let offset = row * size.width + first
        for column in 0..<columns { weights[offset + column] |= marks[column * stride + row] }
      }
      if !rows.isEmpty { marks.update(repeating: 0) }
    }
    rows = 0..<0
  }
}

/// Gathers runs and refuses the first that cannot be.
private struct Tally {
  let pixelCount: Int
  let place: String
  private(set) var counts: [UInt32] = []
  private(set) var sum = 0

  init(pixelCount: Int, place: String) {
    self.pixelCount = pixelCount
    self.place = place
  }

  mutating func add(_ count: Int) throws(AnnotationError) {
    guard count >= 0 else { throw error(.runLength, found: count) }
    guard count <= pixelCount - sum else {
      let (total, overflow) = sum.addingReportingOverflow(count)
      throw error(.runSum, found: overflow ? nil : total, allowed: pixelCount)
    }
    sum += count
    counts.append(UInt32(count))
  }

  /// Reads numbers of five bits a character, lowest first; bit 5 says that more follow, bit 4 of the last is
  /// the sign. From the fourth number on they are differences to the number two before.
  ///
  /// - Note: Source: the text form of run lengths in the COCO API, a signed LEB128 over the characters from
  ///   `0` to `o`.
  mutating func addCompressed(_ text: String) throws(AnnotationError) {
    var value = 0
    var shift = 0
    for character in text.utf8 {
      guard (48..<112).contains(character), shift <= 40 else { throw error(.runText) }
      let bits = Int(character) - 48
      value |= (bits & 0x1F) << shift
      shift += 5
      if bits & 0x20 != 0 { continue }
      if bits & 0x10 != 0 { value |= -1 << shift }
      if counts.count > 2 { value += Int(counts[counts.count - 2]) }
      try add(value)
      value = 0
      shift = 0
    }
    guard shift == 0 else { throw error(.runText) }
  }

  func error(
    _ defect: AnnotationError.Defect, found: Int? = nil, allowed: Int? = nil
  ) -> AnnotationError {
    AnnotationError(.malformed(defect), found: found, allowed: allowed, place: place)
  }
}
