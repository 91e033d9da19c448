import Codecs
import Raster
import Testing

@Suite struct YOLOTextTests {
  @Test(arguments: ["\n", "\r\n", "\r"]) func readsBoxesInSharesOfAnySize(lineEnd: String) throws {
    let text = ["0 0.5 0.5 0.5 0.25", "", "12 0.125 0.25 0.25 0.5 0.9"].joined(separator: lineEnd)
    let file = try AnnotationOracle.file(text)
    #expect(file.kind == .yolo)
    #expect(file.labels == ["0", "12"])
    for scale in [8, 16, 40] {
      let size = PixelSize(width: scale, height: scale * 2)
      let box = try file.mask(label: "0", size: size)
      let wanted = PixelRect(x: scale / 4, y: scale * 3 / 4, width: scale / 2, height: scale / 2)
      #expect(Self.pixels(of: wanted, in: size) == box.mask.weights)
      #expect(box.boxCount == 1)
      let other = try file.mask(label: "12", size: size).mask
      let second = PixelRect(x: 0, y: 0, width: scale / 4, height: scale)
      #expect(Self.pixels(of: second, in: size) == other.weights)
    }
  }

  @Test(arguments: ["", " 0.875"]) func readsPolygonsWithOrWithoutConfidence(confidence: String) throws {
    let file = try AnnotationOracle.file(
      "3 0.25 0.5 0.75 0.5 0.75 1 0.25 1\(confidence)\n1\t0 0\t1 0 0.03 0.97")
    let size = PixelSize(width: 8, height: 4)
    let mask = try file.mask(label: "3", size: size)
    #expect(mask.mask.weights == Self.pixels(of: PixelRect(x: 2, y: 2, width: 4, height: 2), in: size))
    #expect(mask.boxCount == 0)
    let triangle = try file.mask(label: "1", size: size).mask
    let expected = AnnotationOracle.polygon([(0, 0), (8, 0), (0.24, 3.88)], size: size)
    #expect(AnnotationOracle.largestDifference(triangle, expected) <= 2)
  }

  @Test(arguments: [
    ("0 0.5 0.5", AnnotationError.Defect.valueCount), ("0", .valueCount), ("0 .1 .1 x .1", .number),
    ("0 .1 .1 nan .1", .number), ("0 .1 .1 inf .1", .number), ("0 .1 .1 1e999 .1", .number),
    ("1.5 .1 .1 .1 .1", .classNumber), ("-1 .1 .1 .1 .1", .classNumber),
    ("1e300 .1 .1 .1 .1", .classNumber), ("0 12 40 30 20", .notNormalised),
    ("0 .1 .1 .2 .2 .3 400", .notNormalised), ("0 .1 .1 .2,.2", .number),
  ])
  func refusesBrokenLines(line: String, defect: AnnotationError.Defect) {
    let error = AnnotationOracle.error("0 .5 .5 .5 .5\r\n\r\n\(line)\n")
    #expect(error?.code == .malformed(defect))
    #expect(error?.place == "line 3")
  }

  @Test func boxesWithoutAreaAreCounted() throws {
    let file = try AnnotationOracle.file("0 .5 .5 0 .5\n0 .5 .5 1 1")
    let mask = try file.mask(instance: .number(1), size: PixelSize(width: 3, height: 3))
    #expect(mask.skippedShapeCount == 1)
    #expect(mask.mask.weights == [UInt8](repeating: 255, count: 9))
  }

  private static func pixels(of box: PixelRect, in size: PixelSize) -> [UInt8] {
    (0..<size.width * size.height).map { pixel in
      let (x, y) = (pixel % size.width, pixel / size.width)
      return x >= box.x && x < box.maxX && y >= box.y && y < box.maxY ? 255 : 0
    }
  }
}
