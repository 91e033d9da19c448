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
    OptionSpec("--yes", "ask nothing before paying; needs --max-cost"),
  ]

  private static let noMerge = OptionSpec("--no-merge", "one call for each instruction")

  static let runVerbs: [VerbSpec] = [
    VerbSpec(
      .plan, .run, "the calls that the queue would take, with reasons and prices",
      forms: [
        Form(
          options: [noMerge, OptionSpec("--prompts", "show what each call would say")],
          example: "plan --prompts"
        ) {
          .plan(PlanRequest(merges: !$0.has("--no-merge"), showsPrompts: $0.has("--prompts")))
        }
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
          ] + spendingOptions, example: "run --calls 1 --max-cost 0.50"
        ) {
          .run(
            RunRequest(
              calls: $0.optional("--calls"), merges: !$0.has("--no-merge"),
              fresh: $0.has("--fresh"), dryRun: $0.has("--dry-run"), spending: $0.spending))
        }
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
