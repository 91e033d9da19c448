extension CanvasChange {
  /// The picture in its new frame.
  ///
  /// Only `fit` computes new samples, as `Bitmap.resized(to:bands:)` does; everything else copies them.
  ///
  /// - Throws: As `size(from:)` does.
  public func applied(
    to bitmap: Bitmap, fill: CanvasFill, bands: Bands = .standard
  ) throws(RasterError) -> Bitmap {
    if case .crop(let rect) = self { return try bitmap.cropped(to: rect) }
    let layout = try layout(from: bitmap.size)
    let content = try bitmap.resized(to: layout.content.size, bands: bands)
    guard content.size != layout.frame else { return content }
    let colour: Colour
    switch fill {
    case .edge: return layout.continuingEdges(of: content, bands: bands)
    case .transparent: colour = .transparent
    case .colour(let stated): colour = stated
    }
    var canvas = Bitmap(
      width: layout.frame.width, height: layout.frame.height, filledWith: colour)
    canvas.paste(content, x: layout.content.x, y: layout.content.y)
    return canvas
  }

  /// The mask in its picture's new frame; new parts have weight 0.
  ///
  /// Only `fit` computes new weights, as `Mask.resized(to:bands:)` does.
  ///
  /// - Throws: As `size(from:)` does.
  public func applied(to mask: Mask, bands: Bands = .standard) throws(RasterError) -> Mask {
    if case .crop(let rect) = self { return try mask.cropped(to: rect) }
    let layout = try layout(from: mask.size)
    let content = try mask.resized(to: layout.content.size, bands: bands)
    guard content.size != layout.frame else { return content }
    var canvas = Mask(width: layout.frame.width, height: layout.frame.height, filledWith: 0)
    canvas.paste(content, x: layout.content.x, y: layout.content.y)
    return canvas
  }

  /// The new border as a mask of the new frame: 255 where no pixel of the old picture lies, 0 elsewhere.
  ///
  /// - Returns: `nil` when there is no such place.
  /// - Throws: As `size(from:)` does.
  public func newArea(from old: PixelSize) throws(RasterError) -> Mask? {
    let frame = try size(from: old)
    let kept = try placement(from: old)
    guard kept != PixelRect(frameOf: frame) else { return nil }
    var area = Mask(width: frame.width, height: frame.height, filledWith: 255)
    area.paste(
      Mask(width: kept.width, height: kept.height, filledWith: 0), x: kept.x, y: kept.y)
    return area
  }
}

extension CanvasChange.Layout {
  /// A frame around `picture`, which has the content's size, that repeats its outermost pixels.
  fileprivate func continuingEdges(of picture: Bitmap, bands: Bands) -> Bitmap {
    let rowLength = 4 * frame.width
    let samples = bands.makeRows(of: UInt8.self, rowLength: rowLength, height: frame.height) {
      rows, part in
      picture.samples.withUnsafeBufferPointer { source in
        for y in rows {
          let nearest = min(max(y - content.y, 0), content.height - 1) * 4 * content.width
          let start = (y - rows.lowerBound) * rowLength
          write(
            UnsafeMutableBufferPointer(rebasing: part[start..<start + rowLength]),
            from: UnsafeBufferPointer(rebasing: source[nearest..<nearest + 4 * content.width]))
        }
      }
    }
    return Bitmap(width: frame.width, height: frame.height, samples: samples)
  }

  private func write(
    _ row: UnsafeMutableBufferPointer<UInt8>, from source: UnsafeBufferPointer<UInt8>
  ) {
    let first = 4 * content.x
    let end = 4 * content.maxX
    for index in 0..<first { row[index] = source[index & 3] }
    for index in 0..<source.count { row[first + index] = source[index] }
    for index in end..<row.count { row[index] = source[source.count - 4 + (index & 3)] }
  }
}
