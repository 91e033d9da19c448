import EditModel

// Verbs about settings and about the shell itself.

extension Grammar {
  static let settingVerbs: [VerbSpec] = [
    VerbSpec(
      .providers, .providers, "who can carry out instructions, and what each takes",
      forms: [Form(example: "providers") { _ in .providers }]),
    VerbSpec(
      .use, .providers, "choose who carries out instructions",
      forms: [
        Form(
          [Operand("PROVIDER[:MODEL]", .providerAndModel)], example: "use local",
          build: useRequest)
      ]),
    VerbSpec(
      .set, .providers, "change a setting",
      forms: [
        Form(
          [Operand("KEY", .settingKey), Operand("VALUE", .value)],
          example: "set merge-max 2", build: setRequest)
      ]),
    VerbSpec(
      .get, .providers, "settings and where their values come from",
      forms: [
        Form([Operand("KEY", .settingKey, .optional)], example: "get merge-max") { arguments in
          let setting: Setting? = arguments.optional("KEY")
          return .get(key: setting?.key)
        }
      ]),
    probeVerb,
  ]

  private static let probeVerb = VerbSpec(
    .probe, .providers, "ask the service which models it has; costs nothing",
    forms: [Form(example: "probe") { _ in .probe }])

  private static let simulateVerb = VerbSpec(
    .simulate, .shell, "be a service for trying paid calls without paying",
    forms: [
      Form(
        options: [
          OptionSpec("--port", Operand("PORT", .wholeNumber(0...65_535)), "where to listen (any free port)"),
          OptionSpec("--tier", Operand("TIER", .wholeNumber(1...5)), "whose limits are enforced (1)"),
          OptionSpec("--faults", Operand("FILE", .path()), "what goes wrong, and when"),
          OptionSpec(
            "--latency", Operand("WHICH", .choice(["table", "none"])), "how long calls take (none)"),
          OptionSpec("--speed", Operand("K", .number(1...1_000)), "its clock runs so many times faster (1)"),
          OptionSpec("--seed", Operand("SEED", .wholeNumber(0...Int.max)), "starts what is random (1)"),
        ], example: "simulate --port 8080 --tier 1"
      ) {
        let speed: Double? = $0.optional("--speed")
        let latency: String? = $0.optional("--latency")
        return .simulate(
          SimulateRequest(
            port: $0.optional("--port") ?? 0, tier: $0.optional("--tier") ?? 1,
            faults: $0.optional("--faults"), hasLatency: latency == "table", speed: speed ?? 1,
            seed: $0.optional("--seed") ?? 1))
      }
    ])

  @Sendable
  private static func useRequest(_ arguments: Arguments) throws(Problem) -> Request {
    let choice: ProviderChoice = arguments.one("PROVIDER[:MODEL]")
    if case .oneOf(let built)? = Setting.named("provider")?.values, !built.contains(choice.provider) {
      throw Problem(.unsupported, "provider", found: choice.provider, allowed: built)
    }
    return .use(provider: choice.provider, model: choice.model)
  }

  @Sendable
  private static func setRequest(_ arguments: Arguments) throws(Problem) -> Request {
    let setting: Setting = arguments.one("KEY")
    let value: String = arguments.one("VALUE")
    // Which qualities there are depends on the session's model, so the engine looks.
    return .set(key: setting.key, value: setting.key == "quality" ? value : try setting.checked(value))
  }

  static let shellVerbs: [VerbSpec] = [
    simulateVerb,
    VerbSpec(
      .read, .shell, "carry out a file of commands",
      forms: [
        Form([Operand("FILE", .path())], example: "read nightly.txt") { .read(script: $0.one("FILE")) }
      ]),
    VerbSpec(
      .help, aliases: ["?"], .shell, "all verbs, one of them, or what local understands",
      forms: [
        Form([Operand("VERB", .helpTopic, .optional)], example: "help mask") { .help($0.optional("VERB")) }
      ]
    ),
    VerbSpec(
      .version, .shell, "the version of this program",
      forms: [Form(example: "version") { _ in .version }]),
    VerbSpec(
      .quit, aliases: ["exit", "q"], .shell, "leave", forms: [Form(example: "quit") { _ in .quit }]),
  ]
}
