/// All amounts and tokens of an account's row as one vector, so that each is shared out and added the same
/// way.
///
/// A range stands there as its lower end and its width, so that each part of it is a range again. Sums that
/// leave 64 bits stay at the end and are marked, because what a damaged session says must not stop the
/// account of all others.
struct AuditSums: Hashable, Sendable {
  /// The fields with a fixed place; after them stand two for each lever and two for each state.
  enum Field: Int, CaseIterable {
    case estimateLow, estimateWidth
    case billed, possible, reserved, held
    case comparedLow, comparedWidth, comparedBilled
    case textIn, imageIn, cachedIn, imageOut, textOut
  }

  private static let levers = Field.allCases.count
  private static let states = levers + 2 * Lever.allCases.count
  private static let count = states + 2 * AuditState.allCases.count

  static let zero = AuditSums()

  /// What stands in each place.
  static let names =
    Field.allCases.map { "\($0)" } + Lever.allCases.flatMap { ["\($0)Low", "\($0)Width"] }
    + AuditState.allCases.flatMap { ["\($0)Billed", "\($0)Possible"] }

  private(set) var values = [Int64](repeating: 0, count: count)
  /// A bit for each place that may not be zero, since most are; there are fewer than 64.
  private var used: UInt64 = 0
  /// False when a sum left 64 bits.
  private(set) var isExact = true

  private init() {}

  subscript(field: Field) -> Int64 {
    get { values[field.rawValue] }
    set { set(newValue, at: field.rawValue) }
  }

  /// What a lever saved: the lower end, and how far the upper one lies above it.
  subscript(lever: Lever) -> (low: Int64, width: Int64) {
    get { pair(Self.levers + 2 * lever.place) }
    set { set(newValue, at: Self.levers + 2 * lever.place) }
  }

  /// What the attempts in one state cost and may have cost.
  subscript(state: AuditState) -> (billed: Int64, possible: Int64) {
    get { pair(Self.states + 2 * state.place) }
    set { set(newValue, at: Self.states + 2 * state.place) }
  }

  private func pair(_ place: Int) -> (Int64, Int64) { (values[place], values[place + 1]) }

  private mutating func set(_ pair: (Int64, Int64), at place: Int) {
    set(pair.0, at: place)
    set(pair.1, at: place + 1)
  }

  private mutating func set(_ amount: Int64, at place: Int) {
    values[place] = amount
    used |= 1 << UInt64(place)
  }

  mutating func reset() {
    for place in BitPlaces(used) { values[place] = 0 }
    used = 0
    isExact = true
  }

  mutating func add(_ other: AuditSums) {
    isExact = isExact && other.isExact
    used |= other.used
    for place in BitPlaces(other.used) { add(other.values[place], at: place) }
  }

  /// Adds one of `count` equal parts: whole units, and what cannot be parted goes to the first.
  mutating func add(_ other: AuditSums, part: Int, of count: Int) {
    if count == 1 { return add(other) }
    isExact = isExact && other.isExact
    used |= other.used
    for place in BitPlaces(other.used) {
      add(other.values[place].share(part, of: count), at: place)
    }
  }

  private mutating func add(_ amount: Int64, at place: Int) {
    let (sum, overflow) = values[place].addingReportingOverflow(amount)
    values[place] = overflow ? (amount < 0 ? .min : .max) : sum
    if overflow { isExact = false }
  }

  static func == (left: AuditSums, right: AuditSums) -> Bool {
    left.values == right.values && left.isExact == right.isExact
  }

  func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

/// The places of the bits that are set, lowest first.
private struct BitPlaces: Sequence, IteratorProtocol {
  private var bits: UInt64

  init(_ bits: UInt64) { self.bits = bits }

  mutating func next() -> Int? {
    guard bits != 0 else { return nil }
    defer { bits &= bits - 1 }
    return bits.trailingZeroBitCount
  }
}

extension Int64 {
  /// One of `count` equal parts in whole units; what cannot be parted goes to the first.
  func share(_ part: Int, of count: Int) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: Int64(count))
    return part == 0 ? quotient + remainder : quotient
  }
}

extension Estimate {
  /// One of `count` equal parts, which is a range as well.
  func share(_ part: Int, of count: Int) -> Estimate {
    let low = low.nanodollars.share(part, of: count)
    return Estimate(low: low, width: width.share(part, of: count))
  }

  /// How far the upper end lies above the lower one, in nano-dollars.
  var width: Int64 {
    let (width, overflow) = high.nanodollars.subtractingReportingOverflow(low.nanodollars)
    return overflow ? .max : max(0, width)
  }

  init(low: Int64, width: Int64) {
    let low = Money(nanodollars: low)
    self.init(low: low, high: low.adding(Money(nanodollars: max(0, width))))
  }

  /// The sum, with ends that stay within 64 bits.
  func adding(_ other: Estimate) -> Estimate {
    Estimate(low: low.adding(other.low), high: high.adding(other.high))
  }
}

extension Money {
  /// The sum, or the nearest amount of 64 bits.
  func adding(_ other: Money) -> Money {
    let (sum, overflow) = nanodollars.addingReportingOverflow(other.nanodollars)
    return Money(nanodollars: overflow ? (other.nanodollars < 0 ? .min : .max) : sum)
  }
}

extension Lever {
  /// Its place in the order of credit.
  fileprivate var place: Int {
    switch self {
    case .stored: 0
    case .local: 1
    case .merge: 2
    case .crop: 3
    case .canvas: 4
    case .draft: 5
    }
  }
}

extension AuditState {
  /// Its place in the order of `allCases`.
  var place: Int {
    switch self {
    case .open: 0
    case .done: 1
    case .rejected: 2
    case .failed: 3
    case .refused: 4
    case .unknown: 5
    case .billedWithoutResult: 6
    case .abandoned: 7
    }
  }
}
