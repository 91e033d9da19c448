extension Bitmap {
  /// The picture with a mask shown on it, for people.
  ///
  /// The tint covers as strongly as the mask's weight says, half opaque at weight 255. Pixels with a weight
  /// above 0 that touch weight 0 or the frame's edge by a side form an outline in the full colour.
  ///
  /// - Parameter colour: The tint; its alpha does not count.
  /// - Throws: `sizeDiffers` when the mask has another size.
  public func tinted(
    with mask: Mask, colour: Colour = Colour(red: 255, green: 0, blue: 128), bands: Bands = .standard
  ) throws(RasterError) -> Bitmap {
    try mask.size.requireEqual(to: size)
    let opaque = Colour(red: colour.red, green: colour.green, blue: colour.blue)
    let layer = Bitmap(width: width, height: height, filledWith: opaque)
    return try layer.composited(over: self, through: mask.tintStrength(bands: bands), bands: bands)
  }
}

extension Mask {
  /// Half of each weight, and 255 along the outline.
  fileprivate func tintStrength(bands: Bands) -> Mask {
    let strengths = bands.makeRows(of: UInt8.self, rowLength: width, height: height) { rows, part in
      for y in rows {
        for x in 0..<width {
          let place = (y - rows.lowerBound) * width + x
          part[place] = isOutline(x: x, y: y) ? 255 : weights[y * width + x] / 2
        }
      }
    }
    return Mask(width: width, height: height, weights: strengths)
  }

  private func isOutline(x: Int, y: Int) -> Bool {
    let index = y * width + x
    guard weights[index] > 0 else { return false }
    if x == 0 || y == 0 || x == width - 1 || y == height - 1 { return true }
    return weights[index - 1] == 0 || weights[index + 1] == 0 || weights[index - width] == 0
      || weights[index + width] == 0
  }
}
