/// A key that cannot be printed: description, debug description and mirror show nothing of it.
///
/// Its characters leave it only by `withCharacters`, which the one place that writes the header calls.
package struct Secret: Hashable, Sendable {
  private let characters: [UInt8]

  /// - Returns: `nil` for what no key is: empty, longer than 4096 bytes, or with a byte outside printable ASCII,
  ///   which could end a header line.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard (1...4_096).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return nil
    }
    characters = bytes
  }

  /// Puts asterisks in the place of the key wherever all of it stands in these bytes; what is shorter than six
  /// characters is no key that could be told from other words.
  package func hide(in bytes: inout [UInt8]) {
    let length = characters.count
    guard length >= 6, bytes.count >= length else { return }
    var start = 0
    while start <= bytes.count - length {
      if bytes[start] == characters[0], bytes[start..<start + length].elementsEqual(characters) {
        for place in start..<start + length { bytes[place] = UInt8(ascii: "*") }
        start += length
      } else {
        start += 1
      }
    }
  }

  package func withCharacters<Result>(_ body: ([UInt8]) throws -> Result) rethrows -> Result {
    try body(characters)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "(secret)" }
  package var debugDescription: String { "(secret)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
