import EditModel

// The verb `mask` and its forms.

extension Grammar {
  static let maskVerbs: [VerbSpec] = [
    VerbSpec(
      .mask, .mask, "make, change and choose masks",
      forms: shapeForms + combinationForms + changeForms + choiceForms + fileForms)
  ]

  /// The name of a mask that was given none.
  static let standardMaskName = "mask"

  private static let newName = OptionSpec(
    "--name", Operand("NAME", .name), "the name of the mask that a shape or a file makes (mask)")
  private static let targetName = OptionSpec(
    "--name", Operand("NAME", .name), "the mask that is changed (the mask in use)")

  private static func shape(
    _ subcommand: String, _ operands: [Operand], options: [OptionSpec] = [], example: String,
    _ make: @escaping @Sendable (Arguments) -> MaskShape
  ) -> Form {
    Form(subcommand, operands, options: options + [newName], example: example) {
      .mask(.make(make($0), name: $0.optional("--name") ?? standardMaskName))
    }
  }

  private static func coordinate(_ label: String) -> Operand { Operand(label, .length(.coordinate)) }
  private static func extent(_ label: String) -> Operand { Operand(label, .length(.extent)) }

  private static let shapeForms: [Form] = [
    shape(
      "rect", [coordinate("X"), coordinate("Y"), extent("W"), extent("H")],
      example: "mask rect 58 91 140 25% --name hat"
    ) {
      .rect(x: $0.one("X"), y: $0.one("Y"), width: $0.one("W"), height: $0.one("H"))
    },
    shape(
      "ellipse", [coordinate("CX"), coordinate("CY"), extent("RX"), extent("RY")],
      example: "mask ellipse 50% 50% 120 80"
    ) {
      .ellipse(
        centre: Location(x: $0.one("CX"), y: $0.one("CY")), radiusX: $0.one("RX"),
        radiusY: $0.one("RY"))
    },
    shape(
      "polygon", [Operand("X,Y", .point, .repeated(atLeast: 3))],
      example: "mask polygon 10,10 200,40 25%,90%"
    ) { .polygon($0.all("X,Y")) },
    shape(
      "load", [Operand("FILE", .path())],
      options: [
        OptionSpec(
          "--polarity", Operand("WHICH", .choice(MaskPolarity.allCases.map(\.rawValue))),
          "what is edited: white, black, transparent (alpha), or as the file tells (auto)")
      ], example: "mask load hat.png --polarity white --name hat"
    ) { arguments in
      let polarity = arguments.optional("--polarity").flatMap(MaskPolarity.init(rawValue:)) ?? .auto
      return .load(path: arguments.one("FILE"), polarity)
    },
    shape("all", [], example: "mask all") { _ in .all },
  ]

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
  ]

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

  private static let fileForms: [Form] = [
    Form(
      "show",
      [Operand("NAME", .name), Operand("FILE", .path(endings: pictureEndings), .optional)],
      options: [force], example: "mask show hat preview.png"
    ) { (arguments) throws(Problem) in
      .mask(.show(arguments.one("NAME"), try arguments.destination()))
    },
    Form(
      "save", [Operand("NAME", .name), Operand("FILE", .path(endings: pictureEndings))],
      options: [force], example: "mask save hat hat.png --force"
    ) {
      .mask(
        .save($0.one("NAME"), Destination(path: $0.one("FILE"), replaces: $0.has("--force"))))
    },
  ]
}
