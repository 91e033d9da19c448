/// A file format, told from a file's first bytes and never from its name.
public enum PictureFormat: String, CaseIterable, Hashable, Sendable {
  case png, jpeg, webp, gif, heic, avif, tiff, bmp, pdf, svg, unknown

  /// Tells the format of a file from its content.
  ///
  /// A recognised format is no promise that the rest of the file is sound. Damaged PNG signatures still
  /// count as PNG when the first four bytes are right, so that the damage can be named.
  ///
  /// - Parameter bytes: The file, or at least its first 4 KiB; fewer bytes may give `unknown`.
  public static func sniff(_ bytes: RawSpan) -> PictureFormat {
    if let format = bySignature(bytes) { return format }
    if let format = byBrand(bytes) { return format }
    if isBitmapFile(bytes) { return .bmp }
    if bytes.contains("%PDF-", within: 1024) { return .pdf }
    return isVectorGraphic(bytes) ? .svg : .unknown
  }

  /// Tells the format of a file from its content; see the variant for a span.
  public static func sniff(_ bytes: [UInt8]) -> PictureFormat {
    sniff(bytes.span.bytes)
  }

  private static func bySignature(_ bytes: RawSpan) -> PictureFormat? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return .png }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if bytes.matches("GIF87a", at: 0) || bytes.matches("GIF89a", at: 0) { return .gif }
    if bytes.matches("RIFF", at: 0), bytes.matches("WEBP", at: 8) { return .webp }
    let tiffs: [[UInt8]] = [[0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x49, 0x49, 0x2B, 0]]
    return tiffs.contains { bytes.starts(with: $0) } ? .tiff : nil
  }

  /// The formats in ISO base media files, told by the major brand (ISO/IEC 23008-12, AV1 image format).
  private static func byBrand(_ bytes: RawSpan) -> PictureFormat? {
    guard bytes.matches("ftyp", at: 4) else { return nil }
    if bytes.matches("avif", at: 8) || bytes.matches("avis", at: 8) { return .avif }
    let brands: [StaticString] = [
      "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "mif2", "msf1", "miaf",
    ]
    guard brands.contains(where: { bytes.matches($0, at: 8) }) else { return nil }
    return bytes.contains("avif", within: 64) ? .avif : .heic
  }

  /// "BM" alone is too little: the size of the second header must be one that exists.
  private static func isBitmapFile(_ bytes: RawSpan) -> Bool {
    guard bytes.matches("BM", at: 0), bytes.byteCount >= 18 else { return false }
    let headerSize = bytes.byte(at: 14)
    let rest = bytes.byte(at: 15) | bytes.byte(at: 16) | bytes.byte(at: 17)
    return rest == 0 && [12, 16, 40, 52, 56, 64, 108, 124].contains(headerSize)
  }

  private static func isVectorGraphic(_ bytes: RawSpan) -> Bool {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.byteCount, [0x20, 0x09, 0x0A, 0x0D].contains(bytes.byte(at: start)) { start += 1 }
    if bytes.matches("<svg", at: start) { return true }
    let prologues: [StaticString] = ["<?xml", "<!--", "<!DOCTYPE svg"]
    return prologues.contains { bytes.matches($0, at: start) } && bytes.contains("<svg", within: 4096)
  }
}
