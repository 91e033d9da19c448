import FoundationEssentials
import Raster
import Simulator
import Testing

/// The reader and writer of JSON, seen through a text that the reply repeats.
@Suite struct ServiceJSONTests {
  private func echo(_ literal: String) throws -> String? {
    let reply = makeService().reply(
      to: .generation(size: "1024x640", ",\"safety_identifier\":\(literal)"))
    return reply.status == 200 ? try reply.read(PicturesText.self).safetyIdentifier : nil
  }

  @Test func readsAndWritesEveryKindOfCharacter() throws {
    let literal = #""\"\\\/\b\f\n\r\t\u0000\u00e9\ud83d\ude00é😀""#
    #expect(try echo(literal) == "\"\\/\u{8}\u{C}\n\r\t\u{0}é😀é😀")
  }

  static let broken = [
    "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "[1]", "nul", "{\"a\":tru}", "{\"a\":01}",
    "{\"a\":1.}", "{\"a\":.5}", "{\"a\":1e}", "{\"a\":-}", "{\"a\":+1}", "{\"a\":\"\\x\"}",
    "{\"a\":\"\\u12\"}",
    "{\"a\":\"\\u+123\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\ud800\\u0041\"}", "{\"a\":\"\\udc00\"}",
    "{\"a\":\"\n\"}", "{\"a\":\"", "{\"a\":\"\\", "{'a':1}", "{\"a\":1 \"b\":2}", "{\"a\":[1,]}",
    "{\"a\":NaN}",
    "{\"a\":1}{", "\u{FEFF}{}",
  ]

  @Test(arguments: broken) func brokenTextIsRefused(_ text: String) throws {
    let reply = makeService().reply(to: .json("/v1/images/generations", text))
    #expect(reply.status == 400)
    #expect(try reply.failure.message.contains("could not parse"))
  }

  @Test func deepTextIsRefused() throws {
    let text = "{\"a\":" + String(repeating: "[", count: 100_000)
    #expect(makeService().reply(to: .json("/v1/images/generations", text)).status == 400)
  }

  @Test func invalidUTF8IsRefused() throws {
    let body = Array("{\"prompt\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)
    let reply = makeService().reply(to: .json("/v1/images/generations", body: body))
    #expect(try reply.failure.message.contains("could not parse"))
  }

  /// Foundation's reader says which of the cut and damaged texts are JSON.
  @Test func agreesWithAnotherReaderOnDamagedTexts() throws {
    let whole = Array(#"{"a": [1, -2.5e+3, true, null], "b\n": {"c": "é\u0041"}, "d": false}"#.utf8)
    var damaged = (0..<whole.count).map { Array(whole.prefix($0)) }
    for place in whole.indices {
      for byte in Array("\"[]{}:,\\ 0ea".utf8) {
        var text = whole
        text[place] = byte
        damaged.append(text)
      }
    }
    for text in damaged {
      let request = SimRequest.json("/v1/images/generations", body: text)
      let failure = try makeService().reply(to: request).failure
      let isRefused = failure.message.contains("could not parse")
      let isObject = (try? JSONDecoder().decode([String: AnyText].self, from: Data(text))) != nil
      // Names that stand twice are refused here and taken there.
      if isObject == isRefused {
        #expect(isObject && hasTwin(text), "\(String(decoding: text, as: UTF8.self))")
      }
    }
  }

  private func hasTwin(_ text: [UInt8]) -> Bool {
    let text = String(decoding: text, as: UTF8.self)
    return ["\"a\"", "\"d\"", "\"c\""].contains { text.components(of: $0) > 2 }
  }
}

/// Any JSON value, read for nothing but its being one.
private struct AnyText: Decodable {
  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    // Foundation looks at numbers and strings only when they are asked for.
    let isRead =
      (try? value.decode([AnyText].self)) != nil || (try? value.decode([String: AnyText].self)) != nil
      || (try? value.decode(Double.self)) != nil || (try? value.decode(String.self)) != nil
      || (try? value.decode(Bool.self)) != nil || value.decodeNil()
    guard isRead else {
      throw DecodingError.dataCorruptedError(in: value, debugDescription: "no value")
    }
  }
}

extension String {
  fileprivate func components(of mark: String) -> Int {
    split(separator: mark, omittingEmptySubsequences: false).count
  }
}
