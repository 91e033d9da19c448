internal import Billing
internal import EditModel
internal import Engine

extension Shell {
  /// The budget of a command that costs, after asking where somebody can be asked.
  ///
  /// An amount that was allowed is the budget. Without one, the answer yes makes the upper estimate the budget.
  /// A script has nobody to ask.
  ///
  /// - Parameters:
  ///   - price: The whole estimate; `nil` where no price is known.
  ///   - what: What would be done, for the question.
  /// - Returns: `nil` when the user said no.
  /// - Throws: `Problem` with code `noBudget`.
  func budget(
    for price: Estimate?, _ spending: Spending, what: String, command: String
  ) async throws(Problem) -> Money? {
    let amount = price.map(\.words) ?? "an amount that nobody knows"
    guard let limit = spending.maximum ?? price?.high, spending.maximum != nil || !spending.asksNothing,
      spending.maximum != nil || ask != nil
    else {
      throw Problem(
        .noBudget, command, found: amount,
        allowed: ["--max-cost \(price.map { $0.high.plainDollars } ?? "USD")"])
    }
    guard let ask, !spending.asksNothing else { return limit }
    let bound = spending.maximum.map { price == nil ? ", counted as \($0)" : ", within \($0)" } ?? ""
    return await ask("\(what): \(amount)\(bound). Go on? [y/N] ") ? limit : nil
  }
}

extension Money {
  /// Dollars without the sign, as an option takes them, rounded up so that they suffice.
  var plainDollars: String { String(roundedUp.description.drop { $0 == "$" }) }
}
