import EditModel
import Glibc
import Store
import TestSupport
import Testing

/// How entries stand in `calls.log`, which later versions must read.
struct CallEntryFormTests {
  private let disk: SimulatedDisk
  private let session: SessionFolder

  init() throws {
    disk = try Workload.preparedDisk()
    session = try SessionFolder.create(
      at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    _ = try session.beginWriting()
  }

  private var log: [UInt8] { disk.tree["work/hero.session/calls.log"] ?? [] }

  @Test func theEmbeddedProvidersEntriesAreWrittenAsInTheFrozenSession() throws {
    let frozen = "sessions/v1/small.session"
    let old = try SessionFolder(
      opening: Fixtures.path(frozen), disk: ReadOnlyDisk(SystemDisk(), EROFS),
      surroundings: fixedSurroundings())
    #expect(old.damage == nil)
    for attempt in try old.attempts() {
      _ = try session.append(.intended(attempt.intended))
      _ = try session.append(.sent(present(attempt.sent)))
      _ = try session.append(.replied(present(attempt.replied)))
      _ = try session.append(.closed(present(attempt.closed)))
    }
    #expect(log.count > 1000)
    #expect(log == (try Fixtures.bytes("\(frozen)/calls.log")))
  }

  @Test func nothingIsWrittenOfWhatAnEntryDoesNotSay() throws {
    _ = try session.append(session.intended(SHA256.digest(of: [1]), command: 1))
    for entry in [sent(AttemptID(1)), replied(AttemptID(1)), closed(AttemptID(1), .refunded)] {
      _ = try session.append(entry)
    }
    let text = String(decoding: log, as: UTF8.self)
    let keys = [
      "asked", "account", "spool", "priceRows", "reply", "problem", "refusal", "possible", "expires",
      "estimate", "savings", "label",
    ]
    for key in keys { #expect(!text.contains("\"\(key)\":"), "\(key)") }
    #expect(try session.attempt(AttemptID(1))?.intended.kind == .edit)
  }

  @Test func aPaidCallReadsBackAsItWasWritten() throws {
    let entries = try appendPaidCall()
    session.endWriting()
    for folder in [session, try Workload.open(disk)] {
      let attempt = try #require(try folder.attempt(AttemptID(1)))
      #expect(
        entries == [
          .intended(attempt.intended), .sent(try present(attempt.sent)),
          .accepted(try present(attempt.accepted)), .replied(try present(attempt.replied)),
          .closed(try present(attempt.closed)),
        ])
    }
  }

  @Test func aPaidCallIsWrittenInThisForm() throws {
    _ = try appendPaidCall()
    let lines = String(decoding: log, as: UTF8.self).split(separator: "\n")
    let picture = SHA256.digest(of: Array("picture".utf8))
    let time = "\"time\":\"2026-09-21T14:13:20.000Z\""
    let expected = [
      [
        "{\"account\":{\"address\":\"https://api.openai.com/v1\",\"keyDigest\":\"0123456789ab\",",
        "\"keyLabel\":\"studio\"},\"asked\":{\"frame\":{\"canvas\":{\"height\":1024,\"width\":1536},",
        "\"crop\":{\"height\":400,\"width\":600,\"x\":0,\"y\":0},",
        "\"placed\":{\"height\":400,\"width\":600,\"x\":8,\"y\":4}},\"kind\":\"edit\",\"partials\":1,",
        "\"quality\":\"high\",\"references\":[\"\(SHA256.digest(of: [7]))\"],\"size\":\"1536x1024\",",
        "\"variants\":2},\"attempt\":\"a1\"",
      ],
      ["{\"attempt\":\"a1\",\"kind\":\"sent\"", time],
      [
        "{\"attempt\":\"a1\",\"expires\":\"2026-09-21T15:13:20.000Z\",\"id\":\"file-1\",",
        "\"kind\":\"accepted\"",
      ],
      [
        "\"attempt\":\"a1\",\"kind\":\"replied\",\"pictures\":[],", "\"reply\":{\"cuts\":[{\"length\":8,",
        "\"object\":\"\(picture)\",\"offset\":3}],\"envelope\":\"\(SHA256.digest(of: Array("{}".utf8)))\",",
        "\"processingMilliseconds\":12345,\"requestID\":\"req_1\",\"status\":200,",
        "\"usage\":{\"cachedIn\":5,\"imageIn\":20,\"imageOut\":30,\"textIn\":10,\"textOut\":40},",
        "\"usageText\":\"{\\\"total_tokens\\\":100}\"}",
      ],
      [
        "\"outcome\":\"billedWithoutResult\",\"possible\":53000000,",
        "\"problem\":{\"code\":\"contentRefused\",\"message\":\"blocked\",",
        "\"providerCode\":\"moderation_blocked\",\"requestID\":\"req_1\",\"status\":400},",
        "\"refusal\":{\"categories\":[\"sexual\"],\"code\":\"moderation_blocked\",\"stage\":\"output\"}",
      ],
    ]
    try #require(lines.count == expected.count)
    for (line, parts) in zip(lines, expected) {
      let rest = line.replacingPrevious()
      for part in parts { #expect(rest.contains(part), "\(part) in \(rest)") }
    }
    #expect(lines[0].contains("\"priceRows\":[\"gpt-image-2 image-out 2026-11-01\"]"))
    #expect(lines[0].contains("\"spool\":\"a1\""))
  }

  private func appendPaidCall() throws -> [CallEntry] {
    let (envelope, payload) = (Array("{}".utf8), Array("picture".utf8))
    for bytes in [envelope, payload] { _ = try session.put(bytes) }
    let attempt = AttemptID(1)
    let entries = [
      hosted(attempt, command: 1, request: SHA256.digest(of: [1])), sent(attempt), accepted(attempt),
      hostedReply(attempt, envelope: envelope, payload: payload), failed(attempt),
    ]
    for entry in entries { _ = try session.append(entry) }
    return entries
  }
}

extension Substring {
  /// The line without its hash and its `prev`, which stands between other keys.
  fileprivate func replacingPrevious() -> String {
    let parts = dropFirst(65).split(separator: "\"prev\":\"")
    return parts.count == 2 ? "\(parts[0])\(parts[1].dropFirst(66))" : String(self)
  }
}
