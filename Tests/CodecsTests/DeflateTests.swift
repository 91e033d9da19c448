import Codecs
import Raster
import Testing

@Suite struct DeflateTests {
  /// What the output inflates to, by the tests' own decompressor.
  private static func inflated(_ bytes: [UInt8], stride: Int) throws -> [UInt8] {
    var runs = DeflateRuns(stride: stride)
    bytes.withUnsafeBufferPointer { runs.append($0) }
    return try Inflater.raw(runs.finish(isLast: true))
  }

  @Test(arguments: 1...4)
  func runsOfEveryLengthComeBack(stride: Int) throws {
    for length in Array(0...300) + [513, 514, 515, 516, 517, 518, 519, 1032, 3000] {
      let flat = [UInt8](repeating: 7, count: length)
      let striped = (0..<length).map { UInt8($0 % stride * 40 + 1) }
      for bytes in [flat, striped, [1, 2] + flat + [3], striped + [9, 9] + flat] {
        #expect(try Self.inflated(bytes, stride: stride) == bytes)
      }
    }
  }

  @Test(arguments: 1...4)
  func bytesWithRunsOfAnyKindComeBack(stride: Int) throws {
    var generator = SplitMix64(seed: UInt64(stride))
    for round in 0..<20 {
      var bytes: [UInt8] = []
      // More than the tokens of one block in the last rounds.
      while bytes.count < (round < 18 ? 3000 : 90_000) {
        let kind = generator.next(below: 3)
        let length = 1 + generator.next(below: generator.next(below: 8) == 0 ? 600 : 12)
        for _ in 0..<length {
          switch kind {
          case 0: bytes.append(UInt8(generator.next(below: 1 + round * 12)))
          case 1: bytes.append(bytes.last ?? 0)
          default: bytes.append(bytes.count >= stride ? bytes[bytes.count - stride] : 0)
          }
        }
      }
      #expect(try Self.inflated(bytes, stride: stride) == bytes)
    }
  }

  @Test(arguments: 3...1100)
  func aRunOfAnyLengthIsLegal(length: Int) throws {
    var runs = DeflateRuns(stride: 4)
    for byte in [1, 2, 3, 4] as [UInt8] { runs.append(byte: byte) }
    runs.append(runOf: length, from: .pixelBefore)
    runs.append(runOf: length, from: .byteBefore)
    let bytes = try Inflater.raw(runs.finish(isLast: true))
    let pixels = (0..<(4 + length)).map { UInt8($0 % 4 + 1) }
    let last = UInt8((3 + length) % 4 + 1)
    #expect(bytes == pixels + [UInt8](repeating: last, count: length))
  }

  @Test func joinedPiecesAreOneStream() throws {
    var stream: [UInt8] = []
    for (index, text) in ["aaaaaaaaaaaaaaaa", "", "b", "abababababababab"].enumerated() {
      var runs = DeflateRuns(stride: 2)
      Array(text.utf8).withUnsafeBufferPointer { runs.append($0) }
      stream += runs.finish(isLast: index == 3)
    }
    #expect(try Inflater.raw(stream) == Array("aaaaaaaaaaaaaaaababababababababab".utf8))
  }

  @Test func zerosCostTwoBitsForEachRun() throws {
    var runs = DeflateRuns(stride: 4)
    runs.append(byte: 0)
    runs.append(runOf: 258 * 4000, from: .byteBefore)
    // The format's own limit is 1032 bytes for one.
    #expect(runs.finish(isLast: true).count < 1000 + 40)
  }

  @Test func checkSumOfZerosIsThatOfTheirBytes() {
    var generator = SplitMix64(seed: 5)
    var check = DeflateCheck()
    var bytes: [UInt8] = []
    for _ in 0..<400 {
      let byte = UInt8(255 - generator.next(below: 4))
      let zeros = generator.next(below: 900)
      check.append(byte: byte)
      check.append(zeros: zeros)
      bytes += [byte] + [UInt8](repeating: 0, count: zeros)
    }
    #expect(check.value == Checksum.adler32(bytes))
  }

  @Test func checkSumOfVeryManyZerosDoesNotOverflow() {
    var check = DeflateCheck()
    check.append(byte: 255)
    // After byte 255 the low sum is 256, and each zero adds it to the high sum, which is 256 too.
    for _ in 0..<100_000 { check.append(zeros: 1 << 32) }
    let high = (256 + 256 * ((100_000 * (1 << 32 as UInt64)) % 65_521)) % 65_521
    #expect(check.value == UInt32(high) << 16 | 256)
  }
}

@Suite struct DeflateCodeTests {
  /// Bits that a Huffman code needs: the sum of all merges of the two lightest.
  private static func leastBits(_ frequencies: [Int]) -> Int {
    var weights = frequencies.filter { $0 > 0 }.sorted()
    var sum = 0
    while weights.count > 1 {
      let merged = weights[0] + weights[1]
      sum += merged
      weights.removeFirst(2)
      weights.insert(merged, at: weights.firstIndex { $0 >= merged } ?? weights.count)
    }
    return sum
  }

  @Test func codesAreAsShortAsHuffmans() {
    var generator = SplitMix64(seed: 3)
    for round in 0..<200 {
      let frequencies = (0..<(2 + round)).map { _ in generator.next(below: 40) + 1 }
      let code = DeflateCode(frequencies: frequencies, limit: 15)
      let bits = zip(frequencies, code.lengths).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(bits == Self.leastBits(frequencies))
      #expect(Self.space(code, limit: 15) == 1 << 15)
    }
  }

  @Test(arguments: [7, 15])
  func codesKeepTheLimitAndStayComplete(limit: Int) {
    var fibonacci = [1, 1]
    while fibonacci.count < (limit == 7 ? 19 : 40) { fibonacci.append(fibonacci.suffix(2).reduce(0, +)) }
    for count in 2...fibonacci.count {
      let code = DeflateCode(frequencies: Array(fibonacci.prefix(count)), limit: limit)
      #expect(code.lengths.allSatisfy { (1...limit).contains($0) })
      #expect(Self.space(code, limit: limit) == 1 << limit)
      #expect(code.lengths == code.lengths.sorted(by: >))
    }
  }

  @Test func aLoneSymbolHasOneBit() {
    #expect(DeflateCode(frequencies: [0, 0, 9], limit: 15).lengths == [0, 0, 1])
    #expect(DeflateCode(frequencies: [0, 0, 0], limit: 15).lengths == [0, 0, 0])
  }

  @Test func bitsAreThoseOfTheFormatsExample() {
    // RFC 1951, section 3.2.2: lengths 3 3 3 3 3 2 4 4 for A to H; here reversed, first bit lowest.
    let code = DeflateCode(frequencies: [3, 3, 3, 3, 3, 6, 1, 1], limit: 15)
    #expect(code.lengths == [3, 3, 3, 3, 3, 2, 4, 4])
    #expect(code.bits == [0b010, 0b110, 0b001, 0b101, 0b011, 0b00, 0b0111, 0b1111])
  }

  private static func space(_ code: DeflateCode, limit: Int) -> Int {
    code.lengths.reduce(0) { $1 > 0 ? $0 + 1 << (limit - $1) : $0 }
  }
}
