/// The rows of a picture as the deflater gets them: filter type, then the filtered bytes.
struct PNGFilteredRows {
  private let rows: PNGRows
  /// Zero bytes before each row, at least a pixel's.
  private static let margin = 16

  init(_ rows: PNGRows) {
    self.rows = rows
  }

  /// The bytes of some rows.
  func bytes(of range: Range<Int>, choice: PNGFilterChoice) -> [UInt8] {
    let length = rows.byteCount + 1
    return [UInt8](unsafeUninitializedCapacity: length * range.count) { target, initialized in
      initialized = length * range.count
      guard let start = target.baseAddress else { return }
      var scratch = [UInt8](repeating: 0, count: 3 * (Self.margin + rows.byteCount))
      scratch.withUnsafeMutableBufferPointer { scratch in
        guard let memory = scratch.baseAddress else { return }
        write(range, choice: choice, to: start, scratch: memory + Self.margin)
      }
    }
  }

  /// The last bytes before a row, at most `count`.
  func bytes(before row: Int, count: Int, choice: PNGFilterChoice) -> [UInt8] {
    let length = rows.byteCount + 1
    let first = max(0, row - (count + length - 1) / length)
    return Array(bytes(of: first..<row, choice: choice).suffix(count))
  }

  private func write(
    _ range: Range<Int>, choice: PNGFilterChoice, to target: UnsafeMutablePointer<UInt8>,
    scratch: UnsafeMutablePointer<UInt8>
  ) {
    let count = rows.byteCount
    var above = scratch
    var row = scratch + Self.margin + count
    let trial = row + Self.margin + count
    if range.lowerBound > 0 { rows.pack(range.lowerBound - 1, into: above) }
    for (index, y) in range.enumerated() {
      rows.pack(y, into: row)
      filter(row, above: above, choice: choice, into: target + index * (count + 1), trial: trial)
      swap(&row, &above)
    }
  }

  private func filter(
    _ row: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>, choice: PNGFilterChoice,
    into target: UnsafeMutablePointer<UInt8>, trial: UnsafeMutablePointer<UInt8>
  ) {
    let count = rows.byteCount
    let stride = rows.layout.bytesPerPixel
    var smallest = Int.max
    let filters = choice.filters
    for filter in filters {
      let place = filters.count == 1 ? target + 1 : trial
      filter.apply(to: row, above: above, count: count, stride: stride, into: place)
      if filters.count == 1 {
        target[0] = filter.rawValue
      } else {
        let sum = Self.sumOfMagnitudes(trial, count: count)
        guard sum < smallest else { continue }
        smallest = sum
        target[0] = filter.rawValue
        (target + 1).update(from: trial, count: count)
      }
    }
  }

  private static func sumOfMagnitudes(_ bytes: UnsafePointer<UInt8>, count: Int) -> Int {
    var sum = 0
    for index in 0..<count { sum &+= Int(Int8(bitPattern: bytes[index]).magnitude) }
    return sum
  }
}
