internal import EditModel
internal import Engine
internal import Raster

extension Shell {
  func canvas(_ request: CanvasRequest) async throws(Problem) -> Answer {
    let session = try current()
    let size = try await session.show(.current(back: 0)).round.picture.size
    let report = try await session.changeCanvas(
      request.change.resolved(in: size), fill: request.fill, border: request.mask)
    let round = try await session.show(.round(report.round.id))
    return Answer([round.line] + report.lines, round.json)
  }
}

extension CanvasRequest.Change {
  /// The change in whole pixels; edges are rounded to the nearest.
  func resolved(in size: PixelSize) -> CanvasChange {
    func across(_ length: Length?) -> Int { length.map { $0.wholePixels(ofSide: size.width) } ?? 0 }
    func down(_ length: Length?) -> Int { length.map { $0.wholePixels(ofSide: size.height) } ?? 0 }
    switch self {
    case .extend(let left, let top, let right, let bottom):
      return .extend(left: across(left), top: down(top), right: across(right), bottom: down(bottom))
    case .crop(let corner, let width, let height):
      return .crop(
        PixelRect(
          x: across(corner.x), y: down(corner.y), width: across(width), height: down(height)))
    case .pad(let target, let anchor): return .pad(to: target, anchor: anchor)
    case .fit(let target, let anchor): return .fit(in: target, anchor: anchor)
    }
  }
}

extension Length {
  fileprivate func wholePixels(ofSide side: Int) -> Int { Int(pixels(ofSide: side).rounded()) }
}

extension CanvasReport {
  fileprivate var lines: [String] {
    var lines: [String] = []
    if let border { lines.append("mask \(border) covers what is new and is in use") }
    if !carriedMasks.isEmpty { lines.append("masks went along: \(carriedMasks.joined(separator: ", "))") }
    if !carriedInstructions.isEmpty {
      let names = carriedInstructions.map(\.description).joined(separator: ", ")
      lines.append("masks of queued instructions went along: \(names)")
    }
    return lines
  }
}
