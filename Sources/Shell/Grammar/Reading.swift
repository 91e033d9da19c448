package import EditModel

/// What a line typed at the prompt means.
package enum Reading: Hashable, Sendable {
  case empty
  /// The commands of the line, all of which parse.
  case commands([Command])
  /// Words to queue, as they were typed.
  case instruction(String)
  /// Neither: nothing is done. The hint is a line that queues the words.
  case problem(Problem, hint: String?)

  /// Reads a line.
  ///
  /// An instruction is a line in quotes, or one of two words or more whose first word is no verb, no alias
  /// and no near miss of one. It is not divided into words: `;`, `#`, `$`, quotes and apostrophes stay. A
  /// line that begins with a verb is a command or a problem, never an instruction. A lone `#` before a blank
  /// makes a comment, so that pasting a script queues none of its comments.
  package init(prompt line: String, variables: Lexer.Variables = [:]) {
    let text = Self.trimmed(line)
    let first = text.prefix { !$0.isWhitespace }
    if text.isEmpty || first == "#" {
      self = .empty
    } else if text.hasPrefix("\"") {
      self = Self.quoted(text)
    } else if text.hasPrefix("/") {
      self = Self.commands(String(text.dropFirst()), in: text, variables)
    } else if Grammar.spec(named: first.prefix { $0 != ";" }) != nil {
      self = Self.commands(text, in: text, variables)
    } else {
      self = Self.remark(text, first: String(first))
    }
  }

  /// The line that queues these words, as `edit "…"`.
  package static func editLine(_ text: String) -> String { "edit " + Word.inQuotes(text) }

  /// The line that queues what was typed, when it may have been meant as an instruction.
  ///
  /// Also for commands that parse and then name a file or folder which does not exist: `open mouth`.
  ///
  /// - Returns: `nil` for a line that has no words but a verb, options and numbers.
  package static func hint(for line: String) -> String? {
    let text = trimmed(line)
    let words = text.split(whereSeparator: \.isWhitespace)
    guard let first = words.first else { return nil }
    if Grammar.spec(named: first)?.verb == .edit { return editHint(trimmed(text.dropFirst(first.count))) }
    guard words.count == 1 || words.dropFirst().contains(where: isProse) else { return nil }
    guard words.count == 1 else { return editLine(text) }
    return Grammar.spec(named: first) == nil ? editLine(text.trimmingQuotes) : nil
  }
}

extension Reading {
  private static func commands(
    _ line: String, in text: String, _ variables: Lexer.Variables
  ) -> Reading {
    do throws(Problem) {
      let lists = try Lexer.commands(in: line, variables: variables)
      guard let last = lists.last?.last else {
        throw Problem(.unknownVerb, text)
      }
      guard ScriptReader.longTextEnd(last) == nil else {
        throw Problem(.usage, last.text, found: "end of line", allowed: ["text in quotes"])
      }
      return .commands(try lists.map { (words) throws(Problem) in try Grammar.command(from: words) })
    } catch {
      return .problem(error, hint: hint(for: text))
    }
  }

  /// A line that begins with a quote.
  private static func quoted(_ text: String) -> Reading {
    guard let end = closingQuote(of: text) else { return .instruction(text) }
    let rest = text[text.index(after: end)...]
    if rest.allSatisfy(\.isWhitespace) {
      let inner = unescaped(text[text.index(after: text.startIndex)..<end])
      guard !trimmed(inner).isEmpty else {
        return .problem(Problem(.badValue, "TEXT", found: text, allowed: ["text"]), hint: nil)
      }
      return .instruction(inner)
    }
    guard trimmed(rest).hasPrefix("--") else { return .instruction(text) }
    return .problem(Problem(.unknownVerb, String(text[...end])), hint: "edit " + text)
  }

  private static func closingQuote(of text: String) -> String.Index? {
    var isEscaped = false
    for index in text.indices.dropFirst() {
      if isEscaped {
        isEscaped = false
      } else if text[index] == "\\" {
        isEscaped = true
      } else if text[index] == "\"" {
        return index
      }
    }
    return nil
  }

  private static func unescaped(_ text: some StringProtocol) -> String {
    var plain = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      if character == "\\", let escaped = rest.first, escaped == "\\" || escaped == "\"" {
        plain.append(rest.removeFirst())
      } else {
        plain.append(character)
      }
    }
    return plain
  }

  /// A line whose first word is no verb.
  private static func remark(_ text: String, first: String) -> Reading {
    let word = core(of: first)
    var meant = Grammar.nearMisses(of: word)
    if word.count >= 4, let spec = Grammar.spec(named: word) { meant = [spec.name] }
    if !meant.isEmpty {
      return .problem(Problem(.unknownVerb, first, allowed: meant), hint: hint(for: text))
    }
    if first.count < text.count || isUnspaced(text) { return .instruction(text) }
    return .problem(
      Problem(.unknownVerb, first, allowed: Grammar.suggestions(for: word)), hint: hint(for: text))
  }

  /// The word in lower case without the punctuation after it.
  private static func core(of word: String) -> String {
    var core = word.lowercased()[...]
    while let last = core.last, ",.:;!?…".contains(last) { core.removeLast() }
    return String(core)
  }

  /// True when the text holds letters of a script that puts no blanks between words.
  private static func isUnspaced(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      scalar.properties.isAlphabetic && unspacedScripts.contains { $0.contains(scalar.value) }
    }
  }

  /// Thai and Lao, Burmese, Khmer; kana and Han with its extensions.
  private static let unspacedScripts: [ClosedRange<UInt32>] = [
    0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x9FFF,
    0xF900...0xFAFF, 0x20000...0x3FFFF,
  ]

  private static func isProse(_ word: Substring) -> Bool {
    guard let first = word.first, first != "-" else { return false }
    return !first.isNumber
  }

  /// What followed `edit`, in quotes that hold; options at its end stay outside.
  private static func editHint(_ rest: String) -> String? {
    guard !rest.isEmpty, !rest.hasPrefix("-"), rest.first != "\"" || closingQuote(of: rest) == nil
    else { return nil }
    let options = rest.ranges(of: " --").first?.lowerBound ?? rest.endIndex
    let words = trimmed(rest[..<options]).trimmingQuotes
    return words.isEmpty ? nil : editLine(words) + rest[options...]
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var text = Substring(text).drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

extension String {
  /// Without quotation marks of any kind at its ends.
  fileprivate var trimmingQuotes: String {
    let marks: Set<Character> = ["\"", "“", "”", "„", "«", "»", "'", "‘", "’"]
    var text = drop { marks.contains($0) }
    while let last = text.last, marks.contains(last) { text.removeLast() }
    return String(text)
  }
}
