import Glibc
import Raster
import Testing

@Suite struct ElementaryTests {
  /// The largest relative difference over seeded arguments; results of 0 must be equal.
  private func largestError(
    from lower: Double, to upper: Double, relative: Bool = true,
    _ ours: (Double) -> Double, _ reference: (Double) -> Double
  ) -> Double {
    var generator = SplitMix64(seed: 42)
    var largest = 0.0
    for _ in 0..<20_000 {
      let x = RandomRasters.number(lower, upper, &generator)
      let expected = reference(x)
      let scale = relative && expected != 0 ? abs(expected) : 1
      largest = max(largest, abs(ours(x) - expected) / scale)
    }
    return largest
  }

  @Test(arguments: [(-1e-3, 1e-3), (-1, 1), (-40, 40), (-708, 709)])
  func expAgreesWithTheCLibrary(range: (Double, Double)) {
    #expect(largestError(from: range.0, to: range.1, Elementary.exp, Glibc.exp) < 5e-16)
  }

  @Test(arguments: [(1e-9, 1e-3), (0.5, 2), (0.99, 1.01), (1, 1e6), (1e300, 1.7e308)])
  func logAgreesWithTheCLibrary(range: (Double, Double)) {
    #expect(largestError(from: range.0, to: range.1, Elementary.log, Glibc.log) < 5e-16)
  }

  @Test(arguments: [0.3, 1.0 / 2.4, 2.4, 7, -1.5])
  func powAgreesWithTheCLibrary(exponent: Double) {
    let error = largestError(
      from: 0.001, to: 15, { Elementary.pow($0, exponent) }, { Glibc.pow($0, exponent) })
    #expect(error < 1e-14)
  }

  @Test(arguments: [(0.0, 1e-6), (0.001, 1), (1, 9), (-1e9, 1e9), (1e-300, 1e300)])
  func cbrtAgreesWithTheCLibrary(range: (Double, Double)) {
    #expect(largestError(from: range.0, to: range.1, Elementary.cbrt, Glibc.cbrt) < 1e-15)
  }

  @Test(arguments: [(-1.0, 1.0), (-10, 10), (-1e5, 1e5)])
  func sineAndCosineAgreeWithTheCLibrary(range: (Double, Double)) {
    let sine = largestError(
      from: range.0, to: range.1, relative: false, Elementary.sin, { Glibc.sin($0) })
    let cosine = largestError(
      from: range.0, to: range.1, relative: false, Elementary.cos, { Glibc.cos($0) })
    #expect(sine < 4e-16)
    #expect(cosine < 4e-16)
  }

  @Test(arguments: [-3.0, -1, -1e-9, 1e-9, 0.5, 1, 2000])
  func atan2AgreesWithTheCLibrary(x: Double) {
    let error = largestError(from: -4, to: 4, { Elementary.atan2($0, x) }, { Glibc.atan2($0, x) })
    #expect(error < 6e-16)
  }

  @Test func log10OfPowersOfTen() {
    #expect(Elementary.log10(1) == 0)
    #expect(abs(Elementary.log10(1e6) - 6) < 1e-14)
  }

  @Test func edgesOfTheRanges() {
    #expect(Elementary.exp(0) == 1)
    #expect(Elementary.exp(710) == .infinity)
    #expect(Elementary.exp(-746) == 0)
    #expect(Elementary.exp(-740) == Glibc.exp(-740))
    #expect(Elementary.exp(.infinity) == .infinity && Elementary.exp(-.infinity) == 0)
    #expect(Elementary.exp(.nan).isNaN)
    #expect(Elementary.log(0) == -.infinity && Elementary.log(.infinity) == .infinity)
    #expect(Elementary.log(-1).isNaN && Elementary.log(1) == 0)
    #expect(
      abs(Elementary.log(Double.leastNonzeroMagnitude) - Glibc.log(Double.leastNonzeroMagnitude)) < 1e-12)
    #expect(Elementary.pow(0, 0) == 1 && Elementary.pow(0, 2) == 0 && Elementary.pow(-2, 3).isNaN)
    #expect(Elementary.pow(0, -1) == .infinity && Elementary.pow(1, .infinity) == 1)
    #expect(Elementary.cbrt(-27) == -3 && Elementary.cbrt(0) == 0)
    #expect(abs(Elementary.cbrt(Double.leastNonzeroMagnitude) * 0x1p358 - 1) < 1e-15)
    #expect(Elementary.sin(0) == 0 && Elementary.cos(0) == 1 && Elementary.sin(.infinity).isNaN)
    #expect(Elementary.atan2(0, 0) == 0 && Elementary.atan2(0, -1) == .pi)
    #expect(Elementary.atan2(1, 0) == .pi / 2 && Elementary.atan2(-1, 0) == -.pi / 2)
  }
}
