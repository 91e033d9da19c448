import EditModel

// Verbs that decide about rounds and walk the history.

extension Grammar {
  private static let selector = Operand("SEL", .selector, .optional)
  private static let steps = Operand("N", .wholeNumber(1...10_000), .optional)
  private static let operation = Operand("N", .wholeNumber(1...Int.max))

  static let decideVerbs: [VerbSpec] = [
    VerbSpec(
      .accept, .decide, "keep a round as it is",
      forms: [Form([selector], example: "accept @") { .accept($0.selector()) }]),
    VerbSpec(
      .reject, .decide, "mark a round as not wanted, and say why",
      forms: [
        Form(
          [selector, Operand("WHY", .remark, .optional)],
          example: "reject 7 \"the hat is too large\""
        ) { .reject($0.selector(), reason: $0.optional("WHY")) }
      ]),
    VerbSpec(
      .pick, .decide, "take one of several variants",
      forms: [Form([Operand("SEL", .selector)], example: "pick 7b") { .pick($0.one("SEL")) }]),
    VerbSpec(
      .retry, .decide, "ask a round's instructions again, past stored results",
      forms: [
        Form(
          [selector],
          options: [OptionSpec("--split", "each instruction in a call of its own")] + spendingOptions,
          example: "retry @ --max-cost 0.50"
        ) { .retry(RetryRequest($0.selector(), splits: $0.has("--split"), spending: $0.spending)) }
      ]),
    VerbSpec(
      .tag, .decide, "name a round",
      forms: [
        Form(
          [Operand("NAME", .name), selector], options: [OptionSpec("--remove", "take the name away")],
          example: "tag best 7", build: tagRequest)
      ]),
  ]

  @Sendable
  private static func tagRequest(_ arguments: Arguments) throws(Problem) -> Request {
    guard arguments.has("--remove") else {
      return .tag(.add(arguments.one("NAME"), arguments.selector()))
    }
    if let selector: Selector = arguments.optional("SEL") {
      throw Problem(.usage, "tag", found: selector.description, allowed: ["tag NAME --remove"])
    }
    return .tag(.remove(arguments.one("NAME")))
  }

  static let historyVerbs: [VerbSpec] = [
    VerbSpec(
      .log, aliases: ["ls"], .history, "all rounds, in the order of their making",
      forms: [
        Form(
          options: [OptionSpec("--tree", "each below the round that it was made from")], example: "log --tree"
        ) {
          .log(tree: $0.has("--tree"))
        }
      ]),
    VerbSpec(
      .undo, .history, "take back the last commands",
      forms: [Form([steps], example: "undo 2") { .undo($0.optional("N") ?? 1) }]),
    VerbSpec(
      .redo, .history, "do again what was taken back",
      forms: [Form([steps], example: "redo") { .redo($0.optional("N") ?? 1) }]),
    VerbSpec(
      .operation, .history, "everything that was done, and the way back to any of it",
      forms: [
        Form("log", example: "op log") { _ in .operation(.log) },
        Form("show", [operation], example: "op show 12") { .operation(.show($0.one("N"))) },
        Form("restore", [operation], example: "op restore 12") {
          .operation(.restore($0.one("N")))
        },
      ]),
  ]
}
