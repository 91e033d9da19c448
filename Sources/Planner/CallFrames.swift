internal import Billing
internal import EditModel
internal import Raster

/// The frames in which one model at one quality can be sent a picture, or regions of it.
final class CallFrames {
  let picture: PixelSize
  /// As naively sent: on the nearest legal size.
  let naive: SentFrame
  /// For a call whose instructions all have masks, which is never reduced to `whole-size`.
  let masked: SentFrame
  /// For a call that may change any pixel.
  let open: SentFrame
  /// The one for such a call if `whole-size` were no limit.
  let uncapped: SentFrame
  private let solver: CanvasSolver
  private var regions: [PixelRect: SentFrame?] = [:]

  /// - Parameter prices: `nil` where nothing is priced; then the fewest pixels decide.
  /// - Returns: `nil` when the rule allows no size at all.
  init?(_ picture: PixelSize, rule: SizeRule, wholeSize: Int, prices: ModelPrices?) {
    guard let canvas = rule.nearestSize(to: picture) else { return nil }
    let naive = SentFrame(wholly: picture, on: canvas)
    let pricing = prices?.plainPricing(on: canvas)
    let openSolver = CanvasSolver(rule: rule, cost: CanvasCost(pricing, isMasked: false))
    solver = CanvasSolver(rule: rule, cost: CanvasCost(pricing, isMasked: true))
    func frame(_ solver: CanvasSolver, isMasked: Bool, mayCap: Bool) -> SentFrame {
      guard let frame = solver.whole(picture, wholeSize: wholeSize, mayCap: mayCap) else { return naive }
      let isDearer = prices?.isDearer(frame.canvas, than: naive.canvas, isMasked: isMasked) ?? false
      return isDearer ? naive : frame
    }
    self.picture = picture
    self.naive = naive
    masked = frame(solver, isMasked: true, mayCap: false)
    open = frame(openSolver, isMasked: false, mayCap: true)
    uncapped = frame(openSolver, isMasked: false, mayCap: false)
  }

  func whole(isMasked: Bool) -> SentFrame { isMasked ? masked : open }

  /// The region around a box of masks, or `nil` when nothing is gained by sending it alone.
  func region(_ box: PixelRect) -> SentFrame? {
    if let frame = regions[box] { return frame }
    let frame = solver.crop(box, in: picture)
    regions[box] = .some(frame)
    return frame
  }
}

extension SentFrame {
  /// The whole picture in the middle of a canvas: at its own scale where the canvas holds it, else as large as
  /// it goes.
  init(wholly picture: PixelSize, on canvas: PixelSize) {
    let content = canvas.covers(picture) ? picture : picture.scaled(into: canvas)
    self.init(placing: picture, at: content, on: canvas)
  }
}
