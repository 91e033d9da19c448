internal import FoundationEssentials
internal import Raster

/// A small mask picture inside an annotation file, with the rectangle that it covers.
struct Stencil: Sendable {
  /// A PNG as Base64 text; pixels above zero are inside.
  var text: String
  var rectangle: PixelRect
  /// Where in the file the picture stands.
  var place: String

  /// What painting costs, wherever the rectangle lies: all of the picture is decoded.
  var work: Int { rectangle.width * rectangle.height + text.utf8.count }

  /// Writes 255 where the picture is inside and leaves the other weights.
  ///
  /// - Parameter box: The rectangle's part inside the frame.
  /// - Throws: `AnnotationError` with `malformed(.embeddedMask)`.
  func paint(into mask: inout Mask, within box: PixelRect) throws(AnnotationError) {
    let picture = try decoded()
    let width = mask.width
    mask.withMutableWeights { weights in
      for y in box.y..<box.maxY {
        for x in box.x..<box.maxX {
          let sample = 4 * ((y - rectangle.y) * rectangle.width + x - rectangle.x)
          if picture.samples[sample] > 0 { weights[y * width + x] = 255 }
        }
      }
    }
  }

  private func decoded() throws(AnnotationError) -> Bitmap {
    let damaged = AnnotationError(.malformed(.embeddedMask), place: place)
    guard let data = Data(base64Encoded: text) else { throw damaged }
    let limits = DecodeLimits(
      maxPixels: min(rectangle.width * rectangle.height, DecodeLimits.standard.maxPixels))
    let picture: Bitmap
    do throws(CodecError) {
      picture = try PNG.bitmap(of: [UInt8](data).span.bytes, limits: limits)
    } catch { throw damaged }
    guard picture.size == rectangle.size else { throw damaged }
    return picture
  }
}
