import Codecs
import Raster
import Testing

/// The committed files, against what the COCO API made of them.
@Suite struct AnnotationFixtureTests {
  /// Which annotation of the dataset a row of the table is for, by its number.
  private static let annotations: [(image: String, label: String, instance: Int)] = [
    ("astronaut.png", "patch", 1), ("coffee.png", "spoon", 1), ("astronaut.png", "patch", 2),
    ("coffee.png", "cup", 1), ("coffee.png", "coffee", 1), ("coffee.png", "saucer", 1),
  ]
  private static let sizes = [
    "astronaut.png": PixelSize(width: 512, height: 512), "coffee.png": PixelSize(width: 600, height: 400),
  ]

  @Test(arguments: annotations.indices) func agreesWithTheCocoTools(index: Int) throws {
    let row = try FixtureFolder.rows("annotations/oracle.tsv")[index]
    let (image, label, instance) = Self.annotations[index]
    let size = try #require(Self.sizes[image])
    let file = try AnnotationFile(reading: try FixtureFolder.bytes("annotations/photos.coco.json"))
    let mask = try file.mask(image: image, label: label, instance: .number(instance), size: size).mask
    let isExact = label == "cup" || label == "coffee" || label == "saucer"
    let runs = AnnotationOracle.json(compressed: String(row[7]), size: size)
    let theirs = try AnnotationOracle.file(runs).mask(size: size).mask
    #expect(theirs.weights.count { $0 == 255 } == Int(row[1]))
    #expect(Self.checkSum(of: theirs) == row[6])
    if isExact {
      #expect(mask == theirs)
    } else {
      // Their rasteriser decides each pixel, ours covers by share: they may differ along the outline only.
      let both = zip(mask.weights, theirs.weights).count { $0 >= 128 && $1 == 255 }
      let either = zip(mask.weights, theirs.weights).count { $0 >= 128 || $1 == 255 }
      #expect(Double(both) / Double(either) > 0.96)
    }
  }

  @Test func theCupAloneIsTheCupOfTheDataset() throws {
    let size = PixelSize(width: 600, height: 400)
    let alone = try AnnotationFile(reading: try FixtureFolder.bytes("annotations/cup.rle.json"))
    #expect(alone.kind == .runLengths)
    let row = try FixtureFolder.rows("annotations/oracle.tsv")[3]
    #expect(Self.checkSum(of: try alone.mask(size: size).mask) == row[6])
  }

  @Test func readsTheLabelmeFile() throws {
    let size = PixelSize(width: 512, height: 512)
    let file = try AnnotationFile(reading: try FixtureFolder.bytes("annotations/astronaut.labelme.json"))
    #expect(file.images == [#"..\photos\astronaut.png"#])
    #expect(file.labels == ["patch", "tag", "shuttle", "visor", "glint", "nose"])
    let all = try file.mask(image: "astronaut.png", size: size)
    #expect(all.instanceCount == 5)
    #expect(all.skippedShapeCount == 2)
    // A circle of radius 38: 4536.5 pixels.
    let patch = try file.mask(label: "patch", size: size).mask
    let area = patch.weights.reduce(0) { $0 + Double($1) } / 255
    #expect(abs(area - 4536.46) < 1)
    // Ellipse of a 41 x 33 picture whose rows and columns 338..., 422... hold it.
    let glint = try file.mask(label: "glint", size: size).mask
    #expect(glint[358, 438] == 255)
    #expect(glint[338, 438] == 255)
    #expect(glint[337, 438] == 0)
    #expect(glint[378, 438] == 255)
    #expect(glint[379, 438] == 0)
  }

  @Test func readsTheYoloFiles() throws {
    let size = PixelSize(width: 600, height: 400)
    let segments = try AnnotationFile(
      reading: try FixtureFolder.bytes("annotations/coffee.segments.txt"))
    let dataset = try AnnotationFile(reading: try FixtureFolder.bytes("annotations/photos.coco.json"))
    let spoon = try segments.mask(label: "0", size: size)
    let same = try dataset.mask(image: "coffee.png", label: "spoon", size: size).mask
    #expect(spoon.instanceCount == 2)
    // Shares are written with six digits: 0.0003 pixels.
    #expect(zip(spoon.mask.weights, same.weights).allSatisfy { abs(Int($0) - Int($1)) <= 4 })
    let boxes = try AnnotationFile(reading: try FixtureFolder.bytes("annotations/coffee.boxes.txt"))
    let saucer = try boxes.mask(label: "3", size: size).mask
    #expect(saucer == (try dataset.mask(image: "coffee.png", label: "saucer", size: size).mask))
  }

  /// CRC-32 of rows of bytes 0 and 1, bit by bit.
  private static func checkSum(of mask: Mask) -> String {
    var register: UInt32 = 0xFFFF_FFFF
    for weight in mask.weights {
      register ^= weight == 255 ? 1 : 0
      for _ in 0..<8 { register = (register >> 1) ^ (register & 1 == 0 ? 0 : 0xEDB8_8320) }
    }
    let digits = String(~register, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
