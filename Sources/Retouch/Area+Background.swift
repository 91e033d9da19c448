import Raster

extension Area {
  /// The backdrop instead of the masked area; without a mask instead of what the frame's border shows.
  ///
  /// - Throws: `backgroundNotPlain` without a mask, when the border does not show one colour.
  func withBackground(_ backdrop: Adjustment.Backdrop) throws(RetouchError) -> Bitmap {
    if weights != nil {
      return mapped { _, colour in backdrop.behind(Self.transparent(colour), alpha: colour.alpha) }
    }
    let matte = try BackgroundMatte(self)
    return mapped { pixel, colour in backdrop.behind(matte.subject(at: pixel), alpha: colour.alpha) }
  }

  private static func transparent(_ colour: Colour) -> Colour {
    Colour(red: colour.red, green: colour.green, blue: colour.blue, alpha: 0)
  }
}

extension Adjustment.Backdrop {
  /// What is seen of a subject, whose alpha is its share of the pixel, before this backdrop.
  ///
  /// - Parameter alpha: The pixel's alpha in the picture as it was.
  fileprivate func behind(_ subject: Colour, alpha: UInt8) -> Colour {
    let share = (2 * Int(subject.alpha) * Int(alpha) + 255) / 510
    switch self {
    case .transparent:
      return Colour(red: subject.red, green: subject.green, blue: subject.blue, alpha: UInt8(share))
    case .colour(let back):
      func over(_ front: UInt8, _ back: UInt8) -> UInt8 {
        UInt8((2 * (Int(front) * share + Int(back) * (255 - share)) + 255) / 510)
      }
      return Colour(
        red: over(subject.red, back.red), green: over(subject.green, back.green),
        blue: over(subject.blue, back.blue))
    }
  }
}
