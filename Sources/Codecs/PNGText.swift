/// A text chunk, taken apart but not inflated.
///
/// Source: PNG, third edition, 11.3.3.
struct PNGText {
  let keyword: String
  let language: String
  private let isCompressed: Bool
  private let isLatin: Bool
  private let content: ArraySlice<UInt8>

  /// Fails when the parts before the text break the rules.
  ///
  /// - Parameter name: `tEXt`, `zTXt` or `iTXt`.
  init?(_ data: [UInt8], name: UInt32) {
    guard let keywordEnd = data.prefix(80).firstIndex(of: 0),
      let keyword = Self.keyword(data[..<keywordEnd])
    else { return nil }
    self.keyword = keyword
    let rest = data[(keywordEnd + 1)...]
    isLatin = name != PNGChunk.internationalText
    switch name {
    case PNGChunk.text:
      (isCompressed, language, content) = (false, "", rest)
    case PNGChunk.compressedText:
      guard rest.first == 0 else { return nil }
      (isCompressed, language, content) = (true, "", rest.dropFirst())
    default:
      guard rest.count >= 2, let flag = rest.first, flag <= 1, rest[rest.startIndex + 1] == 0,
        let (language, content) = Self.international(rest.dropFirst(2))
      else { return nil }
      (isCompressed, self.language, self.content) = (flag == 1, language, content)
    }
  }

  /// One to 79 printable Latin-1 characters.
  private static func keyword(_ bytes: ArraySlice<UInt8>) -> String? {
    guard !bytes.isEmpty, bytes.allSatisfy({ (0x20...0x7E).contains($0) || $0 >= 0xA1 }) else { return nil }
    return latin(bytes)
  }

  /// Language and content behind the two flags; the translated keyword between them is passed over.
  private static func international(
    _ bytes: ArraySlice<UInt8>
  ) -> (language: String, content: ArraySlice<UInt8>)? {
    guard let languageEnd = bytes.firstIndex(of: 0) else { return nil }
    let language = bytes[..<languageEnd]
    guard language.allSatisfy({ (0x21...0x7E).contains($0) }),
      let translationEnd = bytes[(languageEnd + 1)...].firstIndex(of: 0)
    else { return nil }
    return (latin(language), bytes[(translationEnd + 1)...])
  }

  private static func latin(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(Unicode.Scalar(byte)) }
    return String(text)
  }

  /// The text as bytes, inflated if need be.
  ///
  /// - Parameter budget: Bytes that may be made; what is made is taken from it.
  /// - Throws: `CodecError` with `tooLarge(.bytes)` beyond the budget, otherwise as `Inflater` does.
  func textBytes(budget: inout Int) throws(CodecError) -> [UInt8] {
    if isCompressed { return try Inflater.inflated(content, budget: &budget) }
    guard content.count <= budget else {
      throw CodecError(.tooLarge(.bytes), found: content.count, allowed: budget)
    }
    budget -= content.count
    return Array(content)
  }

  /// The text of bytes in the chunk's own coding; `nil` when they are none.
  func string(of bytes: [UInt8]) -> String? {
    guard !bytes.contains(0) else { return nil }
    return isLatin ? Self.latin(bytes) : String(validating: bytes, as: UTF8.self)
  }
}
