/// How much of a file's metadata is read, whatever its format; the rest is left out and named.
enum MetadataLimits {
  /// Most bytes of one block, and of all texts together, as they are after inflating.
  static let largestBlock = 8 << 20
  /// Most text entries.
  static let mostTexts = 1000
  /// Most segments of a JPEG file that are looked at beside its frame.
  static let mostSegments = 4096
}

/// Names for people of what cannot go along, where several formats have it.
enum NotCarried {
  static let thumbnail = "embedded thumbnail"
  static let damagedEXIF = "damaged EXIF block"
  static let damagedProfile = "damaged colour profile"
  static let manifest = "C2PA provenance manifest"
  static let surplusTexts = "text beyond the first \(MetadataLimits.mostTexts) entries"
  static let longTexts = tooLong("text")

  /// What is larger than `MetadataLimits.largestBlock`.
  static func tooLong(_ name: String) -> String {
    "\(name) beyond \(MetadataLimits.largestBlock >> 20) MiB"
  }
}
