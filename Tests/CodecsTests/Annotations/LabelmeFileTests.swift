import Codecs
import Raster
import Testing

@Suite struct LabelmeFileTests {
  private static let frame = PixelSize(width: 8, height: 6)

  private static func file(_ shapes: String) -> String {
    #"{"version":"5.0","imagePath":"C:\\shots\\cup.png","imageWidth":8,"imageHeight":6,"shapes":[\#(shapes)]}"#
  }

  private static func shape(_ type: String, _ points: String, more: String = "") -> String {
    #"{"label":"cup","shape_type":"\#(type)","points":\#(points)\#(more)}"#
  }

  @Test(arguments: ["[[1,2],[5,4]]", "[[5,4],[1,2]]", "[[1,4],[5,2]]", "[[1,2],[5,2],[5,4],[1,4]]"])
  func rectanglesGoFromCornerToCorner(points: String) throws {
    let file = try AnnotationOracle.file(Self.file(Self.shape("rectangle", points)))
    let mask = try file.mask(size: Self.frame).mask
    for y in 0..<6 {
      for x in 0..<8 {
        #expect(mask[x, y] == ((1..<5).contains(x) && (2..<4).contains(y) ? 255 : 0))
      }
    }
  }

  @Test func circlesGoThroughTheirSecondPoint() throws {
    let file = try AnnotationOracle.file(Self.file(Self.shape("circle", "[[3.5,3],[5.3,5.4]]")))
    let mask = try file.mask(size: Self.frame).mask
    let expected = (0..<48).map { pixel -> Double in
      let inside = (0..<4096).count { sample in
        let x = Double(pixel % 8) + (Double(sample % 64) + 0.5) / 64 - 3.5
        let y = Double(pixel / 8) + (Double(sample / 64) + 0.5) / 64 - 3
        return x * x + y * y < 9
      }
      return Double(inside) * 255 / 4096
    }
    #expect(AnnotationOracle.largestDifference(mask, expected) <= 2)
  }

  @Test func whatHasNoAreaIsCounted() throws {
    let shapes = [
      Self.shape("point", "[[1,1]]"), Self.shape("line", "[[1,1],[2,2]]"),
      Self.shape("linestrip", "[[1,1],[2,2],[3,1]]"), Self.shape("points", "[[1,1],[4,1]]"),
      Self.shape("rectangle", "[[0,0],[2,2]]"), Self.shape("circle", "[[3,3],[3,3]]"),
      Self.shape("polygon", "[[1,1],[2,2]]"),
    ]
    let file = try AnnotationOracle.file(Self.file(shapes.joined(separator: ",")))
    let mask = try file.mask(instance: .number(1), size: Self.frame)
    #expect(mask.skippedShapeCount == 6)
    #expect(mask.mask.weights.count { $0 == 255 } == 4)
    let error = AnnotationOracle.error(
      Self.file(shapes.prefix(4).joined(separator: ",")), label: "cup", size: Self.frame)
    #expect(error?.code == .nothingWithArea)
    #expect(error?.found == 4)
  }

