internal import EditModel
internal import FoundationEssentials
internal import Store

/// What a paid request brought, as the cache keeps it: a line of JSON, then the picture files as they came.
struct CachedResult {
  /// The first round that was made of it.
  let origin: Round.Origin
  let provider: String
  let model: String
  /// How the base lay on the canvas that was sent.
  let frame: SentFrame?
  /// One, or as many as variants came.
  let files: [[UInt8]]

  private struct Head: Codable {
    let origin: Round.Origin
    let provider: String
    let model: String
    let frame: SentFrame?
    let byteCounts: [Int]
  }

  /// Largest value that is read, in bytes.
  static let largest = 1 << 30

  /// Another version where the same request would be answered with another value.
  static func key(of request: Digest) -> CacheKey { .result(request: request, version: "1") }

  init(origin: Round.Origin, provider: String, model: String, frame: SentFrame?, files: [[UInt8]]) {
    self.origin = origin
    self.provider = provider
    self.model = model
    self.frame = frame
    self.files = files
  }

  /// The result that these bytes hold, or `nil`.
  init?(reading bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
      // Whatever the decoder finds wrong, the value is none that this version wrote.
      let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[..<end]))
    else { return nil }
    var files: [[UInt8]] = []
    var rest = bytes[(end + 1)...]
    for count in head.byteCounts {
      guard count > 0, count <= rest.count else { return nil }
      files.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    guard rest.isEmpty, !files.isEmpty else { return nil }
    self.init(
      origin: head.origin, provider: head.provider, model: head.model, frame: head.frame, files: files)
  }

  var bytes: [UInt8] {
    let head = Head(
      origin: origin, provider: provider, model: model, frame: frame, byteCounts: files.map(\.count))
    // Texts and numbers always encode; without the line the value is none.
    let line = (try? JSONEncoder().encode(head)).map(Array.init) ?? []
    return line + [UInt8(ascii: "\n")] + files.joined()
  }
}
