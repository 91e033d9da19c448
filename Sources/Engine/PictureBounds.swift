internal import Codecs
internal import EditModel
internal import Raster

/// How large a session's pictures may be: as large as a file that it reads.
enum PictureBounds {
  /// Refuses a size before anything is made of it.
  ///
  /// - Throws: `Problem` with code `tooLarge`.
  static func check(_ size: PixelSize, of subject: String) throws(Problem) {
    let limits = DecodeLimits.standard
    let side = max(size.width, size.height)
    guard side <= limits.maxSide else {
      throw Problem(.tooLarge, subject, found: "\(size)", allowed: ["\(limits.maxSide) pixels a side"])
    }
    guard size.pixelCount ?? .max <= limits.maxPixels else {
      throw Problem(.tooLarge, subject, found: "\(size)", allowed: ["\(limits.maxPixels) pixels"])
    }
  }
}
