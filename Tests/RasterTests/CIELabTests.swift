import Glibc
import Raster
import Testing

@Suite struct CIELabTests {
  /// The test data of Sharma, Wu and Dalal (2005), table 1: L, a, b of both colours and their difference.
  static let sharma: [[Double]] = [
    [50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425],
    [50, 3.1571, -77.2803, 50, 0, -82.7485, 2.8615],
    [50, 2.8361, -74.0200, 50, 0, -82.7485, 3.4412],
    [50, -1.3802, -84.2814, 50, 0, -82.7485, 1.0000],
    [50, -1.1848, -84.8006, 50, 0, -82.7485, 1.0000],
    [50, -0.9009, -85.5211, 50, 0, -82.7485, 1.0000],
    [50, 0, 0, 50, -1, 2, 2.3669],
    [50, -1, 2, 50, 0, 0, 2.3669],
    [50, 2.4900, -0.0010, 50, -2.4900, 0.0009, 7.1792],
    [50, 2.4900, -0.0010, 50, -2.4900, 0.0010, 7.1792],
    [50, 2.4900, -0.0010, 50, -2.4900, 0.0011, 7.2195],
    [50, 2.4900, -0.0010, 50, -2.4900, 0.0012, 7.2195],
    [50, -0.0010, 2.4900, 50, 0.0009, -2.4900, 4.8045],
    [50, -0.0010, 2.4900, 50, 0.0010, -2.4900, 4.8045],
    [50, -0.0010, 2.4900, 50, 0.0011, -2.4900, 4.7461],
    [50, 2.5, 0, 50, 0, -2.5, 4.3065],
    [50, 2.5, 0, 73, 25, -18, 27.1492],
    [50, 2.5, 0, 61, -5, 29, 22.8977],
    [50, 2.5, 0, 56, -27, -3, 31.9030],
    [50, 2.5, 0, 58, 24, 15, 19.4535],
    [50, 2.5, 0, 50, 3.1736, 0.5854, 1.0000],
    [50, 2.5, 0, 50, 3.2972, 0, 1.0000],
    [50, 2.5, 0, 50, 1.8634, 0.5757, 1.0000],
    [50, 2.5, 0, 50, 3.2592, 0.3350, 1.0000],
    [60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644],
    [63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630],
    [61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731],
    [35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645],
    [22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373],
    [36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146],
    [90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441],
    [90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381],
    [6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377],
    [2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082],
  ]

  @Test(arguments: sharma)
  func differencesEqualThePublishedTable(row: [Double]) {
    let first = CIELab(lightness: row[0], a: row[1], b: row[2])
    let second = CIELab(lightness: row[3], a: row[4], b: row[5])
    #expect(abs(CIELab.deltaE2000(first, second) - row[6]) <= 0.00005001)
    #expect(abs(CIELab.deltaE2000(second, first) - row[6]) <= 0.00005001)
    #expect(CIELab.deltaE2000(first, first) == 0)
  }

  /// Values of scikit-image 0.26.0, whose primaries are rounded to six digits.
  @Test(
    arguments: [
      ([255, 0, 0], [53.2406, 80.0923, 67.2028]), ([0, 255, 0], [87.7351, -86.1830, 83.1797]),
      ([0, 0, 255], [32.2957, 79.1856, -107.8573]), ([12, 200, 77], [70.8157, -66.5435, 48.8732]),
      ([3, 1, 2], [0.4106, 0.6620, -0.1941]),
    ] as [([UInt8], [Double])])
  func coloursHaveTheirPublishedCoordinates(samples: [UInt8], expected: [Double]) {
    let lab = CIELab(red: samples[0], green: samples[1], blue: samples[2])
    #expect(abs(lab.lightness - expected[0]) < 0.01)
    #expect(abs(lab.a - expected[1]) < 0.02)
    #expect(abs(lab.b - expected[2]) < 0.02)
  }

  @Test func greysHaveNoChroma() {
    for sample in UInt8.min...UInt8.max {
      let grey = CIELab(red: sample, green: sample, blue: sample)
      #expect(abs(grey.a) < 1e-12 && abs(grey.b) < 1e-12)
    }
    #expect(abs(CIELab(red: 255, green: 255, blue: 255).lightness - 100) < 1e-12)
    #expect(CIELab(red: 0, green: 0, blue: 0).lightness == 0)
  }

