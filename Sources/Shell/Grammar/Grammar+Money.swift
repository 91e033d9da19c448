import Billing
import EditModel

// Verbs about what edits cost: the account, budgets, prices, and what was stored so as not to pay again.

extension Grammar {
  static let moneyVerbs: [VerbSpec] = [
    VerbSpec(
      .cost, .money, "what the session has cost, in one line", forms: [Form(example: "cost") { _ in .cost }]),
    VerbSpec(.budget, .money, "what may be spent", forms: budgetForms),
    VerbSpec(
      .prices, .money, "the prices that are known, and what is claimed about them",
      forms: [
        Form(example: "prices") { _ in .prices(.list) },
        Form("check", example: "prices check") { _ in .prices(.check) },
        Form("claims", example: "prices claims") { _ in .prices(.claims) },
      ]),
    VerbSpec(.audit, .money, "the account of every attempt", forms: auditForms),
    VerbSpec(
      .cache, .money, "inputs and results that were stored so that nothing is done or paid twice",
      forms: [
        Form(example: "cache") { _ in .cache(.statistics) },
        Form("stats", example: "cache stats") { _ in .cache(.statistics) },
        Form("why", example: "cache why") { _ in .cache(.why) },
        Form("verify", example: "cache verify") { _ in .cache(.verify) },
        Form("clear", example: "cache clear") { _ in .cache(.clear) },
      ]),
  ]

  private static let scope = OptionSpec(
    "--per", Operand("WHAT", .choice(BudgetScope.allCases.map(\.rawValue))),
    "what the amount is for (session); day and month hold for all sessions, in UTC")

  private static let budgetForms: [Form] = [
    Form(example: "budget") { _ in .budget(.show) },
    Form("show", example: "budget show") { _ in .budget(.show) },
    Form("set", [Operand("USD", .dollars)], options: [scope], example: "budget set 5.00 --per month") {
      .budget(.set($0.one("USD"), $0.budgetScope))
    },
    Form("remove", options: [scope], example: "budget remove --per month") {
      .budget(.remove($0.budgetScope))
    },
  ]

  static let whatIf = OptionSpec(
    "--what-if", Operand("WHAT", .whatIf), "the cost with another model, quality, way of paying or rule")

  private static let sessions = Operand("PATH", .path(), .repeated(atLeast: 0))

  private static let auditForms: [Form] = [
    Form(
      [sessions],
      options: [
        OptionSpec(
          "--by", Operand("WHAT", .choice(AuditGrouping.allCases.map(\.rawValue))), "a line for each (call)"),
        OptionSpec("--since", Operand("DAY", .moment), "from this day on, or this time, in UTC"),
        OptionSpec("--until", Operand("DAY", .moment), "to the end of this day, or to this time, in UTC"),
        OptionSpec("--csv", "comma-separated values, for spreadsheets"),
        whatIf,
        OptionSpec("--refusals", "only what was refused for its content, and why"),
      ], example: "audit --by model", build: auditRequest),
    Form("verify", [sessions], example: "audit verify") {
      .audit(AuditRequest(paths: $0.repeated("PATH"), verifies: true))
    },
  ]

  @Sendable
  private static func auditRequest(_ arguments: Arguments) throws(Problem) -> Request {
    let by: String? = arguments.optional("--by")
    let (since, until): (Moment?, Moment?) = (arguments.optional("--since"), arguments.optional("--until"))
    let (isTable, onlyRefusals) = (arguments.has("--csv"), arguments.has("--refusals"))
    let whatIf: WhatIfRequest? = arguments.optional("--what-if")
    let forms = [
      onlyRefusals ? "--refusals" : nil, isTable ? "--csv" : nil, whatIf == nil ? nil : "--what-if",
    ].compactMap(\.self)
    if forms.count > 1 {
      throw Problem(.usage, "audit", found: forms[1], allowed: forms.map { "audit \($0)" })
    }
    if let since, let until, since.start >= until.end {
      throw Problem(
        .badValue, "--until", found: until.end.description, allowed: ["after \(since.start)"])
    }
    return .audit(
      AuditRequest(
        paths: arguments.repeated("PATH"), since: since?.start, until: until?.end,
        grouping: by.flatMap(AuditGrouping.init),
        format: isTable ? .commaSeparated : .text, whatIf: whatIf, onlyRefusals: onlyRefusals))
  }
}

extension Arguments {
  fileprivate var budgetScope: BudgetScope {
    let typed: String? = optional("--per")
    return typed.flatMap(BudgetScope.init) ?? .session
  }
}
