/// The rectangle of pixels that is compared and copied around a centre.
struct PatchShape: Equatable, Sendable {
  let radiusX: Int
  let radiusY: Int

  /// The patch of `radius`, made narrower or flatter where the window is too small for it.
  init(radius: Int, width: Int, height: Int) {
    radiusX = min(radius, (width - 1) / 2)
    radiusY = min(radius, (height - 1) / 2)
  }

  var pixelCount: Int { (2 * radiusX + 1) * (2 * radiusY + 1) }
}

/// Which centres a level has: where patches are to be found, and where they may come from.
struct PatchCentres: Sendable {
  let shape: PatchShape

  /// True at the centres whose patch lies in the frame and meets the hole.
  let targets: [Bool]

  /// True at the centres whose patch lies in the frame and holds only pixels that may be copied.
  let sources: [Bool]

  /// The indices of `sources`, in scan order.
  let sourceList: [Int32]

  init(level: PatchLevel, shape: PatchShape) {
    self.shape = shape
    let useless = zip(level.unknown, level.barred).map { $0 || $1 }
    let holes = Self.patchCounts(level.unknown, level: level, shape: shape)
    let bars = Self.patchCounts(useless, level: level, shape: shape)
    targets = holes.map { $0 > 0 }
    sources = bars.map { $0 == 0 }
    sourceList = bars.indices.filter { bars[$0] == 0 }.map { Int32($0) }
  }

  /// The centres of the largest patch, up to `radius`, that fits somewhere between holes.
  init(level: PatchLevel, radius: Int) {
    var smaller = radius
    var centres = PatchCentres(
      level: level, shape: PatchShape(radius: smaller, width: level.width, height: level.height))
    while centres.sourceList.isEmpty, smaller > 0 {
      smaller -= 1
      centres = PatchCentres(
        level: level, shape: PatchShape(radius: smaller, width: level.width, height: level.height))
    }
    self = centres
  }

  /// How many flags are set in the patch around each centre; -1 where the patch leaves the frame.
  private static func patchCounts(
    _ flags: [Bool], level: PatchLevel, shape: PatchShape
  ) -> [Int32] {
    let width = level.width
    let stride = width + 1
    let table = summedArea(flags, width: width, height: level.height)
    var counts = [Int32](repeating: -1, count: level.count)
    for y in shape.radiusY..<level.height - shape.radiusY {
      let top = (y - shape.radiusY) * stride
      let bottom = (y + shape.radiusY + 1) * stride
      for x in shape.radiusX..<width - shape.radiusX {
        let left = x - shape.radiusX
        let right = x + shape.radiusX + 1
        counts[y * width + x] =
          table[bottom + right] - table[bottom + left] - table[top + right] + table[top + left]
      }
    }
    return counts
  }

  private static func summedArea(_ flags: [Bool], width: Int, height: Int) -> [Int32] {
    let stride = width + 1
    var table = [Int32](repeating: 0, count: stride * (height + 1))
    for y in 0..<height {
      var row: Int32 = 0
      for x in 0..<width {
        if flags[y * width + x] { row += 1 }
        table[(y + 1) * stride + x + 1] = table[y * stride + x + 1] + row
      }
    }
    return table
  }
}
