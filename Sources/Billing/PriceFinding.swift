public import EditModel

/// Something about the price table that its user should look at.
public struct PriceFinding: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A price that was last seen more than `PriceFinding.oldAfterDays` days ago.
    case old
    /// The model has been shut down.
    case shutDown = "shut-down"
    /// The program calls the model and cannot say what that costs.
    case withoutPrice = "without-price"
  }

  /// Older prices should be read again.
  public static let oldAfterDays = 90

  public let kind: Kind
  public let model: String
  /// The row that is old, otherwise `nil`.
  public let row: PriceRow?
  /// The day that it is about, `YYYY-MM-DD`: when the price was seen, or the shutdown.
  public let day: String?
  /// False for a model that is not called any more: its prices are kept for the bills of the past.
  public let isInUse: Bool
}

extension PriceTable {
  /// What should be looked at, in the order of the tables: old rows and shutdowns, then models without price.
  ///
  /// - Parameters:
  ///   - models: Which models the program calls; a shutdown is known by either table.
  ///   - now: The present moment; days are in UTC.
  public func findings(models known: ModelTable, now: Timestamp) -> [PriceFinding] {
    models.flatMap { findings($0, known.model(named: $0.id), now: now) }
      + known.models.filter { $0.options != nil && model(named: $0.id) == nil }.map {
        PriceFinding(kind: .withoutPrice, model: $0.id, row: nil, day: nil, isInUse: true)
      }
  }

  private func findings(_ model: PricedModel, _ facts: ModelFacts?, now: Timestamp) -> [PriceFinding] {
    let isCalled = facts.map { $0.options != nil } ?? true
    if model.isShutDown(at: now) || facts?.isShutDown(at: now) ?? false {
      let day = [model.ends, facts?.ends].compactMap(\.self).min()
      return [PriceFinding(kind: .shutDown, model: model.id, row: nil, day: day, isInUse: isCalled)]
    }
    let rows = model.prices + model.batchPrices + model.picturePrices
    return rows.filter { $0.isOld(at: now) }.map {
      PriceFinding(kind: .old, model: model.id, row: $0, day: $0.seen, isInUse: isCalled)
    }
  }
}

extension PriceRow {
  /// True also for a day that no calendar has.
  fileprivate func isOld(at now: Timestamp) -> Bool {
    guard let start = Timestamp("\(seen)T00:00:00.000Z") else { return true }
    let day: Int64 = 86_400_000
    return now.milliseconds - start.milliseconds >= Int64(PriceFinding.oldAfterDays + 1) * day
  }
}
