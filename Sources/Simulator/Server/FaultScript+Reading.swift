extension FaultScript {
  /// The script of a text.
  ///
  /// - Throws: `SimulatorError` with code `badFaultRule`: the line, the word, and what could stand there.
  package init(reading text: String) throws(SimulatorError) {
    var rules: [Rule] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let trimmed = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
      rules.append(try Self.rule(String(line), number: index + 1))
    }
    self.init(rules: rules)
  }

  private static func rule(_ line: String, number: Int) throws(SimulatorError) -> Rule {
    var words = try RuleWords(line, number: number)
    let routeWord = try words.next("a route")
    guard let route = Route(rawValue: routeWord) else {
      throw words.error(routeWord, Route.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let placeWord = try words.next("a number, a range, N+ or *")
    guard let place = place(placeWord) else { throw words.error(placeWord, "a number, a range, N+ or *") }
    let fault = try Fault(&words)
    try words.finish()
    return Rule(route: route, place: place, fault: fault, text: words.text)
  }

  private static func place(_ word: String) -> Place? {
    if word == "*" { return .from(1) }
    if word.hasSuffix("+") { return Int(word.dropLast()).flatMap { $0 > 0 ? .from($0) : nil } }
    let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard let first = ends.first, let last = ends.last, ends.count <= 2, first > 0, first <= last else {
      return nil
    }
    return .range(first...last)
  }
}

/// The words of one rule, taken one by one.
struct RuleWords {
  /// The rule as it was written, without the spaces around it.
  let text: String
  private let number: Int
  private var words: [String] = []
  private var attributes: [(name: String, value: String)] = []

  init(_ line: String, number: Int) throws(SimulatorError) {
    self.number = number
    text = String(
      String(line.trimmingPrefix { $0.isWhitespace }).reversed().drop { $0.isWhitespace }.reversed())
    for word in try split(text) {
      guard let sign = word.firstIndex(of: "=") else {
        guard attributes.isEmpty else { throw error(word, "NAME=VALUE") }
        words.append(word)
        continue
      }
      let name = String(word[..<sign])
      guard !attributes.contains(where: { $0.name == name }) else { throw error(word, "\(name) once") }
      attributes.append((name, String(word[word.index(after: sign)...])))
    }
    words.reverse()
  }

  func error(_ found: String, _ expected: String) -> SimulatorError {
    SimulatorError(.badFaultRule, line: number, found: found, expected: expected)
  }

  mutating func next(_ expected: String) throws(SimulatorError) -> String {
    guard let word = words.popLast() else { throw error("", expected) }
    return word
  }

  /// The value of an attribute, `nil` when the rule does not have it.
  mutating func value(_ name: String) -> String? {
    guard let index = attributes.firstIndex(where: { $0.name == name }) else { return nil }
    return attributes.remove(at: index).value
  }

  mutating func count(_ name: String, in range: ClosedRange<Int>) throws(SimulatorError) -> Int? {
    guard let text = value(name) else { return nil }
    guard let count = Int(text), range.contains(count) else {
      throw error("\(name)=\(text)", "\(name)=\(range.lowerBound) to \(range.upperBound)")
    }
    return count
  }

  mutating func time(_ name: String) throws(SimulatorError) -> Duration? {
    guard let text = value(name) else { return nil }
    let unit = text.hasSuffix("ms") ? "ms" : "s"
    guard text.hasSuffix(unit), let count = Int(text.dropLast(unit.count)), (0...86_400_000).contains(count)
    else { throw error("\(name)=\(text)", "\(name)=2s or 300ms") }
    return unit == "ms" ? .milliseconds(count) : .seconds(count)
  }

  mutating func choice<Value: CaseIterable & RawRepresentable<String>>(
    _ name: String, of type: Value.Type
  ) throws(SimulatorError) -> Value? {
    guard let text = value(name) else { return nil }
    guard let choice = Value(rawValue: text) else {
      let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("\(name)=\(text)", "\(name)= one of \(names)")
    }
    return choice
  }

  /// - Throws: When a word or attribute is left over: a fault must not lose what its author asked for.
  func finish() throws(SimulatorError) {
    if let word = words.last { throw error(word, "the end of the line or NAME=VALUE") }
    if let left = attributes.first { throw error("\(left.name)=\(left.value)", "an attribute of this kind") }
  }

  private func split(_ line: String) throws(SimulatorError) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
        word = word ?? ""
      } else if character.isWhitespace && !isQuoted {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if isQuoted { throw error(word ?? "", "a closing quote") }
    if let word { words.append(word) }
    return words
  }
}
