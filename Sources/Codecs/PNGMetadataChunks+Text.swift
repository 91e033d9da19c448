extension PNGMetadataChunks {
  /// The keyword that marks an XMP packet (XMP specification, part 3, section 1.1.5).
  static let xmpKeyword = "XML:com.adobe.xmp"

  private static let longestKeyword = 79

  /// Appends an XMP packet, unless it is no text; true when it did.
  mutating func append(xmp: [UInt8]) -> Bool {
    guard !xmp.contains(0), String(validating: xmp, as: UTF8.self) != nil else { return false }
    return appendUnicode(keyword: Array(Self.xmpKeyword.utf8), language: "", text: xmp)
  }

  /// Appends a text entry as tEXt, or as iTXt when it has a language or a character that is not Latin-1.
  ///
  /// In the keyword each run of spaces, line breaks and other control characters becomes one space, none stays
  /// at the ends; characters outside Latin-1 become `?`; what is longer than 79 is cut. An entry whose keyword
  /// is then empty is left out. Line breaks of the text become line feeds, its zero characters go. A language
  /// that is not a tag of letters, digits and hyphens is dropped.
  ///
  /// - Returns: True unless the entry is left out.
  mutating func append(_ text: PictureText) -> Bool {
    let keyword = Self.keyword(text.keyword)
    guard !keyword.isEmpty else { return false }
    let scalars = Self.lines(of: text.text)
    let language = Self.isLanguageTag(text.language) ? text.language : ""
    if language.isEmpty, scalars.allSatisfy(Self.isPlain) {
      return append("tEXt", keyword + [0] + scalars.map { UInt8(truncatingIfNeeded: $0.value) })
    }
    return appendUnicode(keyword: keyword, language: language, text: Self.utf8(scalars))
  }

  private mutating func appendUnicode(keyword: [UInt8], language: String, text: [UInt8]) -> Bool {
    // Not compressed, by method 0, without a translated keyword.
    append("iTXt", keyword + [0, 0, 0] + Array(language.utf8) + [0, 0] + text)
  }

  private static func keyword(_ text: String) -> [UInt8] {
    let bytes = text.unicodeScalars.map { scalar -> UInt8 in
      switch scalar.value {
      case 0x21...0x7E, 0xA1...0xFF: UInt8(scalar.value)
      case 0...0x20, 0x7F...0xA0: 0x20
      default: 0x3F
      }
    }
    let joined = Array(bytes.split(separator: 0x20).joined(separator: [0x20]))
    let cut = joined.prefix(longestKeyword)
    return Array(cut.last == 0x20 ? cut.dropLast() : cut)
  }

  private static func lines(of text: String) -> [Unicode.Scalar] {
    var lines: [Unicode.Scalar] = []
    var isAfterReturn = false
    for scalar in text.unicodeScalars where scalar != "\0" {
      if !(isAfterReturn && scalar == "\n") { lines.append(scalar == "\r" ? "\n" : scalar) }
      isAfterReturn = scalar == "\r"
    }
    return lines
  }

  /// What every reader of tEXt shows alike: printable Latin-1, tab and line feed.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x20...0x7E, 0xA0...0xFF: true
    default: false
    }
  }

  private static func isLanguageTag(_ text: String) -> Bool {
    text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false).allSatisfy { word in
      (1...8).contains(word.count) && word.allSatisfy(isLetterOrDigit)
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func utf8(_ scalars: [Unicode.Scalar]) -> [UInt8] {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return Array(String(view).utf8)
  }
}
