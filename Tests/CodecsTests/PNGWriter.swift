import Raster

/// A PNG file built byte by byte, so that expected pixels do not come from the code under test.
///
/// Image data is deflated as stored blocks (RFC 1951, 3.2.4). Source: PNG, third edition.
struct PNGWriter {
  var width: Int
  var height: Int
  var bitDepth: Int
  var colourType: UInt8
  var isInterlaced = false
  /// `width * height` pixels with the samples of one each, in the file's depth; a palette index is a sample.
  var pixels: [[Int]]
  var palette: [[UInt8]] = []
  var transparency: [UInt8]?
  /// Whole chunks that stand between header and palette.
  var early: [UInt8] = []
  /// Bytes of image data in one IDAT chunk.
  var imageDataSplit = Int.max

  var file: [UInt8] {
    var file = Self.signature + early(with: header)
    if !palette.isEmpty { file += Self.chunk("PLTE", palette.flatMap { $0 }) }
    if let transparency { file += Self.chunk("tRNS", transparency) }
    return file + imageChunks(Self.zlib(filteredRows)) + Self.chunk("IEND", [])
  }

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  var header: [UInt8] {
    Self.bigEndian(width) + Self.bigEndian(height)
      + [UInt8(bitDepth), colourType, 0, 0, isInterlaced ? 1 : 0]
  }

  private func early(with header: [UInt8]) -> [UInt8] {
    Self.chunk("IHDR", header) + early
  }

  func imageChunks(_ data: [UInt8]) -> [UInt8] {
    guard imageDataSplit < data.count else { return Self.chunk("IDAT", data) }
    return stride(from: 0, to: data.count, by: imageDataSplit).flatMap { start in
      Self.chunk("IDAT", Array(data[start..<min(start + imageDataSplit, data.count)]))
    }
  }

  static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + data
    return bigEndian(data.count) + named + bigEndian(Int(Checksum.crc32(named)))
  }

  static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(start + 65_535, bytes.count)
      let length = UInt16(end - start)
      stream.append(end == bytes.count ? 1 : 0)
      stream += [UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8)]
      stream += bytes[start..<end]
      start = end
    } while start < bytes.count
    return stream + bigEndian(Int(Checksum.adler32(bytes)))
  }

  // MARK: Rows

  /// Rows with their filter bytes, pass after pass; the filter type changes from row to row.
  var filteredRows: [UInt8] {
    var bytes: [UInt8] = []
    for pass in passes {
      let columns = Array(stride(from: pass.x, to: width, by: pass.stepX))
      if columns.isEmpty { continue }
      var above = [UInt8](repeating: 0, count: packedRow(y: 0, columns: columns).count)
      for (index, y) in stride(from: pass.y, to: height, by: pass.stepY).enumerated() {
        let row = packedRow(y: y, columns: columns)
        bytes += filtered(row, above: above, type: UInt8(index % 5))
        above = row
      }
    }
    return bytes
  }

  private struct Pass {
    var x, y, stepX, stepY: Int
  }

  /// The seven passes of Adam7 (PNG, 8.1), or one pass over everything.
  private var passes: [Pass] {
    guard isInterlaced else { return [Pass(x: 0, y: 0, stepX: 1, stepY: 1)] }
    let table = [
      [0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2],
    ]
    return table.map { Pass(x: $0[0], y: $0[1], stepX: $0[2], stepY: $0[3]) }
  }

  private func packedRow(y: Int, columns: [Int]) -> [UInt8] {
    let samples = columns.flatMap { pixels[y * width + $0] }
    if bitDepth == 16 { return samples.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }
    let perByte = 8 / bitDepth
    var row = [UInt8](repeating: 0, count: (samples.count + perByte - 1) / perByte)
    for (index, sample) in samples.enumerated() {
      row[index / perByte] |= UInt8(sample << (8 - bitDepth * (index % perByte + 1)))
    }
    return row
  }

  private func filtered(_ row: [UInt8], above: [UInt8], type: UInt8) -> [UInt8] {
    let step = max(1, (pixels[0].count * bitDepth) / 8)
    return [type]
      + row.indices.map { index in
        let left = index >= step ? Int(row[index - step]) : 0
        let corner = index >= step ? Int(above[index - step]) : 0
        let predicted = predict(type, left: left, above: Int(above[index]), corner: corner)
        return row[index] &- UInt8(predicted)
      }
  }

  /// The five predictors (PNG, 9.2).
  private func predict(_ type: UInt8, left: Int, above: Int, corner: Int) -> Int {
    switch type {
    case 0: return 0
    case 1: return left
    case 2: return above
    case 3: return (left + above) / 2
    default:
      let estimate = left + above - corner
      let (a, b, c) = (abs(estimate - left), abs(estimate - above), abs(estimate - corner))
      return a <= b && a <= c ? left : (b <= c ? above : corner)
    }
  }
}

/// The two check sums of PNG files, written for the tests.
enum Checksum {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value % 2 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var register = UInt32.max
    for byte in bytes { register = table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] ^ (register >> 8) }
    return ~register
  }

  static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }
}
