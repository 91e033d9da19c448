internal import Billing
internal import Planner

/// What a whole plan takes, in words.
struct ReceiptWording {
  let receipt: Plan.Receipt

  var lines: [String] {
    guard receipt.paidCalls > 0 || receipt.naive != nil else { return [] }
    return ["receipt:"] + [calls, tokens, price, time, naive, saved].compactMap(\.self).map { "  \($0)" }
  }

  private var calls: String {
    let free = receipt.calls - receipt.paidCalls
    return "calls   \(receipt.paidCalls) paid" + (free > 0 ? ", \(free) free" : "")
  }

  private var tokens: String? {
    guard receipt.imageOut.high > 0 else { return nil }
    return "tokens  in \(receipt.text.words) of text and \(receipt.imageIn.words) of pictures, "
      + "out \(receipt.imageOut.words)"
  }

  private var price: String { "price   \(receipt.price?.words ?? "not known")" }

  private var time: String? {
    guard let usual = receipt.usual, let slow = receipt.slow, receipt.paidCalls > 0 else { return nil }
    let sources = receipt.timeSources.map(\.words).joined(separator: "; ")
    return "time    about \(usual.words), slow \(slow.words) (\(sources))"
  }

  private var naive: String? {
    receipt.naive.map {
      "naive   \(counted(receipt.naiveCalls, "call")), \($0.words): each instruction alone on the whole picture"
    }
  }

  private var saved: String? {
    guard let naive = receipt.naive, let price = receipt.price, !receipt.credits.isEmpty else { return nil }
    let credits = receipt.credits.map { "\($0.lever.words) \($0.words)" }.joined(separator: ", ")
    return "saved   \(share(price, of: naive)): \(credits)"
  }

  /// How much less the price is than the naive one, in whole percent of its upper end, rounded down.
  private func share(_ price: Estimate, of naive: Estimate) -> String {
    guard naive.high > .zero else { return "0 %" }
    let saved = (naive.high.nanodollars - price.high.nanodollars) * 100
    return "\(saved / naive.high.nanodollars) %"
  }
}

extension LeverCredit {
  /// What it saved: one amount, or a range.
  var words: String { Estimate(low: min(low, high), high: max(low, high)).words }
}

extension TokenRange {
  fileprivate var words: String { low == high ? "\(low)" : "\(low) to \(high)" }
}

extension CallTimes.Source {
  fileprivate var words: String {
    switch self {
    case .own(let calls): "\(counted(calls, "call")) of your own"
    case .table(let seen, _): "models.tsv, seen \(seen)"
    }
  }
}

extension Duration {
  /// Whole seconds, or minutes and seconds.
  var words: String {
    let seconds = Int((self / .seconds(1)).rounded())
    guard seconds >= 120 else { return "\(seconds) s" }
    return "\(seconds / 60) min" + (seconds % 60 == 0 ? "" : " \(seconds % 60) s")
  }
}

extension CallPrice {
  var words: String {
    switch self {
    case .free: "free"
    case .estimated(let estimate): "about \(estimate.amount.words)"
    case .unpriced: "unpriced"
    }
  }
}

extension PlanPrice {
  var words: String {
    switch self {
    case .free: "free"
    case .estimated(let estimate, _): estimate.words
    case .unpriced: "unpriced"
    }
  }
}

extension Estimate {
  /// One amount where both ends read the same, else a range.
  var words: String {
    low.description == high.description ? low.description : "\(low) to \(high)"
  }
}
