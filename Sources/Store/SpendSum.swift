internal import Billing
internal import EditModel
internal import FoundationEssentials

/// What `spend.log` amounts to up to one of its lines, so that only what follows is read.
///
/// The file `spend.sum` is one proved line like those of the logs. It may be deleted at any time, and is never
/// believed unless the log has, where the sum ends, the line of the hash that it names: a hash stands for the
/// whole chain before it.
struct SpendSum {
  static let fileName = "spend.sum"

  let position: LogPosition
  let book: SpendBook
}

extension SpendSum {
  /// The meaning of the file; one that says another number is not read.
  private static let version = 1

  private struct Stored: Codable {
    let sum: Int
    let position: LogPosition
    let limits: [String: Money]
    let spent: [String: Money]
    let open: [StoredHold]
  }

  private struct StoredHold: Codable {
    let line: Digest
    let hold: SpendHold
  }

  func encoded() throws -> [UInt8] {
    let open = book.open.sorted { $0.value.time < $1.value.time || $0.key.hex < $1.key.hex }
    let stored = Stored(
      sum: Self.version, position: position,
      limits: Dictionary(uniqueKeysWithValues: book.limits.map { ($0.key.rawValue, $0.value) }),
      spent: Dictionary(uniqueKeysWithValues: book.spent.map { ($0.key.description, $0.value) }),
      open: open.map { StoredHold(line: $0.key, hold: $0.value) })
    return provedLine(try deterministicJSON(stored)).bytes
  }

  /// The sum in these bytes, or `nil` where they are not one that was written whole by this version.
  init?(_ bytes: [UInt8]) {
    guard bytes.last == UInt8(ascii: "\n"), let proof = proof(of: bytes.dropLast()),
      // A sum is made anew from the log whatever is wrong with it.
      let stored = try? JSONDecoder().decode(Stored.self, from: Data(proof.json)),
      stored.sum == Self.version, stored.position.lines >= 0
    else { return nil }
    position = stored.position
    var limits: [BudgetScope: Money] = [:]
    for (name, limit) in stored.limits {
      guard let scope = BudgetScope(rawValue: name) else { return nil }
      limits[scope] = limit
    }
    var spent: [BudgetDay: Money] = [:]
    for (name, amount) in stored.spent {
      guard let day = BudgetDay(name) else { return nil }
      spent[day] = amount
    }
    book = SpendBook(
      limits: limits, spent: spent,
      open: Dictionary(stored.open.map { ($0.line, $0.hold) }, uniquingKeysWith: { first, _ in first }))
  }
}
