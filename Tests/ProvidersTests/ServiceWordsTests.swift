import Providers
import Testing

@Suite struct ServiceWordsTests {
  private func message(_ text: String, status: Int = 400, key: String = "sk-proj-abcdefghijklmnop")
    async throws
    -> String?
  {
    let body = #"{"error":{"message":"\#(text)"}}"#
    return try await Bench.send(answer: Answer.json(status, body), key: key).failure?.message
  }

  @Test func takesControlsAndDirectionsOut() async throws {
    let text = try await message(#"a\u001b[31mred\u0007\nb\u202Ec\u200Bd\u0085e"#)
    #expect(text == "a [31mred b c d e")
  }

  @Test func isAtMost500Characters() async throws {
    #expect(try await message(String(repeating: "word ", count: 10_000))?.count == 500)
  }

  @Test func isNothingWithoutWords() async throws {
    #expect(try await message("") == nil)
    #expect(try await message(#"\u0007"#) == nil)
  }

  @Test(arguments: [
    "sk-proj-abcdefghijklmnop", "abcdefghijklmnop", "Kxyz-proj-abcdefgh", "(ijklmnop)", "'jklmno'",
  ])
  func neverHoldsAPieceOfTheKey(_ word: String) async throws {
    let key = "sk-proj-abcdefghijklmnop"
    let text = try #require(try await message("Bad key \(word) here."))
    for start in 0...key.count - 6 {
      let piece = key.dropFirst(start).prefix(6)
      #expect(!text.contains(piece))
    }
  }

  @Test func hidesForeignKeysWhereKeysAreSpokenOf() async throws {
    let text = try await message("Incorrect API key provided: my-0123456789abcdef. Find it.", status: 401)
    #expect(text == "Incorrect API key provided: … Find it.")
    #expect(try await message("The key sk-other-0123456789 is wrong.") == "The key … is wrong.")
  }

  @Test func readsFactsOfTheHead() async throws {
    let fields = [
      "X-Request-ID: req_123", "openai-processing-ms: 41250", "x-ratelimit-limit-input-images: 5",
      "x-ratelimit-remaining-input-images: 3", "x-ratelimit-reset-input-images: 58.891s",
      "x-ratelimit-limit-tokens: 100000", "x-ratelimit-reset-tokens: 6m0s", "x-ratelimit-reset-requests: 1ms",
    ]
    let reply = try await Bench.send(answer: Answer.json(200, Answer.whole, fields)).success
    let facts = try #require(reply?.facts)
    #expect(facts.status == 200)
    #expect(facts.requestID == "req_123")
    #expect(facts.processingMilliseconds == 41_250)
    #expect(
      facts.rateLimits?.images == RateLimits.Counter(limit: 5, remaining: 3, resetMilliseconds: 58_891))
    #expect(
      facts.rateLimits?.tokens
        == RateLimits.Counter(limit: 100_000, remaining: nil, resetMilliseconds: 360_000))
    #expect(facts.rateLimits?.requests?.resetMilliseconds == 1)
  }

  @Test(arguments: ["", "s", "1", "-1s", "1e9s", "99999999999999999999h", "1s nonsense", "١s", "1.2.3s"])
  func unreadableResetsCountAsAbsent(_ text: String) async throws {
    let fields = ["x-ratelimit-limit-tokens: 7", "x-ratelimit-reset-tokens: \(text)"]
    let reply = try await Bench.send(answer: Answer.json(200, Answer.whole, fields)).success
    let tokens = reply?.facts.rateLimits?.tokens
    #expect(tokens == RateLimits.Counter(limit: 7, remaining: nil, resetMilliseconds: nil))
  }

  @Test(arguments: ["a b", "ü", String(repeating: "x", count: 129)])
  func oddRequestIDsCountAsAbsent(_ id: String) async throws {
    let reply = try await Bench.send(answer: Answer.json(200, Answer.whole, ["x-request-id: \(id)"])).success
    #expect(reply != nil)
    #expect(reply?.facts.requestID == nil)
  }
}
