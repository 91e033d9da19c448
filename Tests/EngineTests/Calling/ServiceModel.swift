/// What a service counts in a minute, in images: the two ways in which services do it.
enum ServiceModel: Sendable, CaseIterable {
  /// All calls of the last 60 s, that at exactly 60 s included, to be on the strict side.
  case slidingWindow
  /// A bucket of a minute's images that refills evenly.
  case tokenBucket
}

/// Counts calls as a service would, at the milliseconds at which it looks at them.
struct CountingService {
  let model: ServiceModel
  let limit: Int
  private var counted: [(time: Int, images: Int)] = []
  /// In sixty-thousandths of an image.
  private var level: Int
  private var filled = 0
  private(set) var refusals = 0

  init(_ model: ServiceModel, limit: Int) {
    self.model = model
    self.limit = limit
    level = limit * 60_000
  }

  var countedTimes: [Int] { counted.map(\.time) }

  /// - Returns: Images that remain, or `nil` when the call was refused with a 429.
  mutating func count(_ images: Int, at time: Int) -> Int? {
    level = min(limit * 60_000, level + (time - filled) * limit)
    filled = time
    let used = counted.reversed().prefix { $0.time >= time - 60_000 }.reduce(0) { $0 + $1.images }
    let fits = model == .slidingWindow ? used + images <= limit : images * 60_000 <= level
    guard fits else {
      refusals += 1
      return nil
    }
    counted.append((time, images))
    level -= images * 60_000
    return model == .slidingWindow ? limit - used - images : level / 60_000
  }
}
