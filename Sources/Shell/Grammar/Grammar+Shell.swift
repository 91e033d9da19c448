import EditModel

// Verbs about settings and about the shell itself.

extension Grammar {
  static let settingVerbs: [VerbSpec] = [
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
  ]

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
    return .set(key: setting.key, value: try setting.checked(arguments.one("VALUE")))
  }

  static let shellVerbs: [VerbSpec] = [
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
