/// How much, as it is said; what it means depends on what is adjusted.
enum Amount: Equatable, Sendable {
  case little
  case much
  case completely
  case exact(Quantity)

  /// Reads an amount: "20 %", "by half", "a little" (already one word), "by a lot".
  static func read(_ phrase: inout Phrase) -> Amount? {
    let isBy = phrase.take(["by"]) != nil
    if case .number(let quantity)? = phrase.first?.kind {
      phrase.advance()
      return .exact(quantity)
    }
    if isBy, let share = share(&phrase) {
      return .exact(Quantity(tenths: share, sign: 0, unit: .percent))
    }
    return degree(&phrase)
  }

  /// Reads a degree: "slightly", "much".
  static func degree(_ phrase: inout Phrase) -> Amount? {
    phrase.take(["just"])
    if phrase.take(Lexicon.littleWords) != nil { return .little }
    if phrase.take(Lexicon.muchWords) != nil {
      phrase.take(["more"])
      return .much
    }
    if phrase.take(["completely", "fully", "totally", "entirely"]) != nil { return .completely }
    return nil
  }

  /// Reads "half", "a third", "a quarter" as tenths of a per cent.
  private static func share(_ phrase: inout Phrase) -> Int? {
    phrase.take(["a", "one"])
    switch phrase.take(["half", "third", "quarter"]) {
    case "half"?: return 500
    case "third"?: return 333
    case "quarter"?: return 250
    default: return nil
    }
  }
}

/// The unit, range and usual amounts of one kind of adjustment; all in tenths of the unit.
struct Scale: Equatable, Sendable {
  let unit: Quantity.Unit
  let little: Int
  let usual: Int
  let much: Int
  let range: ClosedRange<Int>

  /// The amount in tenths of the unit, without a sign; the usual one when none is said.
  ///
  /// A signed number is refused. A number without a unit is taken for pixels and degrees; for per cent it is refused, because "by 2"
  /// may mean twice.
  func tenths(_ amount: Amount?) throws(RetouchError) -> Int {
    switch amount {
    case nil: return usual
    case .little?: return little
    case .much?: return much
    case .completely?:
      guard unit == .percent else { throw .notUnderstood("completely") }
      return 1000
    case .exact(let quantity)?: return try tenths(quantity)
    }
  }

  private func tenths(_ quantity: Quantity) throws(RetouchError) -> Int {
    let number = decimal(quantity.tenths)
    // The words give the direction; a sign beside them would say it twice or deny it.
    guard quantity.sign == 0 else {
      throw .notUnderstood((quantity.sign < 0 ? "-" : "+") + number + (quantity.unit?.mark ?? ""))
    }
    guard quantity.unit == unit || (quantity.unit == nil && unit != .percent) else {
      throw .notUnderstood(number + (quantity.unit?.mark ?? ""))
    }
    guard range.contains(quantity.tenths) else {
      throw RetouchError(.amountOutOfRange, found: number + unit.mark, allowed: bounds)
    }
    return quantity.tenths
  }

  /// `0...100%`.
  var bounds: String { decimal(range.lowerBound) + "..." + decimal(range.upperBound) + unit.mark }
}
