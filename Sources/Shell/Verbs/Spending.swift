internal import Billing
internal import EditModel
internal import Engine

/// What the user allows a command that costs.
enum Consent: Hashable {
  case refused
  /// Within this much; `nil` within the budgets that are set.
  case given(Money?)
}

extension Shell {
  /// The consent to a command that costs, after asking where somebody can be asked.
  ///
  /// An amount that was allowed is the budget, beside those that are set. Without any, the answer yes makes the
  /// upper estimate the budget. A script has nobody to ask.
  ///
  /// - Parameters:
  ///   - price: The whole estimate; `nil` where no price is known.
  ///   - what: What would be done, for the question.
  ///   - hasBudget: A budget of session, round, day or month is set.
  /// - Throws: `Problem` with code `noBudget`.
  func consent(
    to price: Estimate?, _ spending: Spending, what: String, command: String, hasBudget: Bool
  ) async throws(Problem) -> Consent {
    let amount = price.map(\.words) ?? "an amount that nobody knows"
    let isBounded = spending.maximum != nil || hasBudget && price != nil
    guard isBounded || price != nil && !spending.asksNothing && ask != nil else {
      throw Problem(
        .noBudget, command, found: amount,
        allowed: ["--max-cost \(price.map { $0.high.plainDollars } ?? "USD")"])
    }
    let limit = spending.maximum ?? (isBounded ? nil : price?.high)
    guard let ask, !spending.asksNothing else { return .given(limit) }
    let bound = spending.maximum.map { price == nil ? ", counted as \($0)" : ", within \($0)" } ?? ""
    return await ask("\(what): \(amount)\(bound). Go on? [y/N] ") ? .given(limit) : .refused
  }
}

extension Money {
  /// Dollars without the sign, as an option takes them, rounded up so that they suffice.
  var plainDollars: String { String(roundedUp.description.drop { $0 == "$" }) }
}
