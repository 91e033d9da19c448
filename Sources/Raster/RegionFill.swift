/// Overwrites whole connected regions of a plane of weights.
///
/// A seed stands for the run of members around it; the runs above and below that touch it become seeds in
/// turn. Overwritten pixels are no members any more, so none is visited twice.
struct RegionFill {
  let size: PixelSize
  /// The weights of the regions' pixels; the new weight is none of them.
  let members: ClosedRange<UInt8>
  let connectivity: Connectivity
  private var seeds: [Int] = []

  init(size: PixelSize, members: ClosedRange<UInt8>, connectivity: Connectivity) {
    self.size = size
    self.members = members
    self.connectivity = connectivity
  }

  /// Gives the whole region around the member at `seed`, an index among the weights, the weight `weight`.
  mutating func fill(
    from seed: Int, with weight: UInt8, in weights: UnsafeMutableBufferPointer<UInt8>
  ) {
    seeds.append(seed)
    while let seed = seeds.popLast() {
      guard members.contains(weights[seed]) else { continue }
      let y = seed / size.width
      let run = run(around: seed, row: y * size.width, weights)
      for index in run { weights[index] = weight }
      if y > 0 { addSeeds(next: run, by: -size.width, row: (y - 1) * size.width, weights) }
      if y < size.height - 1 { addSeeds(next: run, by: size.width, row: (y + 1) * size.width, weights) }
    }
  }

  private func run(
    around seed: Int, row: Int, _ weights: UnsafeMutableBufferPointer<UInt8>
  ) -> Range<Int> {
    var start = seed
    var end = seed + 1
    while start > row, members.contains(weights[start - 1]) { start -= 1 }
    while end < row + size.width, members.contains(weights[end]) { end += 1 }
    return start..<end
  }

  /// Adds the first pixel of each run, in the row that begins at `row`, which touches `run`.
  private mutating func addSeeds(
    next run: Range<Int>, by step: Int, row: Int, _ weights: UnsafeMutableBufferPointer<UInt8>
  ) {
    let start = max(run.lowerBound + step - connectivity.rawValue, row)
    let end = min(run.upperBound + step + connectivity.rawValue, row + size.width)
    var wasMember = false
    for index in start..<end {
      let isMember = members.contains(weights[index])
      if isMember, !wasMember { seeds.append(index) }
      wasMember = isMember
    }
  }
}
