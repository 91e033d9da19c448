internal import FoundationEssentials

/// Reads JSON annotation files, told apart by the keys of the outermost object.
enum AnnotationJSON {
  static func content(
    of bytes: RawSpan, from start: Int, limits: AnnotationLimits
  ) throws(AnnotationError) -> AnnotationContent {
    try measure(bytes, from: start, limits: limits)
    let data = bytes.extracting(start..<bytes.byteCount).withUnsafeBytes { Data($0) }
    switch try root(of: data) {
    case .runs(let runs):
      return AnnotationContent(
        kind: .runLengths, instances: [AnnotatedInstance(shapes: [.runs(runs.source(place: "counts"))])])
    case .dataset(let file): return try file.content(kind: .cocoDataset)
    case .list(let annotations):
      return try COCOFile(images: [], annotations: annotations, categories: []).content(kind: .cocoList)
    case .labelme(let file): return try file.content()
    case .other(let keys): throw AnnotationError(.unknownLayout, listing: AnnotationListing(keys))
    }
  }

  private static func root(of data: Data) throws(AnnotationError) -> JSONRoot {
    do {
      return try JSONDecoder().decode(JSONRoot.self, from: data)
    } catch let error as DecodingError {
      throw AnnotationError(.malformed(.json), place: error.place)
    } catch {
      throw AnnotationError(.malformed(.json))
    }
  }

  /// Counts containers and values before the decoder makes a table of them.
  private static func measure(
    _ bytes: RawSpan, from start: Int, limits: AnnotationLimits
  ) throws(AnnotationError) {
    var (depth, values, isText, isEscaped) = (0, 0, false, false)
    for offset in start..<bytes.byteCount {
      let byte = bytes.byte(at: offset)
      if isText {
        if isEscaped {
          isEscaped = false
          continue
        }
        if byte == UInt8(ascii: "\\") { isEscaped = true }
        if byte == UInt8(ascii: "\"") { isText = false }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: ","): values += 1
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        values += 1
        depth += 1
        try limits.check(.nesting, depth)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    try limits.check(.values, values)
  }
}

/// The outermost value of a file.
private enum JSONRoot: Decodable {
  case runs(COCORuns)
  case dataset(COCOFile)
  case list([COCOAnnotation])
  case labelme(LabelmeFile)
  case other(keys: [String])

  init(from decoder: any Decoder) throws {
    // No object at the top: a list may stand there, and its reader reports what is wrong with it.
    guard let keyed = try? decoder.container(keyedBy: AnyKey.self) else {
      self = .list(try [COCOAnnotation](from: decoder))
      return
    }
    if keyed.contains("annotations") {
      self = .dataset(try COCOFile(from: decoder))
    } else if keyed.contains("shapes") {
      self = .labelme(try LabelmeFile(from: decoder))
    } else if keyed.contains("counts") {
      self = .runs(try COCORuns(from: decoder))
    } else if keyed.contains("segmentation") {
      self = .list([try COCOAnnotation(from: decoder)])
    } else {
      // Keys come in no order of their own.
      self = .other(keys: keyed.allKeys.map(\.stringValue).sorted())
    }
  }
}

/// Any key of an object.
struct AnyKey: CodingKey, ExpressibleByStringLiteral {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init(intValue: Int) { stringValue = String(intValue) }
  init(stringLiteral value: String) { stringValue = value }
}

/// A number or a text that names something; `7` and `"7"` are the same.
struct Identifier: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    // Exporters write numbers or texts; what is neither is refused by the second attempt.
    if let number = try? value.decode(Int.self) {
      text = String(number)
    } else {
      text = try value.decode(String.self)
    }
  }
}

extension DecodingError {
  /// The path of keys to the value that could not be read, at most ten of them.
  fileprivate var place: String? {
    let path =
      switch self {
      case .keyNotFound(let key, let context): context.codingPath + [key]
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
        context.codingPath
      @unknown default: [any CodingKey]()
      }
    guard !path.isEmpty else { return nil }
    let text = path.prefix(10).reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return AnnotationListing.shortened(text)
  }
}
