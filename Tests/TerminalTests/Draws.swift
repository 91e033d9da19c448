import Glibc

/// Long sweeps run only when asked for.
let sweepsAreOn = getenv("PENTIMENTO_SWEEPS") != nil

/// Seeded random material; a linear congruential generator (Knuth's MMIX constants) of the tests' own.
struct Draws: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 32) | ((state &* 0x9E37_79B9_7F4A_7C15) & 0xFFFF_FFFF_0000_0000)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
  }

  /// Random bytes read as UTF-8, with ranges of special characters strewn in.
  mutating func hostileText() -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...8, using: &self) {
      switch Int.random(in: 0...3, using: &self) {
      case 0: text += String(decoding: bytes(Int.random(in: 0...12, using: &self)), as: UTF8.self)
      case 1: text.unicodeScalars.append(scalar(0...0xFF))
      case 2: text.unicodeScalars.append(scalar(0x2000...0x206F))
      default: text.unicodeScalars.append(scalar(0xE0000...0xE01FF))
      }
    }
    return text
  }

  private mutating func scalar(_ range: ClosedRange<UInt32>) -> Unicode.Scalar {
    Unicode.Scalar(UInt32.random(in: range, using: &self)) ?? "?"
  }
}
