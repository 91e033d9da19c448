import Billing
import EditModel
import Foundation
import Providers
import Testing

/// Answers of random shape, each with the files that were put into it.
private struct RandomAnswer {
  private(set) var bytes: [UInt8] = []
  private(set) var pictures: [[UInt8]] = []
  private(set) var partials: [[UInt8]] = []
  private var random: Seeded

  init(seed: UInt64) {
    random = Seeded(seed)
    if Bool.random(using: &random) { makeDocument() } else { makeEvents() }
  }

  private mutating func makeDocument() {
    let pictures = (0..<Int.random(in: 1...4, using: &random)).map { _ in file() }
    self.pictures = pictures
    let data = pictures.map { object([("b64_json", string($0))]) }
    let list = "[" + space() + data.joined(separator: space() + "," + space()) + "]"
    let body = space() + object([("data", list), ("usage", Answer.usage)]) + space()
    bytes = Answer.head(200, ["X-Filler: \(word())", "Content-Type: application/json"]) + Array(body.utf8)
  }

  private mutating func makeEvents() {
    var text = ""
    for index in 0..<Int.random(in: 0...3, using: &random) {
      let partial = file()
      partials.append(partial)
      text += event(
        "image_edit.partial_image", [("b64_json", string(partial)), ("partial_image_index", "\(index)")])
    }
    let picture = file()
    pictures = [picture]
    text += event("image_edit.completed", [("b64_json", string(picture)), ("usage", Answer.usage)])
    bytes = Answer.events(text)
  }

  private mutating func event(_ type: String, _ members: [(String, String)]) -> String {
    let end = ["\n", "\r\n", "\r"].randomElement(using: &random)!
    var lines = [
      "data:\(["", " "].randomElement(using: &random)!)" + object([("type", "\"\(type)\"")] + members)
    ]
    if Bool.random(using: &random) { lines.insert("event: \(type)", at: 0) }
    if Bool.random(using: &random) { lines.insert(": \(word())", at: 0) }
    if Bool.random(using: &random) { lines.append("data: ") }
    return (lines + ["", ""]).joined(separator: end)
  }

  /// Members in random order among others, without line breaks, which an event's data line cannot hold.
  private mutating func object(_ members: [(String, String)]) -> String {
    var members = members
    for index in 0..<Int.random(in: 0...3, using: &random) {
      let value = ["1e999", "null", "[[],{}]", "\"\(word())\"", "-0.5", "true"].randomElement(using: &random)!
      members.append(("other\(index)", value))
    }
    members.shuffle(using: &random)
    return "{" + members.map { "\"\($0)\" : \($1)" }.joined(separator: " , ") + "}"
  }

  private mutating func file() -> [UInt8] {
    let count = [1, 2, 3, 3, 100, 100, 3_000, 3_000, 3_000, 400_000].randomElement(using: &random)!
    return (0..<Int.random(in: 1...count, using: &random)).map { _ in random.next().byte }
  }

  private mutating func string(_ file: [UInt8]) -> String {
    let text = String(decoding: Oracle.base64(file), as: UTF8.self)
    let isEscaped = Int.random(in: 0..<4, using: &random) == 0
    return "\"" + (isEscaped ? text.replacing("/", with: "\\/") : text) + "\""
  }

  private mutating func word() -> String {
    String(
      (0..<Int.random(in: 0...40, using: &random)).map { _ in "abcé😀 xyz".randomElement(using: &random)! })
  }

  private mutating func space() -> String { ["", " ", "\n\t "].randomElement(using: &random)! }
}

extension UInt64 {
  fileprivate var byte: UInt8 { UInt8(truncatingIfNeeded: self >> 24) }
}

@Suite struct ReplyPropertyTests {
  private static let isThorough = ProcessInfo.processInfo.environment["PENTIMENTO_SWEEPS"] != nil
  private static let rounds: UInt64 = isThorough ? 10_000 : 150

  private func restored(_ reply: HostedReply) throws -> [UInt8]? {
    HostedReply.restored(
      envelope: reply.envelope, cuts: reply.cuts, payloads: try reply.payloads.map { try $0.bytes() })
  }

  @Test func envelopeAndFilesGiveBackTheExactAnswer() throws {
    for seed in 0..<Self.rounds {
      let answer = RandomAnswer(seed: seed)
      let reply = try Bench.provider().read(MemorySource(answer.bytes))
      #expect(try reply.pictures.map { try $0.bytes() } == answer.pictures, "seed \(seed)")
      let partials = reply.payloads.filter { $0.role != .picture }
      #expect(try partials.map { try $0.bytes() } == answer.partials, "seed \(seed)")
      #expect(reply.usage?.usage?.imageIn == 1536, "seed \(seed)")
      #expect(try restored(reply) == answer.bytes, "seed \(seed)")
    }
  }

  /// Whatever the bytes are, they are refused or they are given back exactly.
  @Test func damagedAnswersAreRefusedOrExact() throws {
    var accepted = 0
    for seed in 0..<Self.rounds {
      var random = Seeded(seed ^ 0xDA4A_6E)
      var bytes = RandomAnswer(seed: seed).bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = random.next().byte
        case 1: bytes.remove(at: place)
        default: bytes.insert(#"{}[]",:\/0"#.utf8.randomElement(using: &random)!, at: place)
        }
      }
      guard let reply = try? Bench.provider().read(MemorySource(bytes)) else { continue }
      accepted += 1
      #expect(try restored(reply) == bytes, "seed \(seed)")
    }
    #expect(accepted > 0 && accepted < Self.rounds)
  }

  @Test func refusesFilesThatAreNotThoseOfTheCuts() throws {
    let reply = try Bench.provider().read(MemorySource(Answer.json(200, Answer.whole)))
    let wrong: [[[UInt8]]] = [[], [[1, 2, 3, 4, 5, 6, 7]]]
    for files in wrong {
      #expect(HostedReply.restored(envelope: reply.envelope, cuts: reply.cuts, payloads: files) == nil)
    }
    let beyond = [HostedReply.Cut(offset: reply.envelope.count + 1, length: 8, payload: 0)]
    #expect(
      HostedReply.restored(envelope: reply.envelope, cuts: beyond, payloads: [Array("hello".utf8)]) == nil)
  }
}
