internal import EditModel

/// The error object of a service's answer, as far as it is there.
struct ServiceError: Hashable {
  var code: String?
  var type: String?
  var message: String?
  var moderationStage: String?
  var moderationCategories: [String] = []
  /// The code of the object inside, which is where one service names what its filter did.
  var innerCode: String?

  /// Nothing is known, as of an answer that is no JSON.
  init() {}

  /// Reads `{"error":{…}}`, `{"error":"…"}` or the object alone.
  ///
  /// What is no such document gives an error without facts: the status speaks then.
  init(body: [UInt8]) {
    var scanner = JSONScanner(body)
    var error = ServiceError()
    do throws(JSONFault) {
      try error.read(&scanner)
      try scanner.finish()
      self = error
    } catch {
      self.init()
    }
  }

  mutating func read(_ scanner: inout JSONScanner) throws(JSONFault) {
    guard try scanner.kind() == .object else {
      message = try scanner.text()
      return
    }
    try scanner.object { name, scanner throws(JSONFault) in try read(member: name, &scanner) }
  }

  private mutating func read(member name: String, _ scanner: inout JSONScanner) throws(JSONFault) {
    switch name {
    case "error": try read(&scanner)
    case "code": code = try scanner.kind() == .number ? scanner.number() : scanner.text()
    case "type": type = try scanner.text()
    case "message": message = try scanner.text()
    case "innererror", "inner_error": try readInner(&scanner)
    case "moderation_details": try readModeration(&scanner)
    default: try scanner.skip()
    }
  }

  private mutating func readInner(_ scanner: inout JSONScanner) throws(JSONFault) {
    guard try scanner.kind() == .object else { return try scanner.skip() }
    try scanner.object { name, scanner throws(JSONFault) in
      if name == "code" { innerCode = try scanner.text() } else { try scanner.skip() }
    }
  }

  private mutating func readModeration(_ scanner: inout JSONScanner) throws(JSONFault) {
    guard try scanner.kind() == .object else { return try scanner.skip() }
    try scanner.object { name, scanner throws(JSONFault) in
      switch name {
      case "moderation_stage": moderationStage = try scanner.text()
      case "categories": moderationCategories = try Self.names(&scanner)
      default: try scanner.skip()
      }
    }
  }

  private static func names(_ scanner: inout JSONScanner) throws(JSONFault) -> [String] {
    guard try scanner.kind() == .array else {
      try scanner.skip()
      return []
    }
    var names: [String] = []
    try scanner.array { scanner throws(JSONFault) in
      if let name = ServiceText.name(try scanner.text()) { names.append(name) }
    }
    return names
  }
}

extension ServiceError {
  /// All names under which the service may have said what happened.
  var codes: [String] { [code, innerCode, type].compactMap(\.self) }

  /// The refusal in the service's terms.
  ///
  /// Older answers name what was seen only in their words: `safety_violations=[sexual, violence]`.
  var refusal: ContentRefusal {
    let stages = ["input", "output"]
    return ContentRefusal(
      stage: moderationStage.flatMap { stages.contains($0) ? $0 : nil } ?? "unknown",
      categories: moderationCategories.isEmpty ? violationsInMessage : moderationCategories,
      code: ServiceText.name(code) ?? "content_policy_violation")
  }

  private var violationsInMessage: [String] {
    guard let message, let start = message.firstRange(of: "safety_violations=["),
      let end = message[start.upperBound...].firstIndex(of: "]")
    else { return [] }
    return message[start.upperBound..<end].split(whereSeparator: { $0 == "," || $0 == " " })
      .compactMap { ServiceText.name(String($0)) }
  }
}
