internal import Raster

/// Reads YOLO label text: one instance a line, a class number and shares of the image's sides.
///
/// After the class come centre x, centre y, width and height of a box, or the corners x y x y … of a polygon
/// of three corners or more. A last value beyond these is the detector's confidence, which is passed over.
///
/// - Note: Source: the label formats that Ultralytics documents for detection and segmentation.
enum YOLOText {
  /// Shares that are let pass: tools round and let boxes reach past the frame; pixels lie far beyond.
  private static let shares = -1.0...2.0

  static func content(
    of bytes: RawSpan, from start: Int, limits: AnnotationLimits
  ) throws(AnnotationError) -> AnnotationContent {
    var content = AnnotationContent(kind: .yolo)
    var valueCount = 0
    var (line, lineStart) = (1, start)
    for offset in start...bytes.byteCount {
      let isEnd = offset == bytes.byteCount
      guard isEnd || bytes.byte(at: offset) == 0x0A || bytes.byte(at: offset) == 0x0D else { continue }
      let text = bytes.extracting(lineStart..<offset).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
      let place = "line \(line)"
      if let values = try values(in: text, place: place, limits: limits) {
        valueCount += values.count
        try limits.check(.values, valueCount)
        try limits.check(.instances, content.instances.count + 1)
        content.instances.append(try instance(values, place: place))
      }
      // A carriage return before a line feed ends no line of its own.
      let isPair = !isEnd && bytes.byte(at: offset) == 0x0D && bytes.matches("\n", at: offset + 1)
      if !isPair { line += 1 }
      lineStart = offset + 1
    }
    return content
  }

  /// The numbers of a line, or `nil` when it is blank.
  private static func values(
    in line: String, place: String, limits: AnnotationLimits
  ) throws(AnnotationError) -> [Double]? {
    var values: [Double] = []
    for word in line.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
      guard let value = Double(word), value.isFinite else {
        throw AnnotationError(.malformed(.number), place: place)
      }
      values.append(value)
    }
    return values.isEmpty ? nil : values
  }

  private static func instance(
    _ values: [Double], place: String
  ) throws(AnnotationError) -> AnnotatedInstance {
    guard let number = Int(exactly: values[0]), number >= 0 else {
      throw AnnotationError(.malformed(.classNumber), place: place)
    }
    guard values.count >= 5 else {
      throw AnnotationError(.malformed(.valueCount), found: values.count, place: place)
    }
    let isBox = values.count <= 6
    let coordinates = values[1..<(isBox ? 5 : values.count - (values.count - 1) % 2)]
    guard coordinates.allSatisfy(shares.contains) else {
      throw AnnotationError(.malformed(.notNormalised), place: place)
    }
    let label = AnnotationLabel(name: String(number), number: String(number))
    var instance = AnnotatedInstance(label: label, shapes: [], isBox: isBox)
    instance.add(try shape(Array(coordinates), isBox: isBox, place: place))
    return instance
  }

  private static func shape(
    _ values: [Double], isBox: Bool, place: String
  ) throws(AnnotationError) -> AnnotatedShape? {
    guard isBox else { return try .polygon(flat: values, place: { place }) }
    return try .rectangle(
      x: values[0] - values[2] / 2, y: values[1] - values[3] / 2, width: values[2], height: values[3],
      place: { place })
  }
}
