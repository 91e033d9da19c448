/// A deflate compressor that looks for runs only: bytes equal to the one before or to the pixel before.
///
/// Much quicker than a search for repeats, and after a row filter nearly as small for photographs and masks.
/// What it writes begins and ends on a whole byte and refers to nothing before it, so that the output of
/// several can be joined. Deterministic; it takes nothing from zlib.
package struct DeflateRuns {
  /// Tokens of one block: enough that its codes cost little, few enough that they fit its content.
  private static let tokensPerBlock = 1 << 15

  private var output = DeflateBits()
  private var tokens = [UInt16](repeating: 0, count: tokensPerBlock)
  private var tokenCount = 0
  private let stride: Int

  /// - Parameter stride: Bytes of a pixel, `1...4`.
  package init(stride: Int) {
    self.stride = stride
  }

  /// Where a run copies from.
  package enum Origin: Int {
    case byteBefore = 0
    case pixelBefore = 256
  }

  package mutating func append(byte: UInt8) {
    append(token: UInt16(byte))
  }

  /// Appends `length` bytes, each equal to the one at the origin's distance before it.
  ///
  /// - Parameter length: At least 3; the bytes copied from were appended to this compressor.
  package mutating func append(runOf length: Int, from origin: Origin) {
    let longest = 258
    var left = length
    while left > longest {
      // Nothing shorter than three bytes may remain.
      let taken = left >= longest + 3 ? longest : left - 3
      append(token: UInt16(256 + origin.rawValue + taken - 3))
      left -= taken
    }
    append(token: UInt16(256 + origin.rawValue + left - 3))
  }

  /// Appends bytes with the runs that are found in them.
  package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    let source = UnsafeRawPointer(start)
    var index = min(stride, bytes.count)
    for byte in bytes[..<index] { append(byte: byte) }
    // A run is looked for where four bytes can be compared at once.
    let end = bytes.count - 3
    while index < end {
      if tokenCount == Self.tokensPerBlock { writeBlock() }
      index = appendBytes(source, from: index, to: end)
      guard index < end else { break }
      index = appendRun(bytes, at: index)
    }
    for byte in bytes[index...] { append(byte: byte) }
  }

  /// Ends the output at a whole byte; with `isLast` the deflate stream ends too.
  package mutating func finish(isLast: Bool) -> [UInt8] {
    writeBlock()
    output.appendEmptyStoredBlock(isLast: isLast)
    return output.contents()
  }

  /// Appends single bytes up to the next run or until the block is full.
  private mutating func appendBytes(_ source: UnsafeRawPointer, from first: Int, to end: Int) -> Int {
    let limit = min(end, first + Self.tokensPerBlock - tokenCount)
    let stride = stride
    let count = tokenCount
    let index = tokens.withUnsafeMutableBufferPointer { tokens in
      var index = first
      while index < limit {
        let here = source.loadUnaligned(fromByteOffset: index, as: UInt32.self)
        if here == source.loadUnaligned(fromByteOffset: index - 1, as: UInt32.self) { break }
        if here == source.loadUnaligned(fromByteOffset: index - stride, as: UInt32.self) { break }
        tokens[count + index - first] = UInt16(truncatingIfNeeded: here.littleEndian & 0xFF)
        index += 1
      }
      return index
    }
    tokenCount += index - first
    return index
  }

  private mutating func appendRun(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let fromByte = runLength(bytes, at: index, distance: 1)
    let fromPixel = stride > 1 && fromByte < 258 ? runLength(bytes, at: index, distance: stride) : 0
    let length = max(fromByte, fromPixel)
    guard length >= 4 else {
      // The block is full: no run was met.
      return index
    }
    append(runOf: length, from: fromByte >= fromPixel ? .byteBefore : .pixelBefore)
    return index + length
  }

  private func runLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, distance: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var end = index
    while end + 8 <= raw.count,
      raw.loadUnaligned(fromByteOffset: end, as: UInt64.self)
        == raw.loadUnaligned(fromByteOffset: end - distance, as: UInt64.self)
    { end += 8 }
    while end < raw.count, raw[end] == raw[end - distance] { end += 1 }
    return end - index
  }

  private mutating func append(token: UInt16) {
    if tokenCount == Self.tokensPerBlock { writeBlock() }
    tokens[tokenCount] = token
    tokenCount += 1
  }

  private mutating func writeBlock() {
    guard tokenCount > 0 else { return }
    tokens[..<tokenCount].withUnsafeBufferPointer { tokens in
      let block = DeflateBlock(counts: Self.counts(of: tokens), stride: stride)
      block.write(tokens, to: &output)
    }
    tokenCount = 0
  }

  private static func counts(of tokens: UnsafeBufferPointer<UInt16>) -> [Int] {
    // Two tables, so that equal neighbours do not wait for each other.
    var counts = [UInt32](repeating: 0, count: 2 * DeflateBlock.tokenKinds)
    counts.withUnsafeMutableBufferPointer { counts in
      for index in tokens.indices {
        counts[Int(tokens[index]) + (index & 1) * DeflateBlock.tokenKinds] += 1
      }
    }
    return (0..<DeflateBlock.tokenKinds).map { Int(counts[$0]) + Int(counts[$0 + DeflateBlock.tokenKinds]) }
  }
}
