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
  /// What the same call would have cost with the yardstick's model; `nil` when nothing came back, or when
  /// that model has no price for it.
  public let elsewhere: Estimate?
}

/// What a session has cost so far.
public struct CostReport: Hashable, Sendable {
  public let lines: [CostLine]
  public let billed: Money
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
    return CostReport(
      lines: lines, billed: billed, answeredFromStore: try answeredFromStore(),
      yardstick: view.value(of: "model"), quality: view.value(of: "quality"),
      elsewhere: lines.compactMap(\.elsewhere).reduce(.zero, +),
      rows: pricing(of: try existingRound(.source).picture.size)?.rows ?? [])
  }

  private func line(for attempt: Attempt) throws(Problem) -> CostLine {
    let intended = attempt.intended
    let prompt = intended.instructions.map(\.text).joined(separator: "\n")
    let isMasked = intended.instructions.allSatisfy { $0.mask != nil }
    let wasAnswered = attempt.replied != nil
    let pricing = pricing(of: try existingRound(intended.base).picture.size)
    return CostLine(
      attempt: attempt.id, provider: intended.provider, model: intended.model,
      instructions: intended.instructions.map(\.id),
      outcome: attempt.closed?.outcome.rawValue ?? "open", actual: attempt.replied?.actual,
      elsewhere: !wasAnswered ? nil : pricing?.estimate(prompt: prompt, isMasked: isMasked).amount)
  }

  private func pricing(of size: PixelSize) -> WholePicturePricing? {
    WholePicturePricing(
      model: view.value(of: "model"), quality: view.value(of: "quality"), picture: size,
      prices: .embedded)
  }

  private func answeredFromStore() throws(Problem) -> Int {
    var count = 0
    for id in folder.rounds where try existingRound(id).maker?.answeredFrom != nil { count += 1 }
    return count
  }
}