  @Test func shapesOfOneGroupAndLabelAreOneInstance() throws {
    let first = Self.shape("rectangle", "[[0,0],[1,1]]", more: #","group_id":3"#)
    let alone = Self.shape("rectangle", "[[2,0],[3,1]]", more: #","group_id":null"#)
    let second = Self.shape("rectangle", "[[4,0],[5,1]]", more: #","group_id":3"#)
    let other = second.replacing("cup", with: "spoon")
    let text = Self.file([first, alone, second, other].joined(separator: ","))
    let file = try AnnotationOracle.file(text)
    func columns(_ instance: Int) throws -> [Int] {
      let mask = try file.mask(instance: .number(instance), size: Self.frame).mask
      return (0..<8).filter { mask[$0, 0] > 0 }
    }
    #expect(try columns(1) == [0, 4])
    #expect(try columns(2) == [2])
    #expect(try columns(3) == [4])
    #expect(try file.mask(size: Self.frame).labels == ["cup", "spoon"])
  }

  @Test(arguments: [#"C:\shots\cup.png"#, "cup.png", "/home/me/cup.png", nil])
  func findsTheImageByPathOrName(image: String?) throws {
    let file = try AnnotationOracle.file(Self.file(Self.shape("rectangle", "[[0,0],[1,1]]")))
    #expect(file.kind == .labelme)
    #expect(try file.mask(image: image, size: Self.frame).image == #"C:\shots\cup.png"#)
  }

  @Test func olderFilesWithoutTypesAndSizesAreRead() throws {
    let text = #"{"shapes":[{"label":"cup","points":[[0,0],[3,0],[3,2],[0,2]]}],"imageData":null}"#
    let mask = try AnnotationOracle.file(text).mask(size: PixelSize(width: 3, height: 2))
    #expect(mask.mask.weights.allSatisfy { $0 == 255 })
  }

  /// A mask shape's corners are its first and last pixel; the picture hangs out of the frame on the left.
  @Test func readsMaskPictures() throws {
    let pixels = [[1], [0], [1], [0], [255], [1]]
    let png = PNGWriter(width: 3, height: 2, bitDepth: 8, colourType: 0, pixels: pixels).file
    let text = Self.shape("mask", "[[-1,1],[1,2]]", more: #","mask":"\#(Self.base64(png))""#)
    let mask = try AnnotationOracle.file(Self.file(text)).mask(size: Self.frame).mask
    let inside = (0..<48).filter { mask.weights[$0] == 255 }
    #expect(inside == [9, 16, 17])
    #expect(mask.weights.count { $0 > 0 } == 3)
  }

  /// One pixel of a million lies in the frame, and none of it is decoded.
  @Test func chargesMaskPicturesForAllOfTheirPixels() throws {
    let text = Self.file(Self.shape("mask", "[[7,5],[1006,1004]]", more: #","mask":"AAAA""#))
    var limits = AnnotationLimits()
    for (maxWork, code) in [
      (1_000_000, AnnotationError.Code.tooLarge(.work)), (1_100_000, .malformed(.embeddedMask)),
    ] {
      limits.maxWork = maxWork
      let file = try AnnotationFile(reading: AnnotationOracle.bytes(text), limits: limits)
      let error = #expect(throws: AnnotationError.self) { try file.mask(size: Self.frame) }
      #expect(error?.code == code)
    }
  }

  @Test func maskPicturesOutsideTheFrameAreNotDecoded() throws {
    let text = Self.file(Self.shape("mask", "[[8,0],[200000,200000]]", more: #","mask":"AAAA""#))
    var limits = AnnotationLimits()
    limits.maxWork = 0
    let file = try AnnotationFile(reading: AnnotationOracle.bytes(text), limits: limits)
    #expect(try file.mask(size: Self.frame).mask.weights.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [
    (#"[[0,0],[2,2]],"mask":"AAAA""#, AnnotationError.Defect.embeddedMask),
    (#"[[0,0],[2,2]],"mask":"*""#, .embeddedMask),
    (#"[[2,2],[0,0]],"mask":"AAAA""#, .embeddedMask),
    (#"[[0,0],[2,2]]"#, .coordinateCount),
    (#"[[0,0]],"mask":"AAAA""#, .coordinateCount),
    (#"[[0,0],[1e30,2]],"mask":"AAAA""#, .coordinate),
  ])
  func refusesBrokenMaskPictures(points: String, defect: AnnotationError.Defect) {
    let text = Self.file(#"{"label":"a","shape_type":"mask","points":\#(points)}"#)
    let error = AnnotationOracle.error(text, size: Self.frame)
    #expect(error?.code == .malformed(defect))
    #expect(error?.place == "shapes[0]")
  }

  @Test func refusesPointsThatAreNotPairs() {
    for points in ["[[1],[2,2],[3,3]]", "[[1,2,3],[2,2],[3,3]]"] {
      let error = AnnotationOracle.error(Self.file(Self.shape("polygon", points)), size: Self.frame)
      #expect(error?.code == .malformed(.coordinateCount))
    }
    let error = AnnotationOracle.error(Self.file(Self.shape("circle", "[[1,1]]")), size: Self.frame)
    #expect(error?.code == .malformed(.coordinateCount))
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let number = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for digit in 0..<4 {
        text.append(digit > part.count ? "=" : letters[number >> (18 - 6 * digit) & 63])
      }
    }
    return text
  }
}
