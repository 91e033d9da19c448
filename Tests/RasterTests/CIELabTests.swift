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
