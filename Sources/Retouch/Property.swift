/// What of a picture can be turned up or down.
enum Property: Equatable, Sendable {
  case brightness, contrast, saturation, warmth, sharpness, blur, mosaic, hue

  var scale: Scale {
    switch self {
    case .brightness, .contrast, .warmth:
      Scale(unit: .percent, little: 100, usual: 200, much: 500, range: 0...1000)
    case .saturation: Scale(unit: .percent, little: 150, usual: 300, much: 600, range: 0...1000)
    case .sharpness: Scale(unit: .percent, little: 400, usual: 800, much: 1600, range: 0...3000)
    case .blur: Scale(unit: .pixels, little: 30, usual: 60, much: 160, range: 5...500)
    case .mosaic: Scale(unit: .pixels, little: 60, usual: 120, much: 320, range: 20...2560)
    case .hue: Scale(unit: .degrees, little: 150, usual: 300, much: 900, range: 0...3600)
    }
  }

  /// True when the property can also be turned down; what is blurred cannot be made sharp by less blur.
  var hasOpposite: Bool {
    switch self {
    case .brightness, .contrast, .saturation, .warmth, .hue: true
    case .sharpness, .blur, .mosaic: false
    }
  }

  /// The adjustment for a direction (`+1` or `-1`) and an amount.
  func adjustment(direction: Int, amount: Amount?) throws(RetouchError) -> Adjustment {
    let tenths = try scale.tenths(amount)
    switch self {
    case .brightness: return .brightness(permille: direction * tenths)
    case .contrast: return .contrast(permille: direction * tenths)
    case .saturation: return .saturation(permille: direction * tenths)
    case .warmth: return .warmth(permille: direction * tenths)
    case .sharpness: return .sharpen(permille: tenths)
    case .blur: return .blur(radiusTenths: tenths)
    case .hue: return .hue(degreeTenths: direction * tenths)
    case .mosaic:
      guard tenths % 10 == 0 else { throw .notUnderstood(decimal(tenths) + " px") }
      return .pixelate(blockPixels: tenths / 10)
    }
  }
}
