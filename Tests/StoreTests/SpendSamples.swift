import Billing
import EditModel
import Store

/// 2026-11-21T12:00:00.000Z.
let noon = Timestamp(milliseconds: 1_795_262_400_000)

func cents(_ count: Int64) -> Money { Money(nanodollars: count * 10_000_000) }

func spendHold(
  _ amount: Money, at time: Timestamp = noon, session: String = "hero", attempt: Int = 1,
  place: String = "/home/hero.session"
) -> SpendHold {
  SpendHold(
    session: SHA256.digest(of: Array(session.utf8)), place: place, attempt: AttemptID(attempt),
    amount: amount, keyLabel: "default", time: time)
}

extension SpendLog {
  /// The line of a hold that is known to fit.
  func held(_ hold: SpendHold) throws -> Digest {
    guard case .held(let line) = try self.hold(hold) else { throw Missing() }
    return line
  }
}

/// A spend log as its text alone tells it, read without any of the code under test.
struct SpendOracle {
  private(set) var limits: [String: Int64] = [:]
  private(set) var spent: [String: Int64] = [:]
  private(set) var open: [String: (day: String, amount: Int64)] = [:]
  /// Lines after which the spent and held amounts of a day or month were above its limit.
  private(set) var overspent: [Int] = []
  private(set) var holds = 0

  init(_ bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    for (index, line) in lines.enumerated() { add(line, number: index + 1) }
  }

  private mutating func add(_ line: Substring, number: Int) {
    switch Self.text("kind", in: line) {
    case "budget": limits[Self.text("scope", in: line)] = Self.number("limit", in: line)
    case "hold":
      holds += 1
      let day = String(Self.text("time", in: line).prefix(10))
      open[String(line.prefix(64))] = (day, Self.number("amount", in: line) ?? 0)
      if isOverspent(day) { overspent.append(number) }
    case "settle":
      guard let hold = open.removeValue(forKey: Self.text("hold", in: line)) else { return }
      spent[hold.day, default: 0] += Self.number("amount", in: line) ?? 0
    case "release": open[Self.text("hold", in: line)] = nil
    default: break
    }
  }

  /// What counts for a day, or for the month of seven characters.
  func used(_ period: String) -> Int64 {
    spent.filter { $0.key.hasPrefix(period) }.values.reduce(0, +)
      + open.values.filter { $0.day.hasPrefix(period) }.map(\.amount).reduce(0, +)
  }

  private func isOverspent(_ day: String) -> Bool {
    used(day) > limits["day"] ?? .max || used(String(day.prefix(7))) > limits["month"] ?? .max
  }

  private static func text(_ key: String, in line: Substring) -> String {
    let parts = line.split(separator: "\"\(key)\":\"", maxSplits: 1)
    return parts.count < 2 ? "" : String(parts[1].prefix { $0 != "\"" })
  }

  private static func number(_ key: String, in line: Substring) -> Int64? {
    let parts = line.split(separator: "\"\(key)\":", maxSplits: 1)
    return parts.count < 2 ? nil : Int64(parts[1].prefix { $0.isNumber })
  }
}
