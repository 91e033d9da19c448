internal import Raster

extension SimModel {
  private static let fixedSizes = ["1024x1024", "1536x1024", "1024x1536"]

  /// The size that a request names.
  ///
  /// - Throws: `ServiceError` with the sentence of the first rule that it breaks.
  func size(named text: String) throws(ServiceError) -> PixelSize {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map(Self.side)
    guard sides.count == 2, let width = sides[0], let height = sides[1] else {
      throw .invalidValue(
        "size", "Invalid size '\(text.prefix(64))'. Use 'auto' or a width and a height: '1024x1024'.")
    }
    if case .fixedSizes = family {
      guard Self.fixedSizes.contains(text) else {
        throw .unsupportedValue("size", found: text, supported: Self.fixedSizes + ["auto"])
      }
    } else if let broken = Self.brokenRule(width, height) {
      throw .invalidValue("size", broken)
    }
    return PixelSize(width: width, height: height)
  }

  /// Up to six digits, no leading zero.
  private static func side(_ digits: Substring) -> Int? {
    let isNumber = digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isNumber, (1...6).contains(digits.utf8.count), digits.first != "0" else { return nil }
    return Int(digits)
  }

  /// - Note: Source: image guide of the service, seen 2026-11-20; inclusive at both ends.
  private static func brokenRule(_ width: Int, _ height: Int) -> String? {
    let (long, short) = (max(width, height), min(width, height))
    if width % 16 != 0 || height % 16 != 0 { return "Width and height must both be divisible by 16." }
    if long > 3840 { return "The longest edge must be less than or equal to 3840." }
    if long > 3 * short { return "The ratio of the long edge to the short edge must be at most 3:1." }
    if width * height < 655_360 { return "Requested resolution is below the current minimum pixel budget." }
    if width * height > 8_294_400 { return "Requested resolution exceeds the current pixel budget." }
    return nil
  }

  /// What `auto` becomes: by the input's shape for an edit; 1254x1254 was measured for a generation, a size that
  /// a request may not even name.
  func automaticSize(for input: PixelSize?) -> PixelSize {
    guard let input else {
      if case .fixedSizes = family { return PixelSize(width: 1024, height: 1024) }
      return PixelSize(width: 1254, height: 1254)
    }
    if 4 * input.width >= 5 * input.height { return PixelSize(width: 1536, height: 1024) }
    if 4 * input.height >= 5 * input.width { return PixelSize(width: 1024, height: 1536) }
    return PixelSize(width: 1024, height: 1024)
  }
}
