extension LocalInstruction {
  /// One form that is understood, with an example and the example's reading.
  package struct Form: Sendable {
    package let form: String
    package let example: String
    /// The canonical form of what the example asks for.
    package let reading: String
  }

  /// One word for each kind of thing that is understood, for a refusal of one line.
  public static let understoodWords = [
    "remove", "fill", "gradient", "blur", "pixelate", "sharpen", "brighter", "darker", "contrast",
    "saturated", "warmer", "cooler", "hue", "recolour", "grayscale", "sepia", "invert", "background",
  ]

  /// The forms that are understood, one line each: the words, ranges and usual amounts, then an example.
  public static var understood: [String] {
    understoodForms.map { "\($0.form): \"\($0.example)\"" }
  }

  /// The forms that are understood; a test reads every example.
  package static let understoodForms: [Form] = [
    form("remove, erase, delete, heal, clean up THING (needs a mask)", "remove the old cup", "remove"),
    form("fill with COLOUR", "fill it with dark blue", "fill #00008b"),
    form(
      "fill with a gradient from COLOUR to COLOUR, left to right or top to bottom",
      "fill with a gradient from #102030 to white, left to right", "fill #102030 to #ffffff left to right"),
    form("blur, radius \(Property.blur.amounts)", "blur the background a lot", "blur 16 px"),
    form("pixelate, blocks \(Property.mosaic.amounts)", "pixelate by 16 px", "pixelate 16 px"),
    form("sharpen, sharper, \(Property.sharpness.amounts)", "sharpen by 120 %", "sharpen 120%"),
    form(
      "brighten, darken, brighter, darker, \(Property.brightness.amounts)", "make the mug a bit brighter",
      "brightness +10%"),
    form(
      "more, less, increase, reduce contrast, \(Property.contrast.amounts)", "increase contrast by 15 %",
      "contrast +15%"),
    form(
      "more, less saturated; saturate, desaturate by AMOUNT, \(Property.saturation.amounts)",
      "a little less saturated",
      "saturation -15%"),
    form("warmer, cooler, \(Property.warmth.amounts)", "cooler by 10 %", "warmth -10%"),
    form("shift the hue, \(Property.hue.amounts)", "shift the hue by 40 degrees", "hue +40°"),
    form(
      "recolour, paint THING to COLOUR; turn, make THING COLOUR", "recolour the suit to teal",
      "recolour #008080"),
    form("grayscale, black and white, desaturate", "make it black and white", "grayscale"),
    form("sepia", "apply a sepia tone", "sepia"),
    form("invert", "invert the colours", "invert"),
    form("make the background COLOUR or transparent", "make the background white", "background #ffffff"),
    form("remove the background", "remove the background", "background transparent"),
    form(
      "several, joined by and, then, but or a comma", "brighten it a lot, then blur it by 2 px",
      "brightness +50%, blur 2 px"),
    form(
      "amounts: by 20 %, by half, a little, a lot; 6 px; 40 degrees", "make it brighter by half",
      "brightness +50%"),
    form(
      "colours: #rgb, #rrggbb, and names with light or dark", "turn it light red", "recolour #ff8080"),
  ]

  private static func form(_ form: String, _ example: String, _ reading: String) -> Form {
    Form(form: form, example: example, reading: reading)
  }
}

extension Property {
  /// `0...100%, else 20%, a little 10%, a lot 50%`.
  fileprivate var amounts: String {
    let scale = scale
    let (usual, little, much) = (scale.said(scale.usual), scale.said(scale.little), scale.said(scale.much))
    return "\(scale.bounds), else \(usual), a little \(little), a lot \(much)"
  }
}

extension Scale {
  fileprivate func said(_ tenths: Int) -> String { decimal(tenths) + unit.mark }
}
