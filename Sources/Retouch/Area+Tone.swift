import Raster

// Brightness, contrast, inversion: what changes luma.
extension Area {
  /// Brighter with a shoulder that saves highlights, or darker in proportion; hue is kept, and saturation as
  /// far as the new luma has room for it.
  func brightened(permille: Int) -> Bitmap {
    guard permille > 0 else {
      return toned { colour in colour.map { $0 * (1000 + permille) / 1000 } }
    }
    return toned { colour in
      let luma = colour.luma
      guard luma > 0 else { return colour }
      let lifted = Curve.shoulder(luma, permille: permille)
      return colour.with(luma: lifted, chroma: lifted, over: luma)
    }
  }

  /// More or less contrast around the area's mean luma, which is kept within `32...223` levels.
  ///
  /// Less contrast draws every sample towards the pivot in proportion; more contrast bends luma alone, so
  /// that saturation stays.
  func contrasted(permille: Int) -> Bitmap {
    let pivot = min(max(meanLuma(), 32 << 8), 223 << 8)
    guard permille > 0 else {
      return toned { colour in colour.map { pivot + ($0 - pivot) * (1000 + permille) / 1000 } }
    }
    return toned { colour in
      let luma = colour.luma
      guard luma > 0 else { return colour }
      let bent = Curve.contrast(luma, permille: permille, pivot: pivot)
      return colour.with(luma: bent, chroma: bent, over: luma)
    }
  }

  func inverted() -> Bitmap {
    mapped { _, colour in
      Colour(
        red: 255 - colour.red, green: 255 - colour.green, blue: 255 - colour.blue, alpha: colour.alpha)
    }
  }
}
