internal import Billing
internal import EditModel

extension CallRecord {
  init(_ reader: inout RowReader, place: Int, _ tables: Tables) {
    self.init(asked: &reader, AttemptID(place + 1), tables)
    readMoney(&reader, tables)
    readEnd(&reader, tables)
  }

  private init(asked reader: inout RowReader, _ attempt: AttemptID, _ tables: Tables) {
    let (command, intended) = (reader.number(), Timestamp(milliseconds: reader.long()))
    let (base, kind) = (reader.round(), reader.element(of: CallKind.allCases))
    let (variants, instructions) = (reader.number(), tables.instructions(&reader))
    let masks = tables.list(&reader, width: 4) { tables.optionalText(&$0) }
    self.init(
      attempt: attempt, command: command, kind: kind, intended: intended, base: base,
      instructions: instructions, masks: masks, provider: tables.text(&reader),
      model: tables.text(&reader), quality: tables.optionalText(&reader),
      size: tables.optionalText(&reader), variants: variants, address: tables.optionalText(&reader),
      keyLabel: tables.optionalText(&reader), keyDigest: tables.optionalText(&reader),
      label: tables.optionalText(&reader), reservation: .free, state: .open)
  }

  private mutating func readMoney(_ reader: inout RowReader, _ tables: Tables) {
    // One after the other: a pattern of both would read the second only where there is a first.
    let low = reader.amount()
    let high = reader.amount()
    if let low, let high { estimate = reader.estimate(low, high) }
    savings = tables.list(&reader, width: 17) { list in
      let lever = list.element(of: Lever.allCases)
      let (low, high) = (Money(nanodollars: list.long()), Money(nanodollars: list.long()))
      return LeverSaving(lever, saving: list.estimate(low, high))
    }
    switch reader.priced(tables) {
    case (0, nil, nil): reservation = .free
    case (1, let amount?, let row?): reservation = .held(amount, row: row)
    case (2, let amount?, nil): reservation = .share(amount)
    default: reader.broken(())
    }
    priceRows = tables.list(&reader, width: 4) { tables.text(&$0) }
    switch reader.priced(tables) {
    case (0, nil, nil): actual = nil
    case (1, nil, nil): actual = .free
    case (2, let amount?, let row?): actual = .billed(amount, row: row)
    case (3, nil, nil): actual = .unpriced
    default: reader.broken(())
    }
    possible = reader.amount()
  }

  private mutating func readEnd(_ reader: inout RowReader, _ tables: Tables) {
    state = reader.element(of: State.allCases)
    usage = reader.usage()
    milliseconds = reader.optionalNumber()
    problem = tables.optionalText(&reader)
    isRefusal = reader.flag()
  }
}

extension RowReader {
  fileprivate mutating func amount() -> Money? {
    guard let number = optionalNumber() else { return nil }
    // The most that the journal's own form of an amount takes.
    return number.magnitude <= 1_000_000_000_000_000 ? Money(nanodollars: Int64(number)) : broken(nil)
  }

  fileprivate mutating func estimate(_ low: Money, _ high: Money) -> Estimate {
    low <= high ? Estimate(low: low, high: high) : broken(.zero)
  }

  /// A kind of amount, the amount and its price rows.
  fileprivate mutating func priced(_ tables: Tables) -> (kind: UInt8, amount: Money?, row: String?) {
    (byte(), amount(), tables.optionalText(&self))
  }

  fileprivate mutating func usage() -> Usage? {
    let isThere = flag()
    let (textIn, imageIn) = (number(), number())
    let (imageOut, textOut) = (number(), number())
    let cachedIn = optionalNumber()
    guard isThere else { return nil }
    guard min(textIn, imageIn, imageOut, textOut, cachedIn ?? 0) >= 0 else { return broken(nil) }
    return Usage(textIn: textIn, imageIn: imageIn, cachedIn: cachedIn, imageOut: imageOut, textOut: textOut)
  }
}
