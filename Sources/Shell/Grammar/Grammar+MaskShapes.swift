import EditModel
import Raster

// The forms of `mask` that make a new one.

extension Grammar {
  private static let newName = OptionSpec(
    "--name", Operand("NAME", .name), "the name of the mask that a shape or a file makes (mask)")
  private static let tolerance = OptionSpec(
    "--tolerance", Operand("LEVELS", .wholeNumber(0...255)),
    "the largest difference of a channel that is still the same (32; between: 0)")
  private static let softness = OptionSpec(
    "--softness", Operand("LEVELS", .wholeNumber(0...255)), "over how many levels more the mask fades (0)")
  static let polarity = OptionSpec(
    "--polarity", Operand("WHICH", .choice(MaskPolarity.allCases.map(\.rawValue))),
    "what is edited: white, black, transparent (alpha), or as the file tells (auto)")

  private static func shape(
    _ subcommand: String, _ operands: [Operand], options: [OptionSpec] = [], example: String,
    _ make: @escaping @Sendable (Arguments) throws(Problem) -> MaskShape
  ) -> Form {
    Form(subcommand, operands, options: options + [newName], example: example) {
      (arguments) throws(Problem) in
      .mask(.make(try make(arguments), name: arguments.optional("--name") ?? standardMaskName))
    }
  }

  private static func coordinate(_ label: String) -> Operand { Operand(label, .length(.coordinate)) }
  private static func extent(_ label: String) -> Operand { Operand(label, .length(.extent)) }

  static let shapeForms: [Form] = outlineForms + pictureForms + [loadForm]

  private static let outlineForms: [Form] = [
    shape(
      "rect", [coordinate("X"), coordinate("Y"), extent("W"), extent("H")],
      options: [
        OptionSpec("--radius", Operand("R", .length(.extent)), "the radius of round corners")
      ], example: "mask rect 58 91 140 25% --radius 12 --name hat"
    ) {
      .rect(
        x: $0.one("X"), y: $0.one("Y"), width: $0.one("W"), height: $0.one("H"),
        cornerRadius: $0.optional("--radius"))
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
      "polygon", [Operand("X,Y", .outline, .repeated(atLeast: 3))],
      options: [
        OptionSpec(
          "--rule", Operand("WHICH", .choice(["even-odd", "non-zero"])),
          "what is inside where rings cross or nest (one ring non-zero, several even-odd)")
      ], example: "mask polygon 10,10 200,40 25%,90% / 60,60 90,60 70,90", polygon),
    shape(
      "brush",
      [Operand("R", .length(.extent)), Operand("X,Y", .point, .repeated(atLeast: 1))],
      options: [
        OptionSpec(
          "--hardness", Operand("PERCENT", .wholeNumber(0...100)),
          "how much of the radius has full weight (100)")
      ], example: "mask brush 12 100,100 140,120 180,118 --hardness 60"
    ) {
      .brush(radius: $0.one("R"), path: $0.all("X,Y"), hardness: $0.optional("--hardness") ?? 100)
    },
    shape("border", [extent("WIDTH")], example: "mask border 5%") { .border($0.one("WIDTH")) },
    shape("all", [], example: "mask all") { _ in .all },
  ]

  private static let pictureForms: [Form] = [
    shape(
      "wand", [coordinate("X"), coordinate("Y")],
      options: [tolerance, OptionSpec("--everywhere", "also what is not joined to the place")],
      example: "mask wand 80 120 --tolerance 24 --name sky"
    ) {
      .wand(
        Location(x: $0.one("X"), y: $0.one("Y")), tolerance: $0.optional("--tolerance") ?? 32,
        everywhere: $0.has("--everywhere"))
    },
    shape(
      "key", [Operand("COLOUR", .colour)], options: [tolerance, softness],
      example: "mask key #00b140 --tolerance 40 --softness 30"
    ) {
      .key(
        $0.one("COLOUR"), tolerance: $0.optional("--tolerance") ?? 32,
        softness: $0.optional("--softness") ?? 0)
    },
    shape(
      "luma", [Operand("LOW", .wholeNumber(0...255)), Operand("HIGH", .wholeNumber(0...255))],
      options: [softness], example: "mask luma 200 255 --softness 10"
    ) { (arguments) throws(Problem) in
      let (low, high): (Int, Int) = (arguments.one("LOW"), arguments.one("HIGH"))
      guard low <= high else {
        throw Problem(.badValue, "HIGH", found: "\(high)", allowed: ["\(low) to 255"])
      }
      return .luma(low...high, softness: arguments.optional("--softness") ?? 0)
    },
    shape("alpha", [], example: "mask alpha --name holes") { _ in .alpha },
    shape(
      "between", [Operand("SEL", .selector), Operand("OTHER", .selector)], options: [tolerance],
      example: "mask between @- @ --tolerance 4 --name changed"
    ) {
      .between($0.one("SEL"), $0.one("OTHER"), tolerance: $0.optional("--tolerance") ?? 0)
    },
  ]

  private static let loadForm = shape(
    "load", [Operand("FILE", .path())],
    options: [
      polarity,
      OptionSpec("--image", Operand("IMAGE", .value), "which picture of an annotation file"),
      OptionSpec(
        "--label", Operand("LABEL", .value), "which class, or which index or #rrggbb of a label map"),
      OptionSpec("--instance", Operand("N", .instance), "which of several, or all of them (all)"),
      OptionSpec("--fit", "scale a picture of another size to the current one's"),
    ], example: "mask load hat.png --polarity white --name hat"
  ) {
    .load(
      path: $0.one("FILE"),
      MaskFile(
        $0.polarity, image: $0.optional("--image"), label: $0.optional("--label"),
        instance: $0.optional("--instance"), fits: $0.has("--fit")))
  }

  private static func polygon(_ arguments: Arguments) throws(Problem) -> MaskShape {
    let words: [OutlineWord] = arguments.all("X,Y")
    let rings = words.split(separator: .nextRing, omittingEmptySubsequences: false).map { ring in
      ring.compactMap(\.corner)
    }
    if let short = rings.first(where: { $0.count < 3 }) {
      throw Problem(
        .badValue, "X,Y", found: "a ring of \(short.count)", allowed: ["rings of 3 corners or more"])
    }
    let rule: String? = arguments.optional("--rule")
    return .polygon(rings, rule.map { $0 == "even-odd" ? .evenOdd : .nonZero })
  }
}

extension Arguments {
  var polarity: MaskPolarity {
    optional("--polarity").flatMap(MaskPolarity.init(rawValue:)) ?? .auto
  }
}
