import EditModel
import Engine
import FoundationEssentials
import Testing

/// The lines of `calls.log` as they stand, read without the store.
struct JournalOracle {
  struct Line: Decodable {
    let kind: String
    let attempt: String
    let outcome: String?
  }

  /// The kinds of entries of each attempt, in order, *closed* with its outcome.
  private(set) var lives: [String: [String]] = [:]

  /// Reads as many whole lines as there are.
  init(_ bytes: [UInt8]) throws {
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    for line in bytes[..<end].split(separator: UInt8(ascii: "\n")) {
      let entry = try JSONDecoder().decode(Line.self, from: Data(line.dropFirst(65)))
      lives[entry.attempt, default: []].append(entry.outcome ?? entry.kind)
    }
  }

  /// True when every attempt went a legal way and was closed exactly once.
  var isSettled: Bool {
    lives.values.allSatisfy {
      [
        ["intended", "refunded"], ["intended", "sent", "refunded"], ["intended", "sent", "abandoned"],
        ["intended", "sent", "replied", "settled"],
      ].contains($0)
    }
  }
}

/// The lines of `operations.log` as they stand.
struct OperationsOracle {
  private struct Line: Decodable {
    let number: Int
    let replied: String?
  }

  /// The hashes of the *replied* lines that operations name.
  let committed: [String]
  let count: Int

  init(_ bytes: [UInt8]) throws {
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lines = try bytes[..<end].split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Line.self, from: Data($0.dropFirst(65)))
    }
    committed = lines.compactMap(\.replied)
    count = lines.count
  }
}
