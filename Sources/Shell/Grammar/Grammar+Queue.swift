import Billing
import EditModel
import Engine

// Verbs that queue instructions, plan calls and make them.

extension Grammar {
  static let queueVerbs: [VerbSpec] = [
    VerbSpec(
      .edit, .queue, "queue an instruction",
      forms: [
        Form(
          [Operand("TEXT", .text)],
          options: [
            OptionSpec(
              "--mask", Operand("NAME", .name), "where to change the picture (the mask in use)"),
            OptionSpec(
              "--ref", Operand("NAME", .name), isRepeatable: true, "a reference picture that goes along"),
            OptionSpec(
              "--n", Operand("COUNT", .wholeNumber(1...10)), "variants that are asked for (the setting n)"),
            OptionSpec("--alone", "never merge it with others"),
          ], example: "edit \"make the hat red\" --mask hat"
        ) {
          .edit(
            EditRequest(
              $0.one("TEXT"), mask: $0.optional("--mask"), alone: $0.has("--alone"),
              references: $0.repeated("--ref"), variants: $0.optional("--n")))
        }
      ]),
    VerbSpec(.queue, .queue, "list and arrange what is queued", forms: queueForms),
    VerbSpec(
      .fence, .queue, "let nothing be merged across this place in the queue",
      forms: [Form(example: "fence") { _ in .fence }]),
  ]

  private static let ids = Operand("ID", .queueID, .repeated(atLeast: 1))

  private static let queueForms: [Form] = [
    Form(example: "queue") { _ in .queue(.list) },
    Form("rm", [ids], example: "queue rm e7 e8") { .queue(.remove($0.all("ID"))) },
    Form(
      "mv", [Operand("ID", .queueID), Operand("POSITION", .wholeNumber(1...100_000))],
      example: "queue mv e7 1"
    ) { .queue(.move($0.one("ID"), position: $0.one("POSITION"))) },
    Form("hold", [ids], example: "queue hold e7") { .queue(.hold($0.all("ID"))) },
    Form("release", [ids], example: "queue release e7") {
      .queue(.release($0.all("ID")))
    },
    Form("clear", example: "queue clear") { _ in .queue(.clear) },
  ]

  static let spendingOptions = [
    OptionSpec("--max-cost", Operand("USD", .dollars), "the most that this command may cost"),
    OptionSpec("--yes", "ask nothing before paying; needs a budget"),
  ]

  private static let finalOptions = [
    OptionSpec("--final", "what was accepted, anew on the source at the final quality"),
    OptionSpec("--size", Operand("LONG", .wholeNumber(16...3_840)), "the final's longest side (as it is)"),
    OptionSpec("--quality", Operand("QUALITY", .name), "the final's quality (the setting quality)"),
  ]

  private static let noMerge = OptionSpec("--no-merge", "one call for each instruction")

  static let runVerbs: [VerbSpec] = [
    VerbSpec(
      .plan, .run, "the calls that the queue would take, with reasons and prices",
      forms: [
        Form(
          options: [
            noMerge, OptionSpec("--why", "say why each call is as it is, and what each lever saves"),
            OptionSpec("--prompts", "show what each call would say"), whatIf,
            OptionSpec("--rule", Operand("RULE", .tokenRule), "how tokens are counted (measured)"),
          ] + finalOptions, example: "plan --why", build: planRequest)
      ]),
    VerbSpec(
      .run, .run, "make the planned calls",
      forms: [
        Form(
          options: [
            OptionSpec("--calls", Operand("N", .wholeNumber(1...1000)), "stop after so many calls"),
            noMerge,
            OptionSpec("--fresh", "make calls anew that a stored result could answer"),
            OptionSpec("--dry-run", "say what would be done and do nothing"),
          ] + finalOptions + spendingOptions, example: "run --calls 1 --max-cost 0.50", build: runRequest)
      ]),
    VerbSpec(
      .recover, .run, "attempts that may have been billed, and what became of them",
      forms: [
        Form(
          [Operand("ID", .attemptID, .repeated(atLeast: 0))],
          options: [
            OptionSpec("--billed", "the provider's account shows it as paid"),
            OptionSpec("--not-billed", "the provider's account does not show it"),
            OptionSpec("--again", "leave that open and allow to ask again"),
          ], example: "recover a12 --not-billed", build: recoverRequest)
      ]),
  ]

  @Sendable
  private static func planRequest(_ arguments: Arguments) throws(Problem) -> Request {
    if arguments.has("--final"), let _: WhatIfRequest = arguments.optional("--what-if") {
      throw Problem(.usage, "plan", found: "--what-if", allowed: ["plan --final", "plan --what-if WHAT"])
    }
    return .plan(
      PlanRequest(
        merges: !arguments.has("--no-merge"), showsReasons: arguments.has("--why"),
        showsPrompts: arguments.has("--prompts"), rule: arguments.optional("--rule") ?? .measured,
        whatIf: arguments.optional("--what-if"), final: try final(arguments)))
  }

  @Sendable
  private static func runRequest(_ arguments: Arguments) throws(Problem) -> Request {
    .run(
      RunRequest(
        calls: arguments.optional("--calls"), merges: !arguments.has("--no-merge"),
        fresh: arguments.has("--fresh"), dryRun: arguments.has("--dry-run"), final: try final(arguments),
        spending: arguments.spending))
  }

  private static func final(_ arguments: Arguments) throws(Problem) -> FinalRequest? {
    let request = FinalRequest(size: arguments.optional("--size"), quality: arguments.optional("--quality"))
    guard !arguments.has("--final") else { return request }
    guard request == FinalRequest() else {
      throw Problem(
        .usage, request.size == nil ? "--quality" : "--size", allowed: ["--final", "set quality QUALITY"])
    }
    return nil
  }

  @Sendable
  private static func recoverRequest(_ arguments: Arguments) throws(Problem) -> Request {
    let ids: [AttemptID] = arguments.repeated("ID")
    let chosen = Resolution.allCases.filter { arguments.has("--\($0.rawValue)") }
    if ids.isEmpty, chosen.isEmpty { return .unresolved }
    guard !ids.isEmpty, chosen.count == 1 else {
      throw Problem(
        .usage, "recover", found: chosen.map { "--\($0.rawValue)" }.joined(separator: " "),
        allowed: Resolution.allCases.map { "recover \(ids.first?.description ?? "aN") --\($0.rawValue)" })
    }
    return .resolve(ids, chosen[0])
  }
}
