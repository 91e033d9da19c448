internal import EditModel
internal import HTTP
internal import Raster

/// A request in the service's form: the fields in the documented order, as a form or as JSON.
///
/// What newer models refuse is never sent: `response_format`, `style`, `input_fidelity`.
struct OpenAIForm {
  private enum Value {
    case text(String)
    case number(Int)
    case yes
  }

  private let request: HostedRequest
  private let fields: [(name: String, value: Value)]

  /// - Parameter model: How the account names the model; `nil` where its address does.
  init(_ request: HostedRequest, model: String?) {
    self.request = request
    let settings = request.settings
    var fields: [(name: String, value: Value)] = [("prompt", .text(request.prompt))]
    if let model { fields.append(("model", .text(model))) }
    fields += [
      ("n", .number(settings.variants)),
      ("size", .text("\(request.size.width)x\(request.size.height)")),
      ("quality", .text(settings.quality)),
      ("background", .text(settings.background)),
    ]
    // The published form of an edit does not name it, so only another value than the default is sent.
    if settings.moderation != "auto" || request.kind == .generate {
      fields.append(("moderation", .text(settings.moderation)))
    }
    fields.append(("output_format", .text(settings.format)))
    if settings.partials > 0 {
      fields += [("stream", .yes), ("partial_images", .number(settings.partials))]
    }
    if let complexity = settings.complexity { fields.append(("complexity", .text(complexity))) }
    self.fields = fields
  }

  /// Generations and whatever names an uploaded file are JSON; other edits are a form with the files in it.
  ///
  /// - Parameter boundary: Divides the parts of a form; it stands in none of them.
  func body(boundary: String) -> HTTPRequest.Body {
    let files = request.inputs + [request.mask].compactMap(\.self)
    if request.kind == .generate || files.contains(where: { $0.fileID != nil }) {
      return .source(json, contentType: "application/json")
    }
    return .multipart(parts, boundary: boundary)
  }

  /// One picture is `image`, several are `image[]` each: a repeated `image` is refused.
  private var parts: [HTTPRequest.Part] {
    let name = request.inputs.count == 1 ? "image" : "image[]"
    let pictures = request.inputs.map { HTTPRequest.Part(name: name, file: $0) }
    let mask = request.mask.map { HTTPRequest.Part(name: "mask", file: $0) }
    let texts = fields.map { field in
      let text =
        switch field.value {
        case .text(let text): text
        case .number(let number): String(number)
        case .yes: "true"
        }
      return HTTPRequest.Part(name: field.name, text: text)
    }
    return pictures + [mask].compactMap(\.self) + texts
  }

  /// Files without an id stand in it as `data:` addresses, made while they are sent.
  private var json: JoinedSource {
    var pieces: [any ByteSource] = [MemorySource(Array("{".utf8))]
    if !request.inputs.isEmpty {
      pieces.append(MemorySource(Array(#""images":["#.utf8)))
      for (index, input) in request.inputs.enumerated() {
        if index > 0 { pieces.append(MemorySource(Array(",".utf8))) }
        pieces += Self.reference(to: input)
      }
      pieces.append(MemorySource(Array("],".utf8)))
    }
    if let mask = request.mask {
      pieces.append(MemorySource(Array(#""mask":"#.utf8)))
      pieces += Self.reference(to: mask)
      pieces.append(MemorySource(Array(",".utf8)))
    }
    let texts = fields.map { field in
      let value =
        switch field.value {
        case .text(let text): JSONText.quoted(text)
        case .number(let number): String(number)
        case .yes: "true"
        }
      return "\(JSONText.quoted(field.name)):\(value)"
    }
    pieces.append(MemorySource(Array((texts.joined(separator: ",") + "}").utf8)))
    return JoinedSource(pieces)
  }

  private static func reference(to input: HostedInput) -> [any ByteSource] {
    if let id = input.fileID {
      return [MemorySource(Array(#"{"file_id":\#(JSONText.quoted(id))}"#.utf8))]
    }
    return [
      MemorySource(Array(#"{"image_url":"data:\#(input.contentType);base64,"#.utf8)),
      Base64Source(input.source), MemorySource(Array(#""}"#.utf8)),
    ]
  }
}

extension HTTPRequest.Part {
  init(name: String, file: HostedInput) {
    self.init(
      name: name, fileName: file.fileName, contentType: file.contentType, source: file.source)
  }
}

/// Texts as JSON writes them.
enum JSONText {
  /// The text in quotes, with only what must be escaped escaped.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        quoted += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
