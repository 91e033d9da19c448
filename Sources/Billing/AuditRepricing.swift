public import EditModel

/// Another way of making the same pictures.
public struct AuditWhatIf: Hashable, Sendable {
  /// By id or alias; `nil` keeps each attempt's own.
  public var model: String?
  /// `nil` keeps each attempt's own.
  public var quality: String?
  /// In a batch, where the model has prices for it.
  public var batch: Bool
  /// By which account of tokens.
  public var rule: TokenRule

  public init(
    model: String? = nil, quality: String? = nil, batch: Bool = false, rule: TokenRule = .measured
  ) {
    (self.model, self.quality, self.batch, self.rule) = (model, quality, batch, rule)
  }
}

/// An account priced another way, as far as it can be known.
public struct AuditRepricing: Hashable, Sendable {
  /// One row of the account, or all of it.
  ///
  /// `billed` and `repriced` are of the same attempts, those that were converted, so that they can be
  /// compared.
  public struct Row: Hashable, Sendable {
    public internal(set) var session: String?
    public internal(set) var path: String?
    public internal(set) var key: String?
    /// Attempts that were converted.
    public internal(set) var attempts = 0
    /// What was billed for them.
    public internal(set) var billed = Money.zero
    /// What they would have cost.
    public internal(set) var repriced = Estimate.zero
    /// Attempts that could not be converted.
    public internal(set) var unconverted = 0
    /// What was billed for these.
    public internal(set) var kept = Money.zero

    init(of row: AuditRow) {
      (session, path, key) = (row.session, row.path, row.key)
    }
  }

  /// Why an attempt could not be converted.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// Something was billed, and nobody knows how much.
    case unpriced
    /// Nobody knows whether it was billed.
    case unknownOutcome
    /// The reply did not say what was counted, or said what cannot be.
    case noUsage
    /// The size that was asked for is not known, or was left to the service.
    case unknownSize
    /// The model does not render pictures of this size.
    case illegalSize
    /// The model has no such quality.
    case unknownQuality
    /// Nobody knows which pictures were sent, and the other way counts them by other rules.
    case unknownInputs
    /// The model has no price for what was counted.
    case noPrice
  }

  public struct Unconverted: Hashable, Sendable {
    public let session: String
    public let path: String
    public let attempt: AttemptID
    public let reason: Reason
    /// The value that stands in the way, as `1024x1024` or `xhigh`.
    public let found: String?
  }

  public let whatIf: AuditWhatIf
  /// In the order of the account's.
  public let rows: [Row]
  public let total: Row
  /// In the order of the account's attempts.
  public let unconverted: [Unconverted]
  /// The price rows behind it, in the order of their first use.
  public let priceRows: [PriceRow]
}

extension Audit {
  /// The same attempts priced another way.
  ///
  /// Free attempts stay free, and those that were billed nothing have no part in it: what failed would have
  /// failed there too. Tokens of text are those that were reported; so are those of the pictures sent, where
  /// the other model counts by the same rules, and else they are reckoned from the size, where one picture of
  /// that size was sent; those of what came are reckoned from size and quality, unless both stay with their
  /// model.
  ///
  /// - Throws: `BillingError` with `unknownModel` where the prices do not know the model that is asked for.
  public func repriced(
    as whatIf: AuditWhatIf, prices: PriceTable
  ) throws(BillingError) -> AuditRepricing {
    if let name = whatIf.model, prices.model(named: name) == nil {
      throw BillingError(.unknownModel, found: name, allowed: prices.modelNames)
    }
    var conversion = AuditConversion(whatIf: whatIf, prices: prices)
    var rows = rows.map(AuditRepricing.Row.init)
    var total = AuditRepricing.Row(of: total)
    var unconverted: [AuditRepricing.Unconverted] = []
    for entry in entries {
      let source = sources[entry.source]
      let record = source.records[entry.record]
      guard let outcome = conversion.outcome(of: record) else { continue }
      let billed = record.actual?.amount ?? .zero
      total.add(outcome, billed: billed, part: 0, of: 1, isFirst: true)
      for (part, row) in entry.rows.enumerated() {
        rows[row].add(
          outcome, billed: billed, part: part, of: entry.rows.count,
          isFirst: entry.rows.firstIndex(of: row) == part)
      }
      guard case .failure(let failure) = outcome else { continue }
      unconverted.append(
        AuditRepricing.Unconverted(
          session: source.session, path: source.path, attempt: record.attempt, reason: failure.reason,
          found: failure.found))
    }
    return AuditRepricing(
      whatIf: whatIf, rows: rows, total: total, unconverted: unconverted, priceRows: conversion.rows)
  }
}

extension AuditRepricing.Row {
  /// Adds one of `count` parts of an attempt; the first part that a row gets counts the attempt.
  fileprivate mutating func add(
    _ outcome: AuditConversion.Outcome, billed: Money, part: Int, of count: Int, isFirst: Bool
  ) {
    let billed = Money(nanodollars: billed.nanodollars.share(part, of: count))
    switch outcome {
    case .success(let estimate):
      if isFirst { attempts += 1 }
      self.billed = self.billed.adding(billed)
      repriced = repriced.adding(estimate.share(part, of: count))
    case .failure:
      if isFirst { unconverted += 1 }
      kept = kept.adding(billed)
    }
  }
}
