internal import EditModel

/// One line of the cache's journal: a word, fields between single spaces, and a full stop, so that a line that
/// was cut off is never taken for another.
enum CacheEvent: Hashable {
  /// Why an entry is not there any more.
  enum Reason: String {
    case evicted
    case damaged
    case cleared
    /// Its file is not there: it was never written to its end, or somebody removed it.
    case gone
  }

  case made(Digest, CacheKey.Kind, subject: Digest, version: String, byteCount: Int, Timestamp)
  case hit(Digest, CacheKey.Kind, byteCount: Int, milliseconds: Int)
  case miss(CacheKey.Kind)
  case lost(Digest, CacheKey.Kind, Reason, Timestamp)
  /// As `lost`, of a loss that is counted already.
  case noted(Digest, CacheKey.Kind, Reason, Timestamp)
  /// What earlier events add up to.
  case sums(CacheKey.Kind, CacheStatistics.Counts)

  /// What is counted, in the order in which it is written.
  static var fields: [WritableKeyPath<CacheStatistics.Counts, Int>] {
    [\.hits, \.misses, \.evictions, \.damaged, \.bytesSaved, \.millisecondsSaved]
  }

  private var words: [String] {
    switch self {
    case .made(let key, let kind, let subject, let version, let bytes, let time):
      ["made", key.hex, kind.rawValue, subject.hex, version, "\(bytes)", "\(time.milliseconds)"]
    case .hit(let key, let kind, let bytes, let milliseconds):
      ["hit", key.hex, kind.rawValue, "\(bytes)", "\(milliseconds)"]
    case .miss(let kind): ["miss", kind.rawValue]
    case .lost(let key, let kind, let reason, let time):
      ["lost", key.hex, kind.rawValue, reason.rawValue, "\(time.milliseconds)"]
    case .noted(let key, let kind, let reason, let time):
      ["noted", key.hex, kind.rawValue, reason.rawValue, "\(time.milliseconds)"]
    case .sums(let kind, let counts):
      ["sums", kind.rawValue] + Self.fields.map { "\(counts[keyPath: $0])" }
    }
  }

  /// With its line feed.
  var line: String { (words + [".\n"]).joined(separator: " ") }

  /// The event of a line without line feed, or `nil`.
  ///
  /// There may be tens of thousands of lines, so it works on bytes.
  init?(_ line: ArraySlice<UInt8>) {
    var words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)[...]
    guard words.popLast() == [UInt8(ascii: ".")], let name = words.popFirst() else { return nil }
    let event: CacheEvent? =
      switch String(decoding: name, as: UTF8.self) {
      case "made": Self.made(Array(words))
      case "hit": Self.hit(Array(words))
      case "miss": words.count == 1 ? Self.kind(words.first).map { .miss($0) } : nil
      case "lost": Self.loss(Array(words)).map { .lost($0, $1, $2, $3) }
      case "noted": Self.loss(Array(words)).map { .noted($0, $1, $2, $3) }
      case "sums": Self.sums(Array(words))
      default: nil
      }
    guard let event else { return nil }
    self = event
  }

  private typealias Word = ArraySlice<UInt8>

  private static func made(_ words: [Word]) -> CacheEvent? {
    guard words.count == 6, let key = digest(words[0]), let kind = kind(words[1]),
      let subject = digest(words[2]), let bytes = number(words[4]), let time = time(words[5])
    else { return nil }
    let version = text(words[3])
    guard CacheKey.isLegal(version) else { return nil }
    return .made(key, kind, subject: subject, version: version, byteCount: bytes, time)
  }

  private static func hit(_ words: [Word]) -> CacheEvent? {
    guard words.count == 4, let key = digest(words[0]), let kind = kind(words[1]),
      let bytes = number(words[2]), let milliseconds = number(words[3])
    else { return nil }
    return .hit(key, kind, byteCount: bytes, milliseconds: milliseconds)
  }

  private static func loss(_ words: [Word]) -> (Digest, CacheKey.Kind, Reason, Timestamp)? {
    guard words.count == 4, let key = digest(words[0]), let kind = kind(words[1]),
      let reason = Reason(rawValue: text(words[2])), let time = time(words[3])
    else { return nil }
    return (key, kind, reason, time)
  }

  private static func sums(_ words: [Word]) -> CacheEvent? {
    guard words.count == 1 + fields.count, let kind = kind(words[0]) else { return nil }
    var counts = CacheStatistics.Counts()
    for (field, word) in zip(fields, words.dropFirst()) {
      guard let number = number(word) else { return nil }
      counts[keyPath: field] = number
    }
    return .sums(kind, counts)
  }

  private static func text(_ word: Word) -> String { String(decoding: word, as: UTF8.self) }

  private static func digest(_ word: Word) -> Digest? { Digest(hex: text(word)) }

  private static func kind(_ word: Word?) -> CacheKey.Kind? {
    word.flatMap { CacheKey.Kind(rawValue: text($0)) }
  }

  private static func time(_ word: Word) -> Timestamp? {
    number(word).map { Timestamp(milliseconds: Int64($0)) }
  }

  /// Far from what could overflow a sum over all lines of a journal.
  private static func number(_ word: Word) -> Int? {
    guard let number = Int(text(word)), (0...(1 << 44)).contains(number) else { return nil }
    return number
  }
}