  /// The published formula as it stands, with hues in degrees.
  private func textbook(_ first: CIELab, _ second: CIELab) -> Double {
    func seventh(_ c: Double) -> Double { (pow(c, 7) / (pow(c, 7) + pow(25, 7))).squareRoot() }
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    let stretch = 1.5 - 0.5 * seventh((hypot(first.a, first.b) + hypot(second.a, second.b)) / 2)
    let (a1, a2) = (first.a * stretch, second.a * stretch)
    let (c1, c2) = (hypot(a1, first.b), hypot(a2, second.b))
    func hue(_ a: Double, _ b: Double) -> Double {
      let degrees = atan2(b, a) * 180 / .pi
      return degrees < 0 ? degrees + 360 : degrees
    }
    let (h1, h2) = (hue(a1, first.b), hue(a2, second.b))
    var turn = h2 - h1
    if turn > 180 { turn -= 360 }
    if turn < -180 { turn += 360 }
    var mean = (h1 + h2) / 2
    if abs(h1 - h2) > 180 { mean += h1 + h2 < 360 ? 180 : -180 }
    if c1 * c2 == 0 { (turn, mean) = (0, h1 + h2) }
    let weight =
      1 - 0.17 * cos(radians(mean - 30)) + 0.24 * cos(radians(2 * mean))
      + 0.32 * cos(radians(3 * mean + 6)) - 0.20 * cos(radians(4 * mean - 63))
    let chroma = (c1 + c2) / 2
    let deviation = pow((first.lightness + second.lightness) / 2 - 50, 2)
    let l = (second.lightness - first.lightness) / (1 + 0.015 * deviation / (20 + deviation).squareRoot())
    let c = (c2 - c1) / (1 + 0.045 * chroma)
    let h = 2 * (c1 * c2).squareRoot() * sin(radians(turn / 2)) / (1 + 0.015 * chroma * weight)
    let rotation =
      -2 * seventh(chroma) * sin(radians(60 * exp(-pow((mean - 275) / 25, 2))))
    return max(l * l + c * c + h * h + rotation * c * h, 0).squareRoot()
  }

  @Test(arguments: UInt64(1)...6)
  func differencesFollowTheFormulaForAllHues(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var worst = 0.0
    for index in 0..<4_000 {
      let reach = [1.0, 20, 100, 128][index % 4]
      func colour() -> CIELab {
        CIELab(
          lightness: RandomRasters.number(0, 100, &generator),
          a: RandomRasters.number(-reach, reach, &generator),
          b: index % 5 == 0 ? 0 : RandomRasters.number(-reach, reach, &generator))
      }
      let first = colour()
      // Every third is close to the first or almost opposite.
      let near = index % 3 == 0 ? (index % 2 == 0 ? 1.01 : -0.99) : nil
      let other = colour()
      let second = near.map {
        CIELab(lightness: other.lightness, a: first.a * $0 + 1e-4, b: first.b * $0)
      }
      let difference = CIELab.deltaE2000(first, second ?? other)
      worst = max(worst, abs(difference - textbook(first, second ?? other)))
    }
    #expect(worst < 1e-7)
  }

  @Test func coordinatesFollowTheDefinition() {
    func intensity(_ sample: UInt8) -> Double {
      let coded = Double(sample) / 255
      return coded <= 0.04045 ? coded / 12.92 : pow((coded + 0.055) / 1.055, 2.4)
    }
    func compressed(_ t: Double) -> Double {
      t > 216.0 / 24_389 ? cbrt(t) : (24_389.0 / 27 * t + 16) / 116
    }
    var worst = 0.0
    for index in 0..<4_096 {
      let samples = [index % 16 * 17, index / 16 % 16 * 17, index / 256 * 17].map { UInt8($0) }
      let (r, g, b) = (intensity(samples[0]), intensity(samples[1]), intensity(samples[2]))
      let x = compressed((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
      let y = compressed((0.2126729 * r + 0.7151522 * g + 0.0721750 * b) / 1.0000001)
      let z = compressed((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883)
      let lab = CIELab(red: samples[0], green: samples[1], blue: samples[2])
      worst = max(
        worst, abs(lab.lightness - 116 * y + 16), abs(lab.a - 500 * (x - y)),
        abs(lab.b - 200 * (y - z)))
    }
    #expect(worst < 2e-8)
  }

  @Test func shiftIsTheMeanAndTheMaximumOverTheRegion() throws {
    let first = RandomRasters.bitmap(width: 9, height: 135, seed: 1, opaque: true)
    let second = RandomRasters.bitmap(width: 9, height: 135, seed: 2, opaque: true)
    let mask = RandomRasters.mask(width: 9, height: 135, seed: 3)
    var differences: [Double] = []
    for y in 0..<135 {
      for x in 0..<9 where mask[x, y] > 0 {
        let (one, two) = (first[x, y], second[x, y])
        differences.append(
          CIELab.deltaE2000(
            CIELab(red: one.red, green: one.green, blue: one.blue),
            CIELab(red: two.red, green: two.green, blue: two.blue)))
      }
    }
    let shifts = try RandomRasters.allBands().map {
      try first.colourShift(to: second, in: mask, bands: $0)
    }
    #expect(shifts[0] == shifts[1] && shifts[0] == shifts[2])
    #expect(shifts[0].pixelCount == differences.count)
    #expect(shifts[0].maximum == differences.max())
    #expect(
      abs(shifts[0].mean - differences.reduce(0, +) / Double(differences.count)) < 1e-10)
  }
}
