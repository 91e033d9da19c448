package import Raster

/// A picture drawn with character cells, two pixels above each other in one cell.
package struct CellPicture: Sendable {
  /// One line of text for each row of cells; each line resets the colours at its end.
  package let lines: [String]

  /// Draws a picture as large as it fits.
  ///
  /// Transparent parts are laid on a checkerboard of two greys. The picture is never enlarged.
  ///
  /// - Parameters:
  ///   - columns: Most cells in a row, 1 or more.
  ///   - rows: Most rows of cells, 1 or more.
  /// - Throws: Nothing that a picture of legal size could cause.
  package init(
    _ bitmap: Bitmap, columns: Int, rows: Int, depth: ColourDepth, bands: Bands = .standard
  ) throws(RasterError) {
    let size = Self.size(of: bitmap.size, columns: columns, rows: rows, depth: depth)
    let small = size == bitmap.size ? bitmap : try bitmap.resized(to: size, bands: bands)
    lines = stride(from: 0, to: size.height, by: depth == .monochrome ? 1 : 2).map { row in
      depth == .monochrome ? Self.shades(of: small, row: row) : Self.cells(of: small, row: row, depth)
    }
  }

  /// The size in pixels: a cell is twice as high as wide and shows two pixels, or one without colours.
  private static func size(
    of size: PixelSize, columns: Int, rows: Int, depth: ColourDepth
  ) -> PixelSize {
    let scale = min(
      Double(max(columns, 1)) / Double(size.width), Double(2 * max(rows, 1)) / Double(size.height), 1)
    let width = max(1, Int((Double(size.width) * scale).rounded()))
    let height = max(1, Int((Double(size.height) * scale).rounded()))
    return PixelSize(width: width, height: depth == .monochrome ? max(1, height / 2) : height)
  }

  private static func cells(of bitmap: Bitmap, row: Int, _ depth: ColourDepth) -> String {
    var line = ""
    var previous = ""
    for x in 0..<bitmap.width {
      var parameters = depth.parameters(for: shown(bitmap, x, row), isBackground: false)
      if row + 1 < bitmap.height {
        parameters += ";" + depth.parameters(for: shown(bitmap, x, row + 1), isBackground: true)
      }
      if parameters != previous { line += "\u{1b}[\(parameters)m" }
      previous = parameters
      line += "▀"
    }
    return line + "\u{1b}[0m"
  }

  /// Characters from light to dark on a dark ground, by luma.
  private static let ramp = Array(" .:-=+*#%@")

  private static func shades(of bitmap: Bitmap, row: Int) -> String {
    String(
      (0..<bitmap.width).map { x in
        let colour = shown(bitmap, x, row)
        let luma = 299 * Int(colour.red) + 587 * Int(colour.green) + 114 * Int(colour.blue)
        return ramp[luma * ramp.count / 255_001]
      })
  }

  /// The pixel over the checkerboard.
  private static func shown(_ bitmap: Bitmap, _ x: Int, _ y: Int) -> Colour {
    let colour = bitmap[x, y]
    guard colour.alpha < 255 else { return colour }
    let ground = (x / 2 + y / 2) % 2 == 0 ? 102 : 153
    let alpha = Int(colour.alpha)
    func over(_ sample: UInt8) -> UInt8 { UInt8((Int(sample) * alpha + ground * (255 - alpha) + 127) / 255) }
    return Colour(red: over(colour.red), green: over(colour.green), blue: over(colour.blue))
  }
}
