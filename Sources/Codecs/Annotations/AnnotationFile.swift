public import Raster

/// The layouts of annotation files that can be read.
public enum AnnotationKind: String, CaseIterable, Hashable, Sendable {
  /// One run-length mask in the manner of COCO: `{"size": [height, width], "counts": …}`.
  case runLengths
  /// A COCO dataset: images, annotations, categories.
  case cocoDataset
  /// A list of COCO annotations or run-length masks without the dataset around them.
  case cocoList
  /// The shapes of one image as labelme writes them.
  case labelme
  /// YOLO text: lines of a class number and either a box or a polygon, in shares of the image's sides.
  case yolo
}

/// Which of the instances that fit an image and a label.
public enum InstanceChoice: Hashable, Sendable {
  /// All of them together.
  case all
  /// The one of this number, counted from 1 in the order of the file after image and label have been chosen.
  case number(Int)
}

/// A mask made from an annotation file, with what it was made from.
public struct AnnotatedMask: Equatable, Sendable {
  /// Weight 255 inside the chosen regions.
  public let mask: Mask
  public let kind: AnnotationKind
  /// The image's name in the file, else its number, where the file has either.
  public let image: String?
  /// The labels of the regions, each once, in the order of the file.
  public let labels: [String]
  /// Instances that the mask unites.
  public let instanceCount: Int
  /// How many of these were known by their bounding box only.
  public let boxCount: Int
  /// Shapes without area that fitted image and label and were left out: lines, points, collapsed polygons.
  public let skippedShapeCount: Int
}

/// A file of annotated regions, read and ready to be asked for masks.
///
/// The layout is told from the content, never from a name: COCO datasets, lists of COCO annotations, single
/// run-length masks (`counts` as numbers or as compressed text), labelme, YOLO boxes and polygons.
public struct AnnotationFile: Sendable {
  public let kind: AnnotationKind
  let imageList: [AnnotatedImage]
  let instances: [AnnotatedInstance]
  let limits: AnnotationLimits

  /// Reads a file.
  ///
  /// Keys that are not needed are passed over; run lengths are only checked when they are used.
  ///
  /// - Parameter bytes: The whole file, UTF-8 with or without a byte order mark.
  /// - Throws: `AnnotationError` with `emptyFile`, `notAnnotations`, `unknownLayout`, `malformed` or
  ///   `tooLarge`.
  public init(reading bytes: RawSpan, limits: AnnotationLimits = .standard) throws(AnnotationError) {
    try limits.check(.bytes, bytes.byteCount)
    let content: AnnotationContent
    switch try AnnotationEncoding(of: bytes) {
    case .json(let start): content = try AnnotationJSON.content(of: bytes, from: start, limits: limits)
    case .numbers(let start): content = try YOLOText.content(of: bytes, from: start, limits: limits)
    }
    try limits.check(.instances, content.instances.count)
    kind = content.kind
    imageList = content.images
    instances = content.instances
    self.limits = limits
  }

  /// Reads a file; see the variant for a span.
  public init(reading bytes: [UInt8], limits: AnnotationLimits = .standard) throws(AnnotationError) {
    try self.init(reading: bytes.span.bytes, limits: limits)
  }

  /// The images' names, or numbers where they have no name, in the order of the file.
  public var images: [String] { imageList.map(\.title).filter { !$0.isEmpty } }

  /// The labels that instances have, each once, in the order of the file.
  public var labels: [String] { Self.labelNames(of: instances) }

  static func labelNames(of instances: some Sequence<AnnotatedInstance>) -> [String] {
    var seen: Set<String> = []
    return instances.compactMap(\.label?.name).filter { seen.insert($0).inserted }
  }
}

/// What a reader of one layout hands over.
struct AnnotationContent {
  var kind: AnnotationKind
  var images: [AnnotatedImage] = []
  var instances: [AnnotatedInstance] = []
}

/// How the text of an annotation file begins.
enum AnnotationEncoding {
  /// An object or a list, from this offset.
  case json(Int)
  /// Lines of numbers, from this offset.
  case numbers(Int)

  init(of bytes: RawSpan) throws(AnnotationError) {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.byteCount, Self.isBlank(bytes.byte(at: start)) { start += 1 }
    guard start < bytes.byteCount else { throw AnnotationError(.emptyFile) }
    switch bytes.byte(at: start) {
    case UInt8(ascii: "{"), UInt8(ascii: "["): self = .json(start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
      guard Self.isText(bytes, from: start) else { throw AnnotationError(.notAnnotations) }
      self = .numbers(start)
    default: throw AnnotationError(.notAnnotations)
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// Looks at the first bytes only: what is wrong further on is named with its line.
  private static func isText(_ bytes: RawSpan, from start: Int) -> Bool {
    (start..<min(bytes.byteCount, start + 256)).allSatisfy { offset in
      let byte = bytes.byte(at: offset)
      return isBlank(byte) || (0x21...0x7E).contains(byte)
    }
  }
}
