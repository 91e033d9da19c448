internal import Billing
internal import EditModel
internal import Planner
internal import Raster

/// What a call sends of the picture, and why.
struct GeometryWording {
  let call: PlannedCall
  let showsReasons: Bool

  var lines: [String] {
    guard let frame = call.frame else { return [] }
    return ["  sends \(part(frame)) on a canvas of \(frame.canvas)\(scale(frame))"] + reason.map { "  \($0)" }
  }

  private func part(_ frame: SentFrame) -> String {
    let size = "\(frame.crop.width)x\(frame.crop.height)"
    if case .region = call.geometry {
      return "the region \(size) at \(frame.crop.x),\(frame.crop.y)"
    }
    return "the whole picture, \(size)"
  }

  private func scale(_ frame: SentFrame) -> String {
    frame.crop.size == frame.placed.size
      ? "" : ", scaled to \(frame.placed.width)x\(frame.placed.height)"
  }

  private var reason: [String] {
    switch call.geometry {
    case .asIs, .whole: return []
    case .region(let whole?) where showsReasons: return ["the whole picture would cost \(whole.words)"]
    case .wholeCheaper(let region?) where showsReasons:
      return ["the region around its masks would cost \(region.words)"]
    case .region, .wholeCheaper: return []
    case .capped(let scale, let uncapped):
      let other = uncapped.map { "; at its own scale it would cost \($0.words)" } ?? ""
      return ["reduced to \(scale.words) by whole-size\(other)"]
    case .tooLarge(let scale): return ["reduced to \(scale.words): the model renders nothing larger"]
    }
  }
}

extension PixelScale {
  fileprivate var words: String { "\(numerator)/\(denominator)" }
}
