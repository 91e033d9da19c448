import Raster

/// The pixels that are connected with the frame's border and have its colour.
///
/// The border's most frequent colour is taken for the background's. From the border pixels near it the flood
/// goes to each neighbour that lies near a running mean of the path to it, so that it follows a soft gradient
/// or shadow, until that mean has drifted too far from the background's colour. Enclosed areas of the same
/// colour (the hole in a handle) are not reached.
struct BackgroundFlood {
  /// Least share of the border, in per cent, that has the background's colour.
  static let leastBorderPercent = 50

  /// Euclidean distances in RGB levels, squared.
  private static let nearBorder = 48 * 48
  private static let drift = 72 * 72

  /// Distance to the running mean that still counts as noise.
  private static let tolerance = 14...24

  private let area: Area
  /// The squared distance to the running mean that still counts as noise here.
  private let nearMean: Int
  /// The most frequent colour of the border.
  let colour: SIMD3<Int>
  /// True for background, row after row.
  private(set) var isBackground: [Bool]

  /// - Throws: `backgroundNotPlain` when too little of the border has one colour.
  init(_ area: Area) throws(RetouchError) {
    self.area = area
    let border = Self.border(width: area.width, height: area.height)
    let colour = Self.dominant(border.map { Self.rgb(area.colour($0)) })
    let seeds = border.filter { pixel in
      area.colour(pixel).alpha == 0
        || Self.distance(Self.rgb(area.colour(pixel)), colour) <= Self.nearBorder
    }
    let percent = 100 * seeds.count / border.count
    guard percent >= Self.leastBorderPercent else {
      throw RetouchError(
        .backgroundNotPlain, found: "\(percent)%", allowed: "\(Self.leastBorderPercent)...100%")
    }
    self.colour = colour
    let noise = Self.noise(seeds.map { Self.rgb(area.colour($0)) })
    nearMean = noise * noise
    isBackground = [Bool](repeating: false, count: area.width * area.height)
    spread(from: seeds)
    removeSpecks()
  }

  static func rgb(_ colour: Colour) -> SIMD3<Int> {
    SIMD3(Int(colour.red), Int(colour.green), Int(colour.blue))
  }

  static func distance(_ first: SIMD3<Int>, _ second: SIMD3<Int>) -> Int {
    let difference = first &- second
    return (difference &* difference).wrappedSum()
  }

  /// The indices of the outermost pixels, each once.
  private static func border(width: Int, height: Int) -> [Int] {
    var border: [Int] = []
    for y in 0..<height {
      let row = y * width..<(y + 1) * width
      if y == 0 || y == height - 1 || width < 3 {
        border += row
      } else {
        border += [row.lowerBound, row.upperBound - 1]
      }
    }
    return border
  }

  /// The mean of the colours in and around the fullest of 16 × 16 × 16 boxes of the cube.
  private static func dominant(_ colours: [SIMD3<Int>]) -> SIMD3<Int> {
    var counts = [Int](repeating: 0, count: 4096)
    for colour in colours {
      let box = colour &>> 4
      for z in max(box.z - 1, 0)...min(box.z + 1, 15) {
        for y in max(box.y - 1, 0)...min(box.y + 1, 15) {
          for x in max(box.x - 1, 0)...min(box.x + 1, 15) { counts[x + 16 * y + 256 * z] += 1 }
        }
      }
    }
    let most = counts.max() ?? 0
    let box = counts.firstIndex(of: most) ?? 0
    let centre = SIMD3(box % 16, box / 16 % 16, box / 256) &* 16 &+ 8
    let near = colours.filter { distance($0, centre) <= nearBorder }
    guard !near.isEmpty else { return centre }
    return near.reduce(.zero, &+) / SIMD3(repeating: near.count)
  }

  /// Four times the mean distance between neighbours on the border, within `tolerance`.
  private static func noise(_ seeds: [SIMD3<Int>]) -> Int {
    var sum = 0.0
    for (first, second) in zip(seeds, seeds.dropFirst()) {
      sum += Double(distance(first, second)).squareRoot()
    }
    let noise = Int(4 * sum / Double(max(seeds.count - 1, 1)))
    return min(max(noise, tolerance.lowerBound), tolerance.upperBound)
  }

  /// Gives single pixels of noise, which the flood has gone around, back to the background.
  private mutating func removeSpecks() {
    let flooded = isBackground
    for pixel in flooded.indices where !flooded[pixel] {
      let isSpeck = neighbours(of: pixel).allSatisfy { flooded[$0] }
      guard isSpeck, Self.distance(Self.rgb(area.colour(pixel)), colour) <= Self.nearBorder else { continue }
      isBackground[pixel] = true
    }
  }

  /// Breadth first, so that the same picture always gives the same paths.
  private mutating func spread(from seeds: [Int]) {
    // Means in 1/16 of a level.
    var means = [SIMD3<Int32>](repeating: .zero, count: isBackground.count)
    var queue = seeds
    for seed in seeds {
      isBackground[seed] = true
      means[seed] = SIMD3<Int32>(truncatingIfNeeded: Self.rgb(area.colour(seed)) &* 16)
    }
    var next = 0
    while next < queue.count {
      let pixel = queue[next]
      next += 1
      for neighbour in neighbours(of: pixel) where !isBackground[neighbour] {
        let mean = SIMD3<Int>(truncatingIfNeeded: means[pixel])
        guard let moved = step(from: mean, to: area.colour(neighbour)) else { continue }
        isBackground[neighbour] = true
        means[neighbour] = SIMD3<Int32>(truncatingIfNeeded: moved)
        queue.append(neighbour)
      }
    }
  }

  /// The running mean at the next pixel; `nil` when that pixel is no background.
  private func step(from mean: SIMD3<Int>, to next: Colour) -> SIMD3<Int>? {
    if next.alpha == 0 { return mean }
    let sample = Self.rgb(next) &* 16
    guard Self.distance(sample, mean) <= 256 * nearMean else { return nil }
    let moved = mean &+ (sample &- mean) / 8
    return Self.distance(moved, colour &* 16) <= 256 * Self.drift ? moved : nil
  }

  private func neighbours(of pixel: Int) -> [Int] {
    let (y, x) = pixel.quotientAndRemainder(dividingBy: area.width)
    var neighbours: [Int] = []
    if y > 0 { neighbours.append(pixel - area.width) }
    if x > 0 { neighbours.append(pixel - 1) }
    if x < area.width - 1 { neighbours.append(pixel + 1) }
    if y < area.height - 1 { neighbours.append(pixel + area.width) }
    return neighbours
  }
}
