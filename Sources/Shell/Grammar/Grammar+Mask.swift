import EditModel

// The verb `mask` and its forms.

extension Grammar {
  static let maskVerbs: [VerbSpec] = [
    VerbSpec(
      .mask, .mask, "make, change and choose masks",
      forms: shapeForms + combinationForms + changeForms + choiceForms + checkForms + fileForms)
  ]

  /// The name of a mask that was given none.
  static let standardMaskName = "mask"

  private static let targetName = OptionSpec(
    "--name", Operand("NAME", .name), "the mask that is changed (the mask in use)")

  private static let combinationForms = MaskCombination.allCases.map { combination in
    Form(
      combination.rawValue, [Operand("NAME", .name)], options: [targetName],
      example: "mask \(combination.rawValue) hat --name person"
    ) {
      .mask(.combine(combination, with: $0.one("NAME"), target: $0.optional("--name")))
    }
  }

  private static func change(
    _ subcommand: String, aliases: [String] = [], _ bounds: LengthBounds = .radius, example: String,
    _ make: @escaping @Sendable (Length) -> MaskChange
  ) -> Form {
    Form(
      subcommand, aliases: aliases, [Operand("R", .length(bounds))], options: [targetName],
      example: example
    ) { .mask(.change(make($0.one("R")), target: $0.optional("--name"))) }
  }

  private static let changeForms: [Form] = [
    Form("invert", options: [targetName], example: "mask invert") {
      .mask(.change(.invert, target: $0.optional("--name")))
    },
    change("grow", aliases: ["expand"], example: "mask grow 8") { .grow($0) },
    change("shrink", aliases: ["contract"], example: "mask shrink 2.5 --name hat") { .shrink($0) },
    change("feather", .sigma, example: "mask feather 1%") { .feather($0) },
    counted("threshold", "LEVEL", 1...255, example: "mask threshold 128") { .threshold($0) },
    Form(
      "fill", [Operand("PIXELS", .wholeNumber(areas), .optional)], options: [targetName],
      example: "mask fill 200"
    ) { .mask(.change(.fill($0.optional("PIXELS")), target: $0.optional("--name"))) },
    counted("clean", "PIXELS", areas, example: "mask clean 64") { .clean($0) },
    Form("fit", options: [targetName], example: "mask fit --name hat") {
      .mask(.change(.fit, target: $0.optional("--name")))
    },
  ]

  /// Sizes of holes and specks, in pixels.
  private static let areas = 1...1_000_000_000

  private static func counted(
    _ subcommand: String, _ label: String, _ range: ClosedRange<Int>, example: String,
    _ make: @escaping @Sendable (Int) -> MaskChange
  ) -> Form {
    Form(
      subcommand, [Operand(label, .wholeNumber(range))], options: [targetName], example: example
    ) { .mask(.change(make($0.one(label)), target: $0.optional("--name"))) }
  }

  private static let choiceForms: [Form] = [
    Form("use", [Operand("NAME", .name)], example: "mask use hat") {
      .mask(.use($0.one("NAME")))
    },
    Form("none", example: "mask none") { _ in .mask(.useNone) },
    Form("list", example: "mask list") { _ in .mask(.list) },
    Form("remove", [Operand("NAME", .name)], example: "mask remove hat") {
      .mask(.remove($0.one("NAME")))
    },
  ]

  private static let checkForms: [Form] = [
    Form("explain", [Operand("NAME", .name, .optional)], example: "mask explain hat") {
      .mask(.explain($0.optional("NAME")))
    },
    Form(
      "lint", [Operand("NAME", .name, .optional)],
      options: [
        OptionSpec("--file", Operand("FILE", .path()), "check a picture file instead of a mask"),
        polarity,
        OptionSpec("--strict", "warnings fail too"),
      ], example: "mask lint --file hat.png --polarity alpha", build: lintRequest),
  ]

  @Sendable
  private static func lintRequest(_ arguments: Arguments) throws(Problem) -> Request {
    let name: String? = arguments.optional("NAME")
    guard let file: String = arguments.optional("--file") else {
      let polarity: String? = arguments.optional("--polarity")
      guard polarity == nil else { throw Problem(.usage, "--polarity", allowed: ["--file FILE"]) }
      return .mask(.lint(MaskLintRequest(.mask(name), isStrict: arguments.has("--strict"))))
    }
    if let name { throw Problem(.usage, "mask", found: name, allowed: ["mask lint --file FILE"]) }
    return .mask(
      .lint(MaskLintRequest(.file(file, arguments.polarity), isStrict: arguments.has("--strict"))))
  }

  private static let fileForms: [Form] = [
    Form(
      "show",
      [
        Operand("NAME", .name, .optional),
        Operand("FILE", .path(endings: pictureEndings), .optional),
      ],
      options: [force], example: "mask show hat preview.png"
    ) { (arguments) throws(Problem) in
      .mask(.show(arguments.optional("NAME"), try arguments.destination()))
    },
    Form(
      "save", [Operand("NAME", .name), Operand("FILE", .path(endings: ["png"]))],
      options: [
        OptionSpec(
          "--as", Operand("WHICH", .choice(WrittenPolarity.allCases.map(\.rawValue))),
          "what marks the part to edit: white, black, or transparent (alpha)"),
        force,
      ], example: "mask save hat hat.png --as alpha --force"
    ) { arguments in
      let written = arguments.optional("--as").flatMap(WrittenPolarity.init(rawValue:)) ?? .white
      return .mask(
        .save(
          arguments.one("NAME"),
          Destination(path: arguments.one("FILE"), replaces: arguments.has("--force")), written))
    },
  ]
}
