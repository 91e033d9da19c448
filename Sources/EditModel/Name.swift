/// The rule for names of masks, tags and the like: `[a-z][a-z0-9._-]{0,63}`, without `..`.
public enum Name {
  /// The rule in words, for messages.
  public static let rule = "a to z first, then a to z, 0 to 9, . _ -, at most 64 in all"

  /// True when the text follows the rule.
  public static func isLegal(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 64 else { return false }
    return text.utf8.allSatisfy(isLegalByte) && !text.contains("..")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isLegalByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
  }
}
