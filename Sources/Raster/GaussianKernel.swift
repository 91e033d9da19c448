/// The weights of a Gaussian, cut at four standard deviations, as integers whose sum is 65,536.
struct GaussianKernel: Sendable {
  /// `half[k]` is the weight at distance `k` on either side.
  let half: [UInt16]

  /// Largest distance, in samples.
  var radius: Int { half.count - 1 }

  /// - Precondition: `sigma` is at least 0.25 samples, so that the kernel reaches a neighbour.
  init(sigma: Double) {
    precondition(sigma >= 0.25, "a narrower kernel is a single sample")
    let side = (1...Int(4 * sigma)).map { Elementary.exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let scale = 65_536 / (1 + 2 * side.reduce(0, +))
    // Rounding the running sum instead of each weight keeps the error of every step edge below one unit.
    var sum = 0.0
    var given = 0
    let outer = side.reversed().map { weight in
      sum += weight * scale
      let rounded = Int(sum.rounded()) - given
      given += rounded
      return UInt16(rounded)
    }
    half = [UInt16(65_536 - 2 * given)] + outer.reversed()
  }
}
