/// One deflate block of bytes and runs, with codes made for it.
///
/// A token is one byte (`0...255`) or a copy from the run's distance: `256 + length - 3` from one byte
/// back, `512 + length - 3` from `stride` bytes back, lengths `3...258`.
///
/// Source: RFC 1951, sections 3.2.5 to 3.2.7.
struct DeflateBlock {
  /// Number of different tokens.
  static let tokenKinds = 768

  private let literals: DeflateCode
  private let distances: DeflateCode
  private let codes: [DeflateBits.Code]
  private let bitCount: Int

  /// - Parameters:
  ///   - counts: How often each token occurs; at least one does.
  ///   - stride: The second distance, `2...4`; with 1 the tokens above 511 are not used.
  init(counts: [Int], stride: Int) {
    literals = DeflateCode(frequencies: Self.symbolFrequencies(of: counts), limit: 15)
    var frequencies = [0, 0, 0, 0]
    frequencies[0] = counts[256..<512].reduce(0, +)
    if stride > 1 { frequencies[stride - 1] = counts[512...].reduce(0, +) }
    distances = DeflateCode(frequencies: frequencies, limit: 15)
    codes = Self.tokenCodes(literals: literals, distances: distances, stride: stride)
    bitCount = zip(counts, codes).reduce(0) { $0 + $1.0 * $1.1.count }
  }

  /// Writes the block; it is never marked as the last.
  func write(_ tokens: UnsafeBufferPointer<UInt16>, to output: inout DeflateBits) {
    output.append(0, count: 1)
    output.append(2, count: 2)
    DeflateHeader(literals: literals, distances: distances).write(to: &output)
    codes.withUnsafeBufferPointer { output.append(tokens, codes: $0, bitCount: bitCount) }
    output.append(literals.bits[endOfBlock], count: literals.lengths[endOfBlock])
  }

  private let endOfBlock = 256

  private static func symbolFrequencies(of counts: [Int]) -> [Int] {
    var frequencies = Array(counts[0..<256]) + [Int](repeating: 0, count: 30)
    frequencies[256] = 1
    for (index, symbol) in lengthSymbols.enumerated() {
      frequencies[symbol.symbol] += counts[256 + index] + counts[512 + index]
    }
    return frequencies
  }

  private static func tokenCodes(
    literals: DeflateCode, distances: DeflateCode, stride: Int
  ) -> [DeflateBits.Code] {
    let bytes = (0..<256).map {
      DeflateBits.Code(bits: literals.bits[$0], count: literals.lengths[$0])
    }
    return bytes
      + [0, stride - 1].flatMap { distance in
        lengthSymbols.map { run in
          let length = literals.lengths[run.symbol]
          let withExtra = literals.bits[run.symbol] | run.extra << UInt32(length)
          let count = length + run.extraCount
          return DeflateBits.Code(
            bits: withExtra | distances.bits[distance] << UInt32(count),
            count: count + distances.lengths[distance])
        }
      }
  }

  private struct LengthSymbol {
    var symbol: Int
    var extra: UInt32
    var extraCount: Int
  }

  /// Symbol and extra bits of the lengths 3 to 258.
  private static let lengthSymbols: [LengthSymbol] = {
    var all: [LengthSymbol] = []
    for symbol in 257..<285 {
      let extraCount = max(0, (symbol - 261) / 4)
      for extra in 0..<(1 << extraCount) where all.count < 255 {
        all.append(LengthSymbol(symbol: symbol, extra: UInt32(extra), extraCount: extraCount))
      }
    }
    return all + [LengthSymbol(symbol: 285, extra: 0, extraCount: 0)]
  }()
}
