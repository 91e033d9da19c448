extension Fault {
  private enum Work: String, CaseIterable {
    case done
    case none
  }

  private enum Stage: String, CaseIterable {
    case input
    case output
  }

  private enum Yes: String, CaseIterable {
    case yes
  }

  private static let largest = 1 << 40

  /// The kinds of fault by their names in a script.
  private typealias Reading = @Sendable (inout RuleWords) throws(SimulatorError) -> Fault

  private static let kinds: [(name: String, read: Reading)] = [
    ("reset-upload", readResetUpload), ("stall-upload", readStallUpload), ("drop-reused", readDropReused),
    ("refuse", readRefusal), ("status", readStatus), ("redirect", readRedirect), ("silence", readSilence),
    ("close", readClose), ("reset", readReset), ("giant", readGiant), ("gzip-bomb", readGzipBomb),
    ("cut-head", readCutHead), ("silence-after-head", readSilenceAfterHead),
    ("reset-download", readResetDownload), ("truncate", readTruncate), ("cut", readCut),
    ("wrong-length", readWrongLength), ("slow", readSlow), ("invalid-json", readInvalidJSON),
    ("truncated-base64", readTruncatedBase64), ("wrong-size", readWrongSize),
    ("missing-usage", readMissingUsage), ("duplicate-headers", readDuplicateHeaders),
  ]

  /// The names of all kinds, in the order of the script's description.
  package static var kindNames: [String] { kinds.map(\.name) }

  init(_ words: inout RuleWords) throws(SimulatorError) {
    let expected = Self.kindNames.joined(separator: ", ")
    let word = try words.next(expected)
    guard let kind = Self.kinds.first(where: { $0.name == word }) else { throw words.error(word, expected) }
    self = try kind.read(&words)
  }

  // MARK: Before the work

  private static func readResetUpload(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.resetUpload(after: try words.count("after", in: 0...largest) ?? 0), reachesService: false)
  }

  private static func readStallUpload(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    let after = try words.count("after", in: 0...largest) ?? 0
    return Fault(.stallUpload(after: after, hold: try words.time("hold")), reachesService: false)
  }

  private static func readDropReused(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.dropReused, reachesService: false)
  }

  private static func readRefusal(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    let stage = try words.choice("stage", of: Stage.self) ?? .input
    return Fault(.mishap(stage == .input ? .refusedInput : .refusedOutput), reachesService: true)
  }

  // MARK: In place of the reply

  private static func readWork(_ words: inout RuleWords, otherwise: Bool) throws(SimulatorError) -> Bool {
    try words.choice("work", of: Work.self).map { $0 == .done } ?? otherwise
  }

  private static func isEarly(_ words: inout RuleWords, reachesService: Bool) throws(SimulatorError) -> Bool {
    guard try words.choice("early", of: Yes.self) != nil else { return false }
    guard !reachesService else { throw words.error("early=yes", "no early=yes beside work=done") }
    return true
  }

  private static func readStatus(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    let word = try words.next("a status from 400 to 599")
    guard let status = Int(word), (400...599).contains(status) else {
      throw words.error(word, "a status from 400 to 599")
    }
    var fault = StatusFault(status: status)
    fault.body = try words.choice("body", of: StatusFault.Body.self) ?? .json
    fault.type = words.value("type")
    fault.code = words.value("code")
    fault.message = words.value("message")
    fault.retryAfter = words.value("retry-after").map(retryAfter)
    fault.retryAfterMilliseconds = words.value("retry-after-ms")
    let isDone = try readWork(&words, otherwise: false)
    return Fault(
      .status(fault), reachesService: isDone, isEarly: try isEarly(&words, reachesService: isDone))
  }

  private static func retryAfter(_ text: String) -> RetryAfterForm {
    for form in HTTPDate.Form.allCases where text.hasPrefix(form.rawValue) {
      let offset = text.dropFirst(form.rawValue.count)
      if let offset = Int(offset), offset.magnitude < 1_000_000_000 { return .date(form, offset: offset) }
    }
    return .text(text)
  }

  private static func readRedirect(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    let status = try words.count("status", in: 300...399) ?? 307
    let location = words.value("location")
    let isDone = try readWork(&words, otherwise: false)
    return Fault(
      .redirect(status: status, location: location), reachesService: isDone,
      isEarly: try isEarly(&words, reachesService: isDone))
  }

  private static func readSilence(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.silence(hold: try words.time("hold")), reachesService: try readWork(&words, otherwise: true))
  }

  private static func readClose(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.close, reachesService: try readWork(&words, otherwise: true))
  }

  private static func readReset(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.reset, reachesService: try readWork(&words, otherwise: true))
  }

  private static func readGiant(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    let count = try words.count("bytes", in: 0...largest) ?? 1_000_000_000
    return Fault(.giant(byteCount: count), reachesService: try readWork(&words, otherwise: true))
  }

  private static func readGzipBomb(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    let count = try words.count("bytes", in: 1...4_000_000_000) ?? 200_000_000
    return Fault(.gzipBomb(byteCount: count), reachesService: try readWork(&words, otherwise: true))
  }

  // MARK: In the reply

  private static func readCutHead(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.cutHead(after: try words.count("after", in: 1...65_536) ?? 20), reachesService: true)
  }

  private static func readSilenceAfterHead(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    let after = try words.count("after", in: 0...largest) ?? 0
    return Fault(.silenceAfterHead(after: after, hold: try words.time("hold")), reachesService: true)
  }

  private static func readResetDownload(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.resetDownload(after: try words.count("after", in: 0...largest)), reachesService: true)
  }

  private static func readTruncate(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.truncate(after: try words.count("after", in: 0...largest)), reachesService: true)
  }

  private static func readCut(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.cut(after: try words.count("after", in: 0...largest)), reachesService: true)
  }

  private static func readWrongLength(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.wrongLength(by: try words.count("by", in: -largest...largest) ?? -10), reachesService: true)
  }

  private static func readSlow(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    let rate = try words.count("rate", in: 10...1_000_000_000) ?? 10_000
    return Fault(.slow(bytesPerSecond: rate), reachesService: true)
  }

  private static func readInvalidJSON(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.invalidJSON, reachesService: true)
  }

  private static func readTruncatedBase64(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.mishap(.truncatedBase64), reachesService: true)
  }

  private static func readWrongSize(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    let text = words.value("size") ?? "512x512"
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard sides.count == 2, sides.allSatisfy({ (1...8192).contains($0) }) else {
      throw words.error("size=\(text)", "size=WIDTHxHEIGHT, 1 to 8192 each")
    }
    return Fault(.mishap(.wrongSize(width: sides[0], height: sides[1])), reachesService: true)
  }

  private static func readMissingUsage(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    Fault(.missingUsage, reachesService: true)
  }

  private static func readDuplicateHeaders(_ words: inout RuleWords) throws(SimulatorError) -> Fault {
    let names = (words.value("names") ?? "x-request-id").split(separator: ",").map(String.init)
    return Fault(.duplicateHeaders(names: names, value: words.value("value")), reachesService: true)
  }
}
