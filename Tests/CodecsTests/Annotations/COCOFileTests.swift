import Codecs
import Raster
import Testing

@Suite struct COCOFileTests {
  private static let frame = PixelSize(width: 9, height: 8)

  private static func dataset(_ annotations: String, categories: String = "[]") -> String {
    #"{"images":[{"id":1,"file_name":"a.png","width":9,"height":8}],"annotations":[\#(annotations)],"#
      + #""categories":\#(categories)}"#
  }

  /// The whole way, offset of the drawn box and all, against 64 x 64 samples of each pixel.
  @Test(arguments: 0..<8) func coversPolygonsByShare(seed: UInt64) throws {
    var generator = SplitMix64(seed: 77 + seed)
    let points = (0..<3 + generator.next(below: 5)).map { _ in
      (Double(generator.next(below: 1400)) / 100 - 2, Double(generator.next(below: 1200)) / 100 - 2)
    }
    let list = points.map { "\($0.0),\($0.1)" }.joined(separator: ",")
    let file = try AnnotationOracle.file(
      Self.dataset(#"{"image_id":1,"segmentation":[[\#(list)]]}"#))
    let mask = try file.mask(size: Self.frame).mask
    let expected = AnnotationOracle.polygon(points, size: Self.frame)
    #expect(AnnotationOracle.largestDifference(mask, expected) <= 2)
  }

  @Test func partsOfAnInstanceAreUnited() throws {
    let file = try AnnotationOracle.file(
      Self.dataset(#"{"image_id":1,"segmentation":[[0,0,5,0,5,5,0,5],[3,3,9,3,9,8,3,8]]}"#))
    let mask = try file.mask(size: Self.frame)
    for y in 0..<8 {
      for x in 0..<9 {
        let isInside = (x < 5 && y < 5) || (x >= 3 && y >= 3)
        #expect(mask.mask[x, y] == (isInside ? 255 : 0))
      }
    }
    #expect(mask.instanceCount == 1)
  }

  /// The boxes of the parts overlap where the second part has nothing; each pixel keeps the larger weight.
  @Test func aPartTakesNothingFromAnother() throws {
    let parts: [[(Double, Double)]] = [
      [(0.3, 0.2), (8, 1), (0.5, 7)], [(8.6, 7.7), (0.5, 7), (8, 0.6)], [(4, 4), (4.5, 4), (4, 4.5)],
    ]
    let lists = parts.map { part in
      "[" + part.map { "\($0.0),\($0.1)" }.joined(separator: ",") + "]"
    }
    let file = try AnnotationOracle.file(
      Self.dataset(#"{"image_id":1,"segmentation":[\#(lists.joined(separator: ","))]}"#))
    let weights = parts.map { AnnotationOracle.polygon($0, size: Self.frame) }
    let expected = weights[0].indices.map { pixel in weights.map { $0[pixel] }.max() ?? 0 }
    let mask = try file.mask(size: Self.frame).mask
    #expect(AnnotationOracle.largestDifference(mask, expected) <= 2)
  }

  @Test(arguments: ["[1,1,3,1,3,2,1,2]", "[[1,1,3,1,3,2,1,2]]"])
  func aSinglePolygonNeedsNoListAroundIt(polygon: String) throws {
    let file = try AnnotationOracle.file(Self.dataset(#"{"image_id":1,"segmentation":\#(polygon)}"#))
    let mask = try file.mask(size: Self.frame).mask
    #expect(mask.weights.indices.filter { mask.weights[$0] > 0 } == [10, 11])
  }

  @Test func choosesByLabelNumberAndOrder() throws {
    let boxes = [(7, 0), (8, 2), (7, 4)].map { category, x in
      #"{"image_id":1,"category_id":\#(category),"bbox":[\#(x),0,1,8],"segmentation":[]}"#
    }.joined(separator: ",")
    let file = try AnnotationOracle.file(
      Self.dataset(boxes, categories: #"[{"id":7,"name":"cat"},{"id":8,"name":"dog"}]"#))
    #expect(file.kind == .cocoDataset)
    #expect(file.images == ["a.png"])
    #expect(file.labels == ["cat", "dog"])
    func columns(_ label: String?, _ instance: InstanceChoice) throws -> [Int] {
      let mask = try file.mask(label: label, instance: instance, size: Self.frame)
      #expect(mask.boxCount == mask.instanceCount)
      return (0..<9).filter { mask.mask[$0, 3] == 255 }
    }
    #expect(try columns(nil, .all) == [0, 2, 4])
    #expect(try columns("cat", .all) == [0, 4])
    #expect(try columns("7", .all) == [0, 4])
    #expect(try columns("cat", .number(2)) == [4])
    #expect(try columns(nil, .number(2)) == [2])
    #expect(try columns("dog", .number(1)) == [2])
  }

  @Test func segmentationGoesBeforeTheBox() throws {
    let file = try AnnotationOracle.file(
      Self.dataset(#"{"image_id":1,"bbox":[0,0,9,8],"segmentation":[[1,1,2,1,2,2,1,2]]}"#))
    let mask = try file.mask(size: Self.frame)
    #expect(mask.mask.weights.count { $0 > 0 } == 1)
    #expect(mask.boxCount == 0)
  }

  @Test func collapsedPartsAreCountedAndLeftOut() throws {
    let file = try AnnotationOracle.file(
      Self.dataset(
        #"{"image_id":1,"segmentation":[[0,0,5,5],[1,1,2,2,3,3],[0,0,2,0,2,2]]},{"image_id":1}"#))
    let mask = try file.mask(size: Self.frame)
    #expect(mask.instanceCount == 1)
    #expect(mask.skippedShapeCount == 3)
  }

  @Test func readsListsWithoutADataset() throws {
    let file = try AnnotationOracle.file(
      #"[{"size":[1,3],"counts":[0,1,2]},{"segmentation":{"size":[1,3],"counts":[2,1]},"score":0.5}]"#)
    #expect(file.kind == .cocoList)
    let size = PixelSize(width: 3, height: 1)
    #expect(try file.mask(size: size).mask.weights == [255, 0, 255])
    #expect(try file.mask(instance: .number(2), size: size).mask.weights == [0, 0, 255])
  }

  @Test func listsOfResultsAreToldApartByImage() throws {
    let file = try AnnotationOracle.file(
      #"[{"image_id":5,"category_id":2,"segmentation":{"size":[1,2],"counts":[0,1,1]}},"#
        + #"{"image_id":"x","category_id":2,"segmentation":{"size":[1,2],"counts":[1,1]}}]"#)
    #expect(file.images == ["5", "x"])
    let size = PixelSize(width: 2, height: 1)
    #expect(try file.mask(image: "x", label: "2", size: size).mask.weights == [0, 255])
  }

  @Test func readsASingleImageInPlaceOfAList() throws {
    let file = try AnnotationOracle.file(
      #"{"image":{"image_id":3,"file_name":"sa.jpg","width":2,"height":1},"#
        + #""annotations":[{"segmentation":{"size":[1,2],"counts":[0,1,1]}}]}"#)
    let mask = try file.mask(image: "sa.jpg", size: PixelSize(width: 2, height: 1))
    #expect(mask.mask.weights == [255, 0])
    #expect(mask.image == "sa.jpg")
  }

  @Test func unknownKeysAndAByteOrderMarkAreNoObstacle() throws {
    let text = "\u{FEFF}\n " + Self.dataset(#"{"x":{"y":[null,true]},"image_id":1,"bbox":[0,0,1,1]}"#)
    #expect(try AnnotationOracle.file(text).mask(size: Self.frame).boxCount == 1)
  }

  @Test(arguments: [
    (#"{"image_id":1,"segmentation":[[0,0,1]]}"#, AnnotationError.Defect.coordinateCount),
    (#"{"image_id":1,"bbox":[0,0,1]}"#, .coordinateCount),
    (#"{"image_id":1,"segmentation":[[0,0,1,0,1,1e7]]}"#, .coordinate),
    (#"{"image_id":1,"bbox":[0,0,-1e9,1]}"#, .coordinate),
    (#"{"image_id":1,"segmentation":[["a"]]}"#, .json),
    (#"{"image_id":1,"segmentation":"a"}"#, .json),
    (#"{"image_id":1.5}"#, .json),
  ])
  func refusesBrokenAnnotations(annotation: String, defect: AnnotationError.Defect) {
    let error = AnnotationOracle.error(
      Self.dataset(#"{"image_id":1,"bbox":[0,0,1,1]},"# + annotation), size: Self.frame)
    #expect(error?.code == .malformed(defect))
    #expect(error?.place?.hasPrefix("annotations[1]") == true)
    #expect(error?.blame == .input)
  }

  /// The decoder does not say where such a number stands.
  @Test func refusesNumbersBeyondAnyCoordinate() {
    let text = Self.dataset(#"{"image_id":1,"segmentation":[[1e999,0,1,1,2,0]]}"#)
    #expect(AnnotationOracle.error(text, size: Self.frame)?.code == .malformed(.json))
  }
}
