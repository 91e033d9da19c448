/// A file taken apart by the tests' own code: chunks with their check sums, rows without filters.
struct PNGReader {
  struct Defect: Error {
    let text: String
  }

  struct Chunk: Equatable {
    let name: String
    let content: [UInt8]
  }

  let chunks: [Chunk]
  let width: Int
  let height: Int
  let colourType: UInt8

  init(_ file: [UInt8]) throws {
    guard file.starts(with: PNGWriter.signature) else { throw Defect(text: "signature") }
    var chunks: [Chunk] = []
    var offset = 8
    while offset < file.count {
      guard offset + 12 <= file.count else { throw Defect(text: "cut chunk") }
      let length = Self.number(file[offset..<(offset + 4)])
      guard offset + 12 + length <= file.count else { throw Defect(text: "long chunk") }
      let named = Array(file[(offset + 4)..<(offset + 8 + length)])
      let sum = Self.number(file[(offset + 8 + length)..<(offset + 12 + length)])
      guard sum == Int(Checksum.crc32(named)) else { throw Defect(text: "CRC") }
      chunks.append(Chunk(name: String(decoding: named[..<4], as: UTF8.self), content: Array(named[4...])))
      offset += 12 + length
    }
    guard let header = chunks.first, header.name == "IHDR", header.content.count == 13,
      chunks.last == Chunk(name: "IEND", content: [])
    else { throw Defect(text: "frame") }
    guard header.content[8] == 8, header.content[10...] == [0, 0, 0] else { throw Defect(text: "header") }
    self.chunks = chunks
    width = Self.number(header.content[0..<4])
    height = Self.number(header.content[4..<8])
    colourType = header.content[9]
  }

  /// The names in order, image data chunks counted once.
  var names: [String] {
    chunks.map(\.name).reduce(into: []) { if $1 != "IDAT" || $0.last != "IDAT" { $0.append($1) } }
  }

  func content(_ name: String) -> [UInt8]? {
    chunks.first { $0.name == name }?.content
  }

  func contents(_ name: String) -> [[UInt8]] {
    chunks.filter { $0.name == name }.map(\.content)
  }

  /// The samples as the file stores them, row after row.
  func samples() throws -> [UInt8] {
    let stream = chunks.filter { $0.name == "IDAT" }.flatMap(\.content)
    let bytes = try Inflater.zlib(stream)
    let step = [0: 1, 2: 3, 4: 2, 6: 4][colourType] ?? 0
    guard step > 0, bytes.count == height * (width * step + 1) else { throw Defect(text: "rows") }
    var samples: [UInt8] = []
    var above = [UInt8](repeating: 0, count: width * step)
    for y in 0..<height {
      let start = y * (width * step + 1)
      above = try Self.unfiltered(
        bytes[start], Array(bytes[(start + 1)...(start + width * step)]), above: above, step: step)
      samples += above
    }
    return samples
  }

  /// PNG, third edition, section 9.2.
  private static func unfiltered(_ type: UInt8, _ row: [UInt8], above: [UInt8], step: Int) throws -> [UInt8] {
    var row = row
    for index in row.indices {
      let a = index >= step ? Int(row[index - step]) : 0
      let b = Int(above[index])
      let c = index >= step ? Int(above[index - step]) : 0
      let predicted: Int
      switch type {
      case 0: predicted = 0
      case 1: predicted = a
      case 2: predicted = b
      case 3: predicted = (a + b) / 2
      case 4: predicted = nearest(to: a + b - c, a, b, c)
      default: throw Defect(text: "filter")
      }
      row[index] = row[index] &+ UInt8(predicted)
    }
    return row
  }

  private static func nearest(to estimate: Int, _ a: Int, _ b: Int, _ c: Int) -> Int {
    let (pa, pb, pc) = (abs(estimate - a), abs(estimate - b), abs(estimate - c))
    return pa <= pb && pa <= pc ? a : (pb <= pc ? b : c)
  }

  private static func number(_ bytes: some Sequence<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}
