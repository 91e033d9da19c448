import Raster

/// Colours in words and in hexadecimal digits.
enum Colours {
  /// The colour that `text` (lower case, no `#`) writes with three or six hexadecimal digits.
  static func hexadecimal(_ text: some StringProtocol) -> Colour? {
    Colour(hex: "#\(text)")
  }

  /// The colour of a name, one word in lower case.
  static func named(_ name: String) -> Colour? {
    table[name].map(opaque)
  }

  /// The colour of a shade word and a name: the table's own entry where there is one (`dark blue`), else
  /// half way to white or 6/11 of the samples, the proportions of the CSS pairs.
  static func shaded(_ shade: String, _ name: String) -> Colour? {
    guard let isLight = shades[shade], let plain = named(name) else { return nil }
    if let own = named((isLight ? "light" : "dark") + name) { return own }
    func shaded(_ sample: UInt8) -> UInt8 {
      let value = Int(sample)
      return UInt8(isLight ? (value + 256) / 2 : (value * 6 + 5) / 11)
    }
    return Colour(red: shaded(plain.red), green: shaded(plain.green), blue: shaded(plain.blue))
  }

  private static func opaque(_ hex: UInt32) -> Colour {
    Colour(
      red: UInt8(hex >> 16), green: UInt8((hex >> 8) & 255), blue: UInt8(hex & 255))
  }

  /// True for the words that lighten a colour, false for those that darken it.
  private static let shades = ["light": true, "pale": true, "dark": false, "deep": false]

  /// Source: CSS Color Module Level 4, section 6.1, with three differences: charcoal, cream, mint, offwhite
  /// and peach are added, `navy blue` is navy, and dark grey is darker than grey, which in CSS it is not.
  private static let table: [String: UInt32] = [
    "aqua": 0x00ffff, "azure": 0xf0ffff, "beige": 0xf5f5dc, "black": 0x000000, "blue": 0x0000ff,
    "brown": 0xa52a2a, "charcoal": 0x36454f, "chocolate": 0xd2691e, "coral": 0xff7f50, "cream": 0xfffdd0,
    "crimson": 0xdc143c, "cyan": 0x00ffff, "darkblue": 0x00008b, "darkcyan": 0x008b8b,
    "darkgray": 0x555555, "darkgrey": 0x555555, "darkgreen": 0x006400, "darkmagenta": 0x8b008b,
    "darkorange": 0xff8c00, "darkred": 0x8b0000, "darkviolet": 0x9400d3, "deeppink": 0xff1493,
    "forestgreen": 0x228b22, "fuchsia": 0xff00ff, "gold": 0xffd700, "gray": 0x808080, "green": 0x008000,
    "grey": 0x808080, "hotpink": 0xff69b4, "indigo": 0x4b0082, "ivory": 0xfffff0, "khaki": 0xf0e68c,
    "lavender": 0xe6e6fa, "lightblue": 0xadd8e6, "lightcyan": 0xe0ffff, "lightgray": 0xd3d3d3,
    "lightgreen": 0x90ee90, "lightgrey": 0xd3d3d3, "lightpink": 0xffb6c1, "lightyellow": 0xffffe0,
    "lime": 0x00ff00, "magenta": 0xff00ff, "maroon": 0x800000, "mint": 0x98ff98, "navy": 0x000080,
    "navyblue": 0x000080, "offwhite": 0xf8f8f2, "olive": 0x808000, "orange": 0xffa500,
    "peach": 0xffdab9, "pink": 0xffc0cb, "plum": 0xdda0dd, "purple": 0x800080, "red": 0xff0000,
    "royalblue": 0x4169e1, "salmon": 0xfa8072, "silver": 0xc0c0c0, "skyblue": 0x87ceeb,
    "slateblue": 0x6a5acd, "steelblue": 0x4682b4, "tan": 0xd2b48c, "teal": 0x008080,
    "tomato": 0xff6347, "turquoise": 0x40e0d0, "violet": 0xee82ee, "wheat": 0xf5deb3, "white": 0xffffff,
    "yellow": 0xffff00,
  ]
}
