import CDigest
import EditModel
import Raster
import Testing

/// Vectors of FIPS 180-4's examples and of NIST's short-message tests; the rest from Python's hashlib.
struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func agreesWithTheStandardsExamples(_ text: String, _ hex: String) {
    #expect(SHA256.digest(of: Array(text.utf8)).hex == hex)
  }

  @Test(arguments: [
    ([UInt8(0xbd)], "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b"),
    ([0xc9, 0x8c, 0x8e, 0x55], "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504"),
  ])
  func agreesWithTheShortMessages(_ bytes: [UInt8], _ hex: String) {
    #expect(SHA256.digest(of: bytes).hex == hex)
  }

  @Test func digestsAMillionLetters() {
    var hash = SHA256()
    for _ in 0..<1000 { hash.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }
    #expect(hash.finalize().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  private func message(_ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + length) }
  }

  @Test func agreesWithAnotherToolAtAllLengthsAroundTwoBlocks() {
    let digests = (0...130).map { SHA256.digest(of: message($0)).hex }
    #expect(
      SHA256.digest(of: Array(digests.joined().utf8)).hex
        == "28d1b7ee925817a15dd4e0403443c1e6e8a70428aa0fdbe7d0e41757c5102ffb")
  }

  @Test func doesNotDependOnHowTheBytesAreSplit() {
    for length in 0...130 {
      let bytes = message(length)
      let whole = SHA256.digest(of: bytes)
      for split in 0...length {
        var hash = SHA256()
        hash.update(bytes[..<split])
        hash.update(bytes[split...])
        #expect(hash.finalize() == whole, "\(length) bytes split at \(split)")
      }
    }
  }

  @Test func takesCollectionsWithoutStorageOfTheirOwn() {
    #expect(
      SHA256.digest(of: message(100).lazy.map { $0 }) == SHA256.digest(of: message(100)))
  }

  @Test func foldsBlocksAlikeByInstructionAndByPortableCode() {
    var random = SplitMix64(seed: 7)
    for count in [1, 2, 3, 17] {
      let blocks = (0..<count * 64).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let start = (0..<8).map { _ in UInt32(truncatingIfNeeded: random.next()) }
      var (fast, portable) = (start, start)
      pentimento_sha256_blocks(&fast, blocks, count)
      pentimento_sha256_blocks_portable(&portable, blocks, count)
      #expect(fast == portable)
      #expect(fast != start)
    }
  }
}

struct DigestTests {
  private let hex = "28d1b7ee925817a15dd4e0403443c1e6e8a70428aa0fdbe7d0e41757c5102ffb"

  @Test func readsWhatItPrints() throws {
    let digest = try #require(Digest(hex: hex))
    #expect(digest.hex == hex)
    #expect(digest.description == hex)
    #expect(digest.short == "28d1b7ee9258")
    #expect(digest.seed == 0x28d1_b7ee_9258_17a1)
    let zeros = String(repeating: "0", count: 63) + "1"
    #expect(Digest(hex: zeros)?.hex == zeros)
  }

  @Test func refusesAnythingElse() {
    #expect(Digest(hex: "") == nil)
    #expect(Digest(hex: hex.dropLast()) == nil)
    #expect(Digest(hex: hex + "0") == nil)
    #expect(Digest(hex: hex.uppercased()) == nil)
    #expect(Digest(hex: "g" + hex.dropFirst()) == nil)
    #expect(Digest(hex: "+" + hex.dropFirst()) == nil)
  }

  @Test func identifiesPicturesBySizeAndSamples() {
    let samples: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    let wide = Bitmap(width: 2, height: 1, samples: samples)
    #expect(
      wide.pixelDigest.hex == "8c64133c888f5b6313b448586ab9891a9023474d1df7c27496e5745894fba071")
    #expect(Bitmap(width: 1, height: 2, samples: samples).pixelDigest != wide.pixelDigest)
    #expect(
      Mask(width: 2, height: 1, weights: [0, 255]).pixelDigest.hex
        == "14264885e67e8056ec072db862e9e0279854a1a510d0de24310300830914fb7d")
  }
}
