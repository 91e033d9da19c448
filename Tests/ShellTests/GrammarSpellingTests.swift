import Shell
import Testing

struct GrammarSpellingTests {
  /// All words up to this length over a small alphabet.
  private static func words(upTo length: Int, _ letters: [Character]) -> [String] {
    var all = [""]
    var longest = [""]
    for _ in 0..<length {
      longest = longest.flatMap { word in letters.map { word + String($0) } }
      all += longest
    }
    return all
  }

  /// The words that one edit makes of a word, by making each of them.
  private static func neighbours(of word: String, _ letters: [Character]) -> Set<String> {
    let characters = Array(word)
    var found: Set<String> = []
    for place in 0...characters.count {
      for letter in letters {
        found.insert(String(characters[..<place] + [letter] + characters[place...]))
      }
      guard place < characters.count else { continue }
      found.insert(String(characters[..<place] + characters[(place + 1)...]))
      for letter in letters {
        found.insert(String(characters[..<place] + [letter] + characters[(place + 1)...]))
      }
      guard place + 1 < characters.count else { continue }
      var swapped = characters
      swapped.swapAt(place, place + 1)
      found.insert(String(swapped))
    }
    return found.subtracting([word])
  }

  @Test func oneEditApartAgreesWithMakingEveryEdit() {
    let letters: [Character] = ["a", "b", "c"]
    let words = Self.words(upTo: 4, letters)
    for left in words {
      let neighbours = Self.neighbours(of: left, letters)
      let found = words.filter { Spelling.areOneEditApart(left, $0) }
      #expect(Set(found) == neighbours.intersection(words), "\(left)")
    }
  }

  @Test func nearMissesOfVerbsAgreeWithMakingEveryEdit() {
    let letters = (97...122).map { Character(Unicode.Scalar(UInt8($0))) }
    for spec in Grammar.verbs {
      for name in spec.names where name.count >= 4 {
        for typo in Self.neighbours(of: name, letters)
        where !Grammar.ordinaryWords.contains(typo) && Grammar.spec(named: typo) == nil {
          #expect(Grammar.nearMisses(of: typo).contains(spec.name), "\(typo)")
        }
      }
    }
  }

  @Test(arguments: ["lgo", "rnu", "st", "gt", "frobnicate", "make", "remove", "colour", "the", "mak"])
  func shortVerbsAndFarWordsAreNoNearMisses(_ word: String) {
    #expect(Grammar.nearMisses(of: word) == (word == "mak" ? ["mask"] : []))
  }

  @Test func ordinaryWordsResembleTheVerbOfTheirRow() {
    let letters = (97...122).map { Character(Unicode.Scalar(UInt8($0))) }
    for (verb, row) in Grammar.ordinaryWordsByVerb {
      let near = Grammar.spec(of: verb).names.filter { $0.count >= 4 }
        .reduce(into: Set<String>()) { $0.formUnion(Self.neighbours(of: $1, letters)) }
      for word in row.split(separator: " ").map(String.init) {
        #expect(near.contains(word), "\(word) beside \(verb.rawValue)")
      }
    }
  }

  @Test func ordinaryWordsAreNoVerbs() {
    #expect(Grammar.ordinaryWords.allSatisfy { Grammar.spec(named: $0) == nil })
    #expect(Grammar.ordinaryWords.allSatisfy { Grammar.nearMisses(of: $0).isEmpty })
  }
}
