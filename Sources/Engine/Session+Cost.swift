public import Billing
public import EditModel
internal import Planner
internal import Raster
internal import Store

/// One attempt in the account.
public struct CostLine: Hashable, Sendable {
  public let attempt: AttemptID
  public let provider: String
  public let model: String
  public let instructions: [QueueID]
  /// How the attempt ended, in the journal's word; `open` while it has not.
  public let outcome: String
  /// `nil` when nothing came back.
  public let actual: Actual?
  /// What may have been billed without anybody knowing: unknown outcomes, refused contents, replies that
  /// cannot be used.
  public let possible: Money?
  /// What the same call would have cost with the yardstick's model; `nil` when nothing came back, or when
  /// that model has no price for it.
  public let elsewhere: Estimate?
}

/// What a session has cost so far.
public struct CostReport: Hashable, Sendable {
  public let lines: [CostLine]
  public let billed: Money
  /// The sum of what may have been billed beyond that.
  public let possible: Money
  /// Rounds that a stored result answered, for which nothing was asked.
  public let answeredFromStore: Int
  public let yardstick: String
  public let quality: String
  /// The sum of what is known elsewhere.
  public let elsewhere: Estimate
  /// The price rows behind `elsewhere`.
  public let rows: [PriceRow]
}

extension Session {
  /// The account of all attempts, also of rounds that were undone; reads only.
  ///
  /// `elsewhere` prices each call with the model and quality that are set, on the whole picture at the
  /// nearest legal size, with the instructions' own words as prompt.
  public func cost() throws(Problem) -> CostReport {
    try catchUp()
    var lines: [CostLine] = []
    for attempt in try attempts() { lines.append(try line(for: attempt)) }
    var billed = Money.zero
    for case .billed(let amount, _)? in lines.map(\.actual) { billed += amount }
    let possible = lines.compactMap(\.possible).reduce(.zero, +)
    return CostReport(
      lines: lines, billed: billed, possible: possible, answeredFromStore: answeredFromStore,
      yardstick: view.value(of: "model"), quality: view.value(of: "quality"),
      elsewhere: lines.compactMap(\.elsewhere).reduce(.zero, +),
      rows: try pricing(for: .source)?.rows ?? [])
  }

  /// What the attempt cost that made a round; `nil` for a round that no attempt made, or whose attempt was
  /// answered by no usage.
  public func actual(of round: Round) throws(Problem) -> Actual? {
    guard let maker = round.maker, maker.answeredFrom == nil, let id = maker.attempt else { return nil }
    let attempt = try problem(about: path) { () throws(StoreError) in try folder.attempt(id) }
    return attempt?.replied?.actual
  }

  private func line(for attempt: Attempt) throws(Problem) -> CostLine {
    let intended = attempt.intended
    let prompt = intended.instructions.map(\.text).joined(separator: "\n")
    let isMasked = intended.instructions.allSatisfy { $0.mask != nil }
    let wasAnswered = attempt.replied != nil
    let pricing = try pricing(for: intended.base)
    // What nobody could price stays charged with what was held for it.
    let isUnpriced = attempt.replied?.actual == .unpriced
    return CostLine(
      attempt: attempt.id, provider: intended.provider, model: intended.model,
      instructions: intended.instructions.map(\.id),
      outcome: attempt.closed?.outcome.rawValue ?? "open", actual: attempt.replied?.actual,
      possible: attempt.mayHaveCost ?? (isUnpriced ? intended.reservation.amount : nil),
      elsewhere: !wasAnswered ? nil : pricing?.estimate(prompt: prompt, isMasked: isMasked).amount)
  }

  /// `nil` where there is no such round, as after a first picture that never came.
  private func pricing(for base: RoundID) throws(Problem) -> WholePicturePricing? {
    try round(base).flatMap { pricing(of: $0.picture.size) }
  }

  private func pricing(of size: PixelSize) -> WholePicturePricing? {
    WholePicturePricing(
      model: view.value(of: "model"), quality: view.value(of: "quality"), picture: size,
      prices: providers.prices)
  }

  /// Of this session's own results and of other sessions'.
  private var answeredFromStore: Int {
    folder.roundRecords.count { $0.answeredFrom != nil || $0.kind == .edited && $0.attempt == nil }
  }
}
