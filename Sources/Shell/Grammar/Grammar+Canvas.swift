import EditModel
import Raster

// The verb `canvas` and its forms.

extension Grammar {
  static let canvasVerb = VerbSpec(
    .canvas, .picture, "change the picture's frame; masks go along",
    forms: [extendForm, cropForm, sizedForm("pad") { .pad($0, $1) }, sizedForm("fit") { .fit($0, $1) }])

  private static let fill = OptionSpec(
    "--fill", Operand("WHAT", .canvasFill),
    "what the new part shows: transparent, the repeated edge, or a colour (transparent)")
  private static let mask = OptionSpec(
    "--mask", Operand("NAME", .name), "the mask that covers the new part (border, or border-2)")
  private static let anchor = OptionSpec(
    "--at", Operand("PLACE", .choice(CanvasAnchor.allCases.map(\.rawValue))),
    "where the picture stands in the new frame (centre)")

  private static func side(_ name: String) -> OptionSpec {
    OptionSpec(
      name, Operand("N", .length(.extent)),
      name == "--all" ? "all four sides" : "the \(name.dropFirst(2)) side; % of the picture's own length")
  }

  private static let extendForm = Form(
    "extend",
    options: ["--left", "--top", "--right", "--bottom", "--all"].map(side) + [fill, mask],
    example: "canvas extend --right 50% --fill edge"
  ) { (arguments) throws(Problem) in
    let all: Length? = arguments.optional("--all")
    let sides = ["--left", "--top", "--right", "--bottom"].map { (arguments.optional($0) ?? all) as Length? }
    guard sides.contains(where: { $0 != nil }) else {
      throw Problem(.usage, "canvas", allowed: ["canvas extend --right N", "canvas extend --all N"])
    }
    return arguments.canvas(
      .extend(left: sides[0], top: sides[1], right: sides[2], bottom: sides[3]))
  }

  private static let cropForm = Form(
    "crop",
    [
      Operand("X", .length(.coordinate)), Operand("Y", .length(.coordinate)),
      Operand("W", .length(.extent)), Operand("H", .length(.extent)),
    ], example: "canvas crop 0 10% 100% 80%"
  ) {
    .canvas(
      CanvasRequest(
        .crop(Location(x: $0.one("X"), y: $0.one("Y")), width: $0.one("W"), height: $0.one("H"))))
  }

  private static func sizedForm(
    _ subcommand: String,
    _ change: @escaping @Sendable (PixelSize, CanvasAnchor) -> CanvasRequest.Change
  ) -> Form {
    Form(
      subcommand, [Operand("WxH", .pixelSize)], options: [anchor, fill, mask],
      example: "canvas \(subcommand) 1536x1024 --fill #ffffff"
    ) { arguments in
      let anchor = arguments.optional("--at").flatMap(CanvasAnchor.init(rawValue:)) ?? .centre
      return arguments.canvas(change(arguments.one("WxH"), anchor))
    }
  }
}

extension Arguments {
  fileprivate func canvas(_ change: CanvasRequest.Change) -> Request {
    .canvas(
      CanvasRequest(
        change, fill: optional("--fill") ?? .transparent, mask: optional("--mask")))
  }
}
