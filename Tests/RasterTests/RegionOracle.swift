import Raster

/// Connected regions by filling from pixel to pixel, the plainest way there is.
struct RegionOracle {
  let mask: Mask
  /// The indices of each region's pixels, regions in the order of their first pixels.
  private(set) var regions: [[Int]] = []

  init(_ mask: Mask, eight: Bool, where isMember: (UInt8) -> Bool) {
    self.mask = mask
    var isOpen = mask.weights.map(isMember)
    for start in isOpen.indices where isOpen[start] {
      var queue = [start]
      var next = 0
      isOpen[start] = false
      while next < queue.count {
        for neighbour in Self.neighbours(of: queue[next], in: mask, eight: eight) where isOpen[neighbour] {
          isOpen[neighbour] = false
          queue.append(neighbour)
        }
        next += 1
      }
      regions.append(queue)
    }
  }

  static func neighbours(of index: Int, in mask: Mask, eight: Bool) -> [Int] {
    let (x, y) = (index % mask.width, index / mask.width)
    var found: [Int] = []
    for dy in -1...1 {
      for dx in -1...1 where (dx, dy) != (0, 0) && (eight || dx == 0 || dy == 0) {
        let (u, v) = (x + dx, y + dy)
        if u >= 0, v >= 0, u < mask.width, v < mask.height { found.append(v * mask.width + u) }
      }
    }
    return found
  }

  func touchesFrame(_ region: [Int]) -> Bool {
    region.contains { index in
      let (x, y) = (index % mask.width, index / mask.width)
      return x == 0 || y == 0 || x == mask.width - 1 || y == mask.height - 1
    }
  }

  /// The regions none of whose pixels has a neighbour that `isOther` accepts.
  func regions(besideNo isOther: (UInt8) -> Bool) -> [[Int]] {
    regions.filter { region in
      !region.contains { index in
        Self.neighbours(of: index, in: mask, eight: true).contains { isOther(mask.weights[$0]) }
      }
    }
  }

  func component(_ region: [Int]) -> MaskComponent {
    let xs = region.map { $0 % mask.width }
    let ys = region.map { $0 / mask.width }
    let (left, top) = (xs.min()!, ys.min()!)
    let heavy = region.filter { mask.weights[$0] >= 128 }
    return MaskComponent(
      area: region.count,
      bounds: PixelRect(
        x: left, y: top, width: xs.max()! - left + 1, height: ys.max()! - top + 1),
      contact: FrameContact(
        left: heavy.count { $0 % mask.width == 0 }, top: heavy.count { $0 / mask.width == 0 },
        right: heavy.count { $0 % mask.width == mask.width - 1 },
        bottom: heavy.count { $0 / mask.width == mask.height - 1 }))
  }

  static let sizes = [(1, 1), (1, 40), (40, 1), (2, 2), (7, 9), (8, 8), (33, 20), (64, 70)]

  /// Masks of all densities: from dots to nets, of a few weights or of all.
  static func samples() -> [Mask] {
    var generator = SplitMix64(seed: 41)
    var masks: [Mask] = []
    for (width, height) in sizes {
      for density in [5, 30, 45, 60, 75, 95] {
        let weights = (0..<width * height).map { _ -> UInt8 in
          if generator.next(below: 100) >= density { return 0 }
          let choices: [UInt8] = [1, 8, 9, 127, 128, 246, 247, 254, 255, 255]
          return choices[Int(generator.next(below: 10))]
        }
        masks.append(Mask(width: width, height: height, weights: weights))
      }
      masks.append(RandomRasters.mask(width: width, height: height, seed: UInt64(width)))
    }
    return masks + patterns()
  }

  /// Shapes whose parts meet late, in many rows, or by corners only.
  static func patterns() -> [Mask] {
    let side = 31
    func mask(_ isSet: (Int, Int) -> Bool) -> Mask {
      let weights = (0..<side * side).map { isSet($0 % side, $0 / side) ? UInt8(255) : 0 }
      return Mask(width: side, height: side, weights: weights)
    }
    let spiral = mask { x, y in
      let ring = min(x, y, side - 1 - x, side - 1 - y)
      let isGate = y == ring + 1 && x == ring
      return (ring % 2 == 0) != isGate
    }
    return [
      mask { ($0 + $1) % 2 == 0 },
      mask { x, y in x % 2 == 0 || y == side - 1 },
      mask { x, y in x % 2 == 0 || y == 0 },
      mask { x, y in x % 4 == y % 4 },
      mask { x, y in (side - x) % 5 == y % 5 },
      mask { x, y in abs(x - 15) == y / 2 },
      spiral, spiral.inverted(),
      mask { x, y in x % 2 == 1 && y % 2 == 1 },
    ]
  }
}
