internal import EditModel
internal import FoundationEssentials

/// One line of a log: `SHA-256-hex SP JSON LF`, the hash being of the JSON's bytes as they stand.
///
/// Beside its body's keys the JSON has `prev`, the hash of the line before (64 zeros in the first line), and
/// `more`, how many lines of the same commit still follow, which is left out where it is 0.
struct LogLine<Body: Codable & Hashable & Sendable> {
  let hash: Digest
  let previous: Digest
  let following: Int
  let body: Body
}

extension Digest {
  /// What stands for the line before the first.
  static var none: Digest {
    guard let zeros = Digest(hex: String(repeating: "0", count: 64)) else {
      preconditionFailure("64 zeros are a digest's digits")
    }
    return zeros
  }
}

/// The hash of a line without its LF and the JSON that it proves, or `nil` when it does not.
func proof(of line: ArraySlice<UInt8>) -> (hash: Digest, json: ArraySlice<UInt8>)? {
  guard line.count > 65, line[line.startIndex + 64] == UInt8(ascii: " "),
    let hash = Digest(hex: String(decoding: line.prefix(64), as: UTF8.self))
  else { return nil }
  let json = line.dropFirst(65)
  return SHA256.digest(of: json) == hash ? (hash, json) : nil
}

/// A line of this JSON, with its LF.
func provedLine(_ json: [UInt8]) -> (bytes: [UInt8], hash: Digest) {
  let hash = SHA256.digest(of: json)
  return (Array(hash.hex.utf8) + [UInt8(ascii: " ")] + json + [UInt8(ascii: "\n")], hash)
}

/// JSON whose bytes depend on the value alone.
func deterministicJSON(_ value: some Encodable) throws -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return Array(try encoder.encode(value))
}

extension LogLine {
  /// The line that a proved JSON holds, or `nil` when it is no such line.
  init?(hash: Digest, json: ArraySlice<UInt8>) {
    // Whatever the decoder finds wrong, the line is one that this version did not write.
    guard let chained = try? JSONDecoder().decode(Chained<Body>.self, from: Data(json)),
      chained.more >= 0
    else { return nil }
    self.init(hash: hash, previous: chained.prev, following: chained.more, body: chained.body)
  }

  /// The bytes of a new line and its hash.
  ///
  /// - Throws: `StoreError` with code `conflict` when the body would not read back as it is.
  static func encoded(_ body: Body, previous: Digest, following: Int, log: String) throws(StoreError)
    -> (bytes: [UInt8], hash: Digest)
  {
    let chained = Chained(prev: previous, more: following, body: body)
    guard let json = try? deterministicJSON(chained) else { throw StoreError(.conflict, log) }
    let line = provedLine(json)
    guard let copy = LogLine(hash: line.hash, json: json[...]), copy.body == body else {
      throw StoreError(.conflict, log)
    }
    return line
  }
}

/// The body's keys and the chain's in one JSON object.
private struct Chained<Body: Codable>: Codable {
  enum Key: String, CodingKey { case prev, more }

  let prev: Digest
  let more: Int
  let body: Body

  init(prev: Digest, more: Int, body: Body) {
    self.prev = prev
    self.more = more
    self.body = body
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    prev = try container.decode(Digest.self, forKey: .prev)
    more = try container.decodeIfPresent(Int.self, forKey: .more) ?? 0
    body = try Body(from: decoder)
  }

  func encode(to encoder: any Encoder) throws {
    try body.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(prev, forKey: .prev)
    if more > 0 { try container.encode(more, forKey: .more) }
  }
}
