/// Judges whether a word may be a slip of another.
package enum Spelling {
  /// True when one insertion, deletion, substitution or swap of neighbours makes one word the other.
  ///
  /// Equal words are not one edit apart. Characters are compared as they are, case included.
  package static func areOneEditApart(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
    var left = Array(left)[...]
    var right = Array(right)[...]
    while let first = left.first, first == right.first {
      left.removeFirst()
      right.removeFirst()
    }
    while let last = left.last, last == right.last {
      left.removeLast()
      right.removeLast()
    }
    switch (left.count, right.count) {
    case (0, 1), (1, 0), (1, 1): return true
    case (2, 2): return left.first == right.last && left.last == right.first
    default: return false
    }
  }

  /// Of these words the ones that are one edit away, or all of them when none is.
  static func suggestions(for word: String, among words: [String]) -> [String] {
    let near = words.filter { areOneEditApart(word, $0) }
    return near.isEmpty ? words : near
  }
}

extension Grammar {
  /// Verbs of four letters or more that are one edit away from a word that is no ordinary word.
  ///
  /// - Parameter word: In lower case.
  package static func nearMisses(of word: String) -> [String] {
    guard !ordinaryWords.contains(word) else { return [] }
    return verbs.filter { spec in
      spec.names.contains { $0.count >= 4 && Spelling.areOneEditApart(word, $0) }
    }.map(\.name)
  }
}
