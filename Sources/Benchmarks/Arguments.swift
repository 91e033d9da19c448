/// The words of the command line after the program's name.
struct Arguments: Sendable {
  let words: [String]

  /// What stands after an option's name.
  func value(_ name: String) -> String? {
    words.firstIndex(of: name).flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
  }

  func number(_ name: String, else standard: Int) -> Int {
    value(name).flatMap { Int($0) } ?? standard
  }
}
