/// The texts of the help, made from the grammar's table.
package enum Help {
  /// All verbs by group, a line each.
  package static var overview: String {
    let width = Grammar.verbs.map { nameColumn($0).count }.max() ?? 0
    let groups = VerbSpec.Group.allCases.map { group in
      let lines = Grammar.verbs.filter { $0.group == group }.map { spec in
        "  " + padded(nameColumn(spec), width) + "  " + spec.summary
      }
      return ([capitalised(group.rawValue)] + lines).joined(separator: "\n")
    }
    return (groups + [rules]).joined(separator: "\n\n") + "\n"
  }

  /// One verb: its forms, options, values and an example of each form.
  package static func page(_ verb: Verb) -> String {
    let spec = Grammar.spec(of: verb)
    var parts = ["\(spec.name): \(spec.summary)", section("Forms", spec.usages.map(wrapped))]
    if !spec.aliases.isEmpty { parts.append(section("Also", spec.aliases)) }
    for form in spec.forms where !form.aliases.isEmpty {
      parts.append(section("Also for \(form.subcommand ?? "")", form.aliases))
    }
    let options = table(unique(spec.forms.flatMap(\.options).map { ($0.usage, $0.summary) }))
    if !options.isEmpty { parts.append(section("Options", options)) }
    let values = table(values(of: spec), isFolded: true)
    if !values.isEmpty { parts.append(section("Values", values)) }
    parts.append(section("Examples", spec.forms.map(\.example)))
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The options that stand before the verb.
  package static var options: String {
    section("Options before the verb", table(Invocation.options.map { ($0.usage, $0.summary) })) + "\n"
  }

  private static let rules = """
    At the prompt any other line of two words or more is queued as an instruction,
    and a line in "quotes" always is. help VERB tells more; every verb takes --json.
    """

  private static func nameColumn(_ spec: VerbSpec) -> String { spec.names.joined(separator: ", ") }

  /// The bounds of the values, with the labels that share them.
  private static func values(of spec: VerbSpec) -> [(String, String)] {
    var rows: [(labels: [String], rule: String)] = []
    for operand in spec.forms.flatMap({ $0.operands + $0.options.compactMap(\.value) }) {
      guard let rule = operand.kind.helpRule else { continue }
      if let place = rows.firstIndex(where: { $0.rule == rule }) {
        if !rows[place].labels.contains(operand.label) { rows[place].labels.append(operand.label) }
      } else {
        rows.append(([operand.label], rule))
      }
    }
    return rows.map { ($0.labels.joined(separator: " "), $0.rule) }
  }

  private static func unique(_ rows: [(String, String)]) -> [(String, String)] {
    var seen: Set<String> = []
    return rows.filter { seen.insert($0.0 + "\t" + $0.1).inserted }
  }

  /// - Parameter isFolded: True for rules, which may be long lists of values.
  private static func table(_ rows: [(String, String)], isFolded: Bool = false) -> [String] {
    let column = rows.map(\.0.count).max() ?? 0
    return rows.map { label, text in
      let indent = "\n" + String(repeating: " ", count: column + 4)
      let lines = isFolded ? folded(text, width - column - 2) : [text]
      return padded(label, column) + "  " + lines.joined(separator: indent)
    }
  }

  /// Text on as many lines of at most `width` characters as it needs.
  private static func folded(_ text: String, _ width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ").map(String.init) {
      let line = lines[lines.count - 1]
      if line.isEmpty || line.count + 1 + word.count <= width {
        lines[lines.count - 1] = line.isEmpty ? word : "\(line) \(word)"
      } else {
        lines.append(word)
      }
    }
    return lines
  }

  /// The widest line of a page, so that it fits a terminal of a hundred columns.
  private static let width = 96

  /// A usage on as many lines as it needs; options are not cut in the middle.
  private static func wrapped(_ usage: String) -> String {
    var lines = [""]
    for part in usage.replacing(" [", with: "\n[").split(separator: "\n") {
      let line = lines[lines.count - 1]
      if line.isEmpty {
        lines[lines.count - 1] = String(part)
      } else if line.count + 1 + part.count <= width {
        lines[lines.count - 1] = line + " " + part
      } else {
        lines.append("      " + part)
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func section(_ title: String, _ lines: [String]) -> String {
    ([title] + lines.map { "  " + $0 }).joined(separator: "\n")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}

extension ValueKind {
  /// The rule in one line; `nil` when anything is right or the label says it all.
  fileprivate var helpRule: String? {
    switch self {
    case .text, .value, .path(endings: []), .helpTopic: nil
    default: rule.joined(separator: ", ")
    }
  }
}
