internal import Foundation

/// Replies made wrong inside, where their JSON stands whole or in the `data` lines of events.
enum ReplyJSON {
  /// The first colon of each object becomes an equals sign.
  static func broken(_ bytes: [UInt8]) -> [UInt8] {
    rewriting(bytes) { text in
      guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return Array(text) + [0x7B] }
      var text = text
      text[colon] = UInt8(ascii: "=")
      return Array(text)
    }
  }

  /// The member `usage` is taken out; what is no JSON object stays.
  static func withoutUsage(_ bytes: [UInt8]) -> [UInt8] {
    rewriting(bytes) { text in
      guard var object = (try? JSONSerialization.jsonObject(with: Data(text))) as? [String: Any],
        object.removeValue(forKey: "usage") != nil,
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
      else { return Array(text) }
      return [UInt8](data)
    }
  }

  private static func rewriting(
    _ bytes: [UInt8], _ change: (ArraySlice<UInt8>) -> [UInt8]
  ) -> [UInt8] {
    let mark = Array("data: ".utf8)
    let starts = bytes.starts(with: Array("event:".utf8)) || bytes.starts(with: mark)
    guard starts else { return change(bytes[...]) }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    return Array(
      lines.map { line in
        line.starts(with: mark) && line.dropFirst(mark.count).first == UInt8(ascii: "{")
          ? mark + change(line.dropFirst(mark.count)) : Array(line)
      }.joined(separator: [0x0A]))
  }
}

extension Account {
  /// `posts`, `nanodollars`, `images`, and every request in `lines`.
  var json: [UInt8] {
    struct Summary: Encodable {
      let posts: Int
      let nanodollars: Int
      let images: Int
      let lines: [Line]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let summary = Summary(posts: posts, nanodollars: nanodollars, images: images, lines: lines)
    // Numbers and text alone: nothing that the encoder could refuse.
    return (try? encoder.encode(summary)).map { [UInt8]($0) } ?? []
  }
}
