/// The named values of a request, from a form or from a JSON object, with the checks that all share.
struct RequestFields: Sendable {
  /// A file of a form; its bytes are a part of the request's body.
  struct File: Sendable {
    let bytes: ArraySlice<UInt8>
    let fileName: String
    /// In lower case; a part that states none is `application/octet-stream`.
    let contentType: String
  }

  enum Value: Sendable {
    case text(String)
    case json(JSONValue)
    case file(File)
  }

  let isForm: Bool
  private let entries: [(name: String, value: Value)]

  /// - Throws: `ServiceError` for a type that the route does not take and for bodies that cannot be read.
  init(_ request: SimRequest, takesForms: Bool, takesJSON: Bool = true) throws(ServiceError) {
    let contentType = HeaderParameters(request.header("Content-Type") ?? "")
    switch contentType.value {
    case "multipart/form-data" where takesForms: try self.init(form: request.body, contentType)
    case "application/json" where takesJSON: try self.init(json: request.body)
    default:
      let accepted = [takesJSON ? "application/json" : "", takesForms ? "multipart/form-data" : ""]
        .filter { !$0.isEmpty }.map { "'\($0)'" }.joined(separator: " or ")
      throw ServiceError(
        code: "unsupported_content_type",
        message: "Unsupported content type: '\(contentType.value.prefix(64))'. This API method only accepts "
          + "\(accepted) requests.")
    }
  }

  private init(form body: [UInt8], _ contentType: HeaderParameters) throws(ServiceError) {
    isForm = true
    do {
      entries = try MultipartForm(body, contentType: contentType).parts.map { part in
        let bytes = body[part.range]
        guard let fileName = part.fileName else {
          return (part.name, .text(String(decoding: bytes, as: UTF8.self)))
        }
        let type = part.contentType ?? "application/octet-stream"
        return (part.name, .file(File(bytes: bytes, fileName: fileName, contentType: type)))
      }
    } catch {
      throw .unreadableForm(error.rawValue)
    }
  }

  private init(json body: [UInt8]) throws(ServiceError) {
    isForm = false
    guard let value = try? JSONReader.read(body), case .object(let members) = value else {
      throw .unreadableJSON
    }
    // An explicit null is the same as leaving the member out.
    entries = members.filter { $0.value != .null }.map { ($0.name, .json($0.value)) }
  }

  /// Refuses every name that is not listed, the first one first.
  func requireKnown(_ names: Set<String>) throws(ServiceError) {
    if let stranger = entries.first(where: { !names.contains($0.name) }) {
      throw .unknown(String(stranger.name.prefix(64)))
    }
  }

  func values(of name: String) -> [Value] { entries.filter { $0.name == name }.map(\.value) }

  func has(_ name: String) -> Bool { entries.contains { $0.name == name } }

  /// The one value of this name.
  func value(_ name: String) throws(ServiceError) -> Value? {
    let values = values(of: name)
    guard values.count < 2 else { throw .duplicate(name) }
    return values.first
  }

  func text(_ name: String) throws(ServiceError) -> String? {
    switch try value(name) {
    case nil: return nil
    case .text(let text), .json(.string(let text)): return text
    case .some(let value): throw .invalidType(name, expected: "a string", found: value.kind)
    }
  }

  func choice(_ name: String, of supported: [String]) throws(ServiceError) -> String? {
    guard let text = try text(name) else { return nil }
    guard supported.contains(text) else {
      throw .unsupportedValue(name, found: text, supported: supported)
    }
    return text
  }

  func integer(_ name: String, in allowed: ClosedRange<Int>) throws(ServiceError) -> Int? {
    guard let value = try value(name) else { return nil }
    guard let digits = value.integerText, let number = Int(digits) else {
      throw .invalidType(name, expected: "an integer", found: value.kind)
    }
    guard allowed.contains(number) else { throw .outOfRange(name, found: number, allowed: allowed) }
    return number
  }

  func boolean(_ name: String) throws(ServiceError) -> Bool? {
    switch try value(name) {
    case nil: return nil
    case .json(.bool(let value)): return value
    case .text("true"): return true
    case .text("false"): return false
    case .some(let value): throw .invalidType(name, expected: "a boolean", found: value.kind)
    }
  }

  /// The files of this name, in order.
  func files(_ name: String) throws(ServiceError) -> [File] {
    var files: [File] = []
    for value in values(of: name) {
      guard case .file(let file) = value else {
        throw .invalidType(name, expected: "a file", found: value.kind)
      }
      files.append(file)
    }
    return files
  }
}

extension RequestFields.Value {
  fileprivate var kind: String {
    switch self {
    case .text: "a string"
    case .json(let value): value.kind
    case .file: "a file"
    }
  }

  /// The text of what may be an integer; a form has nothing but texts.
  fileprivate var integerText: String? {
    switch self {
    case .text(let text), .json(.number(let text)): text.first == "+" ? nil : text
    case .json, .file: nil
    }
  }
}
