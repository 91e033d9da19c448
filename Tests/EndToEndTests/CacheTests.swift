import Billing
import EditModel
import Engine
import FoundationEssentials
import Raster
import Simulator
import Store
import TestSupport
import Testing

/// Calls that another session paid for, and files that were encoded before.
@Suite(.timeLimit(.minutes(2))) struct CacheTests {
  private static let budget = RunOptions(maxCost: Money(nanodollars: 1_000_000_000))
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  private func bench(faults: String = "", cached: Bool = true) throws -> PaidBench {
    let path = place.path("cache")
    return try PaidBench(faults: faults) { configuration in
      guard cached else { return }
      configuration.cache = CacheFolder(path, disk: configuration.disk, surroundings: .system)
    }
  }

  /// A session with one masked instruction, on a picture that is no legal size by itself.
  private func session(_ name: String, _ bench: PaidBench) async throws -> Session {
    let session = try await bench.session(Scene.legal(width: 1_000, height: 650), name: name)
    try await session.makeMask("box", .rectangle(x: 100, y: 100, width: 300, height: 200))
    try await session.edit("brighten by 20 %", mask: "box")
    return session
  }

  private var fresh: RunOptions {
    var options = Self.budget
    options.fresh = true
    return options
  }

  @Test func anotherSessionsExactRequestIsAnsweredForNothing() async throws {
    let bench = try bench()
    let first = try await session("first.session", bench)
    let paid = try #require(try await first.run(Self.budget).rounds.first)
    let second = try await session("second.session", bench)
    let report = try await second.run(Self.budget)
    let round = try #require(report.rounds.first)
    #expect(bench.account.posts == 1 && report.cost.billed == .zero)
    #expect(round.maker?.origin?.session == "first.session")
    #expect(round.maker?.origin?.round == paid.id)
    #expect(round.maker?.attempt == nil && round.maker?.model == paid.maker?.model)
    #expect(round.picture.pixels == paid.picture.pixels && round.raw?.pixels == paid.raw?.pixels)
    #expect(round.verification == paid.verification)
    #expect(try bench.attempts("second.session").isEmpty)
    #expect(try await second.cost().answeredFromStore == 1)
    await second.close()
    // It is the session's own from now on.
    #expect(try await second.show(.round(round.id)).round == round)
    let again = try Session.open(
      bench.folder.path("second.session"), configuration: bench.configuration)
    #expect(try await again.show(.round(round.id)).round == round)
  }

  @Test func theSessionsOwnAnswerComesFirst() async throws {
    let bench = try bench()
    let session = try await session("own.session", bench)
    let first = try await session.run(Self.budget)
    try await session.undo()
    let second = try await session.run(Self.budget)
    #expect(second.rounds.first?.maker?.answeredFrom == first.rounds.first?.id)
    #expect(second.rounds.first?.maker?.origin == nil)
    #expect(bench.account.posts == 1)
  }

  @Test func freshGoesPastIt() async throws {
    let bench = try bench()
    _ = try await session("first.session", bench).run(Self.budget)
    let report = try await session("second.session", bench).run(fresh)
    #expect(bench.account.posts == 2 && report.cost.billed > .zero)
    #expect(report.rounds.first?.maker?.origin == nil)
  }

  @Test func otherWordsAreAnotherRequest() async throws {
    let bench = try bench()
    _ = try await session("first.session", bench).run(Self.budget)
    let second = try await bench.session(Scene.legal(width: 1_000, height: 650), name: "second.session")
    try await second.makeMask("box", .rectangle(x: 100, y: 100, width: 300, height: 200))
    try await second.edit("brighten by 21 %", mask: "box")
    _ = try await second.run(Self.budget)
    #expect(bench.account.posts == 2)
  }

  @Test func withoutACacheEverySessionPays() async throws {
    let bench = try bench(cached: false)
    for name in ["first.session", "second.session"] { _ = try await session(name, bench).run(Self.budget) }
    #expect(bench.account.posts == 2)
    #expect(try bench.configuration.cacheReport() == nil)
    #expect(try bench.configuration.verifyCache().isEmpty && bench.configuration.clearCache() == 0)
  }

  @Test func whatVerificationRejectedAnswersNobody() async throws {
    let bench = try bench(faults: "edits 1 wrong-size size=512x512")
    let rejected = try await session("first.session", bench).run(Self.budget)
    #expect(rejected.rounds.first?.verification?.verdict == .fail)
    #expect(try bench.configuration.cacheReport()?.lines.last?.entries == 0)
    let report = try await session("second.session", bench).run(Self.budget)
    #expect(report.rounds.first?.maker?.origin == nil)
    #expect(bench.account.posts == 2)
  }

  @Test func aDamagedResultIsAskedForAgain() async throws {
    let bench = try bench()
    _ = try await session("first.session", bench).run(Self.budget)
    let results = try FileManager.default.contentsOfDirectory(atPath: place.path("cache/result"))
    #expect(results.count == 1)
    let file = URL(filePath: place.path("cache/result/\(results[0])"))
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: file)
    #expect(try bench.configuration.verifyCache() == ["result/\(results[0])"])
    _ = try await session("second.session", bench).run(Self.budget)
    #expect(bench.account.posts == 2)
  }

  @Test func aRepeatedInputDoesNoEncodingWork() async throws {
    let bench = try bench()
    let session = try await session("hero.session", bench)
    _ = try await session.run(Self.budget)
    #expect(await session.inputCounts.encoded == 2)
    for _ in 0..<2 {
      try await session.undo()
      _ = try await session.run(fresh)
    }
    let counts = await session.inputCounts
    #expect(counts.encoded == 2 && counts.found == 4)
    #expect(bench.account.posts == 3)
    let lines = try #require(try bench.configuration.cacheReport()).lines
    #expect(lines.map(\.kind) == [.input, .mask, .result])
    #expect(lines.map(\.entries) == [1, 1, 1] && lines.map(\.hits) == [2, 2, 0])
    #expect(lines[0].bytesSaved > 2 * 1_000 * 650)
    #expect(try bench.configuration.clearCache(.mask) == 1)
    #expect(try bench.configuration.cacheReport()?.lines.map(\.entries) == [1, 0, 1])
  }

  @Test func saysWhyTheNextCallFindsSomethingOrNot() async throws {
    let bench = try bench()
    let first = try await session("first.session", bench)
    #expect(try await first.cacheLookups().map(\.kind) == [.input, .mask, .result])
    #expect(try await first.cacheLookups().allSatisfy { $0.standing == .neverStored })
    _ = try await first.run(Self.budget)
    #expect(try await first.cacheLookups().isEmpty)
    try await first.undo()
    #expect(try await first.cacheLookups().last?.standing == .notNeeded)
    let second = try await session("second.session", bench)
    let areHeld = try await second.cacheLookups().map { lookup in
      if case .held = lookup.standing { true } else { false }
    }
    #expect(areHeld == [true, true, true])
    try bench.configuration.clearCache(.result)
    guard case .cleared? = try await second.cacheLookups().last?.standing else {
      Issue.record("not cleared")
      return
    }
  }

  @Test func aCacheThatCannotBeUsedIsSaidOnceAndStopsNothing() async throws {
    try Data([1]).write(to: URL(filePath: place.path("cache")))
    let bench = try bench()
    let session = try await session("hero.session", bench)
    _ = try await session.run(Self.budget)
    try await session.undo()
    _ = try await session.run(fresh)
    let kinds = await session.takeNotices().map(\.kind)
    let said = kinds.filter { if case .cacheUnusable = $0 { true } else { false } }
    #expect(said.count == 1 && bench.account.posts == 2)
  }
}
