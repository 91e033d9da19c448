import Billing
import Codecs
import EditModel
import Engine
import FoundationEssentials
import HTTP
import Raster
import Shell
import Simulator
import Store
import Synchronization
import TestSupport
import Testing

/// References, variants, partial pictures, pictures from words, and other addresses.
@Suite(.timeLimit(.minutes(5))) struct PaidJobTests {
  private func addReference(_ name: String, to session: Session, _ bench: PaidBench) async throws {
    let path = bench.folder.path("\(name).png")
    try Data(try PNG.encode(Scene.legal(width: 320, height: 240))).write(to: URL(filePath: path))
    try await session.addReference(path, as: name)
  }

  private func posts(_ bench: PaidBench, _ route: String) -> [Account.Line] {
    bench.account.lines.filter { $0.method == "POST" && $0.path.hasSuffix(route) }
  }

  // MARK: A first picture from words

  @Test func variantsOfAFirstPictureCanBePickedSavedAndCounted() async throws {
    let bench = try PaidBench()
    let options = GenerateOptions(
      words: "a red mug", provider: "openai", size: PixelSize(width: 1_024, height: 640), quality: "low",
      variants: 2, maxCost: FaultTableTests.budget.maxCost)
    let session = try await Session.generate(
      options, at: bench.folder.path("mug.session"), configuration: bench.configuration)
    #expect(try await session.log().map(\.round.id.description) == ["1a", "1b"])
    #expect(try await session.queue().isEmpty)
    try await session.pick(.round(RoundID(1, variant: "b")))
    try await session.set("metadata", to: "mark")
    let saved = bench.folder.path("mug.png")
    try await session.save(to: saved)
    let text = String(decoding: try Data(contentsOf: URL(filePath: saved)), as: UTF8.self)
    #expect(text.contains("trainedAlgorithmicMedia"))
    #expect(try await session.cost().billed.nanodollars == Int64(bench.account.nanodollars))
    try await session.edit("sepia")
    _ = try await session.run(FaultTableTests.budget)
    #expect(try await session.show().round.parent == RoundID(1, variant: "b"))
  }

  // MARK: References

  @Test func referencesAreUploadedOnceAndReused() async throws {
    let bench = try PaidBench()
    let session = try await bench.session()
    try await addReference("label", to: session, bench)
    try await session.edit("brighten by 20 %", references: ["label"])
    _ = try await session.run(FaultTableTests.budget)
    #expect(posts(bench, "files").count == 1)
    #expect(posts(bench, "edits").count == 1)
    // The second round edits another picture, and sends the same reference.
    try await session.edit("sepia", references: ["label"])
    let report = try await session.run(FaultTableTests.budget)
    #expect(report.rounds.count == 1)
    #expect(posts(bench, "files").count == 1)
    let attempts = try bench.attempts()
    #expect(bench.account.posts == attempts.count)
    for attempt in attempts where attempt.intended.kind == .upload {
      #expect(attempt.intended.reservation == .free)
      #expect(attempt.closed?.outcome == .settled)
      #expect(attempt.accepted != nil)
    }
    for line in posts(bench, "files") { #expect(line.nanodollars == 0) }
    #expect(try await session.cost().billed.nanodollars == Int64(bench.account.nanodollars))
  }

  @Test func maskedEditWithReferenceKeepsLockedPixels() async throws {
    let bench = try PaidBench()
    let session = try await bench.session()
    try await addReference("label", to: session, bench)
    try await session.makeMask("box", .rectangle(x: 100, y: 100, width: 300, height: 200))
    try await session.edit("brighten by 20 %", mask: "box", references: ["label"])
    let report = try await session.run(FaultTableTests.budget)
    #expect(report.rounds.first?.verification?.outsideAfter?.changed == 0)
    #expect(posts(bench, "files").count == 1)
    #expect(bench.account.posts == (try bench.attempts()).count)
  }

  @Test func fileThatTheServiceHasDroppedIsSentAgainByTheNextRun() async throws {
    let bench = try PaidBench(faults: "edits 1 status 400 code=image_file_not_found")
    let session = try await bench.session()
    try await addReference("label", to: session, bench)
    try await session.edit("brighten by 20 %", references: ["label"])
    let problem = await #expect(throws: Problem.self) { try await session.run(FaultTableTests.budget) }
    #expect(problem?.code == .providerRefused)
    _ = try await session.run(FaultTableTests.budget)
    #expect(posts(bench, "files").count == 2)
    #expect(try await session.queue().isEmpty)
    #expect(bench.account.posts == (try bench.attempts()).count)
  }

  @Test(arguments: [
    "files 1 status 503 code=server_is_overloaded", "files 1 reset-upload after=100", "files 1 status 429",
    "files 1 status 500", "files 1 close",
  ])
  func uploadThatFailsAtNoCostIsTriedAgain(_ faults: String) async throws {
    let bench = try PaidBench(faults: faults)
    let session = try await bench.session()
    try await addReference("label", to: session, bench)
    try await session.edit("brighten by 20 %", references: ["label"])
    _ = try await session.run(FaultTableTests.budget)
    let attempts = try bench.attempts()
    #expect(bench.account.posts == attempts.count)
    #expect(attempts.map(\.closed?.outcome) == [.refunded, .settled, .settled])
  }

  @Test(arguments: ["files * status 500", "files * close", "files * status 401 code=invalid_api_key"])
  func uploadThatFailsEndsTheRunAndCostsNothing(_ faults: String) async throws {
    let bench = try PaidBench(faults: faults)
    let session = try await bench.session()
    try await addReference("label", to: session, bench)
    try await session.edit("brighten by 20 %", references: ["label"])
    await #expect(throws: Problem.self) { try await session.run(FaultTableTests.budget) }
    #expect(posts(bench, "edits").isEmpty)
    #expect(try await session.unresolvedAttempts().isEmpty)
    #expect(try await session.cost().possible == .zero)
    #expect(bench.account.posts == (try bench.attempts()).count)
  }

  @Test func postsNeverReuseAConnection() async throws {
    let bench = try PaidBench(faults: "any * drop-reused")
    let session = try await bench.session()
    try await addReference("label", to: session, bench)
    for _ in 0..<3 { _ = try await session.probe() }
    try await session.edit("brighten by 20 %", references: ["label"])
    _ = try await session.run(FaultTableTests.budget)
    let lines = bench.account.lines.filter { $0.method == "POST" }
    #expect(lines.count == (try bench.attempts()).count)
    #expect(lines.allSatisfy { $0.position == 1 })
  }

  @Test func uploadThatAKilledProcessLeftAcceptedIsSettledAndRemembered() async throws {
    let bench = try PaidBench()
    let session = try await bench.session()
    try await addReference("label", to: session, bench)
    try await session.edit("brighten by 20 %", references: ["label"])
    _ = try await session.run(FaultTableTests.budget)
    await session.close()
    try leaveOpen(bench, try #require(try bench.attempts().first { $0.accepted != nil }))
    let again = try Session.open(bench.folder.path("hero.session"), configuration: bench.configuration)
    try await again.set("merge-max", to: "2")
    await again.close()
    let outcomes = try bench.attempts().suffix(2).map(\.closed?.outcome)
    #expect(outcomes == [.settled, .abandoned])
    #expect(try await again.unresolvedAttempts().isEmpty)
    let state = try #require(bench.configuration.state)
    let account = try #require(try bench.attempts().first?.intended.account)
    let known = try state.fileID(
      for: SHA256.digest(of: [1]), account: "\(account.keyDigest ?? "")//", address: account.address,
      now: bench.configuration.surroundings.now())
    #expect(known == "file-kept")
  }

  /// Two uploads in the journal as a process leaves them that dies: one accepted, one only sent.
  private func leaveOpen(_ bench: PaidBench, _ model: Attempt) throws {
    let folder = try SessionFolder(
      opening: bench.folder.path("hero.session"), disk: bench.configuration.disk,
      surroundings: bench.configuration.surroundings)
    _ = try folder.beginWriting()
    let (intended, time) = (model.intended, model.intended.time)
    for isAccepted in [true, false] {
      let id = folder.nextAttempt
      _ = try folder.append(
        .intended(
          CallEntry.Intended(
            attempt: id, command: intended.command, text: intended.text, base: intended.base,
            instructions: [], provider: intended.provider, model: intended.model,
            request: SHA256.digest(of: [1]), repetition: 0, reservation: .free,
            asked: CallEntry.Asked(kind: .upload, references: [SHA256.digest(of: [1])]),
            account: intended.account, time: time)))
      _ = try folder.append(.sent(CallEntry.Sent(attempt: id, time: time)))
      guard isAccepted else { continue }
      _ = try folder.append(.accepted(CallEntry.Accepted(attempt: id, id: "file-kept", time: time)))
    }
    folder.endWriting()
  }

  // MARK: Variants, partial pictures, words

  @Test func variantsBecomeRoundsAndNoneIsCurrentUntilPicked() async throws {
    let bench = try PaidBench()
    let session = try await bench.session()
    try await session.edit("brighten by 20 %", variants: 3)
    let report = try await session.run(FaultTableTests.budget)
    #expect(report.rounds.map(\.id.description) == ["1a", "1b", "1c"])
    #expect(try await session.show().round.id == .source)
    #expect(try await session.queue().isEmpty)
    #expect(bench.account.images == 3)
    #expect(report.cost.billed.nanodollars == Int64(bench.account.nanodollars))
    let picked = try await session.pick(.round(try #require(report.rounds.dropFirst().first?.id)))
    #expect(picked.round.id.description == "1b")
    #expect(try await session.show().round.id.description == "1b")
  }

  @Test func partialPicturesAreKeptApartAndCostTwoHundredTokens() async throws {
    var images: [Int] = []
    for partials in [0, 2] {
      let bench = try PaidBench()
      let session = try await bench.session()
      try await session.set("partials", to: "\(partials)")
      try await session.edit("brighten by 20 %")
      let seen = Mutex(0)
      let report = try await session.run(FaultTableTests.budget) { event in
        if case .partial = event { seen.withLock { $0 += 1 } }
      }
      #expect(report.rounds.count == 1)
      #expect(seen.withLock { $0 } == partials)
      let reply = try #require(try bench.attempts().first?.replied?.reply)
      #expect(reply.cuts.compactMap(\.partial) == Array(0..<partials))
      #expect(reply.cuts.count { $0.partial == nil } == 1)
      #expect(report.cost.billed.nanodollars == Int64(bench.account.nanodollars))
      images.append(reply.usage?.imageOut ?? 0)
    }
    #expect(images[1] - images[0] == 200)
  }

  @Test func pictureFromWordsIsTheFirstRoundAndAFailureGoesOnInTheSameFolder() async throws {
    let bench = try PaidBench(faults: "generations 1 status 403")
    let options = GenerateOptions(
      words: "a red bicycle", provider: "openai", quality: "low",
      maxCost: Money(nanodollars: 1_000_000_000))
    let path = bench.folder.path("bike.session")
    await #expect(throws: Problem.self) {
      try await Session.generate(options, at: path, configuration: bench.configuration)
    }
    let session = try await Session.generate(options, at: path, configuration: bench.configuration)
    let round = try await session.show().round
    #expect(round.id == .source)
    #expect(round.kind == .generated)
    #expect(round.picture.size == PixelSize(width: 1_024, height: 1_024))
    #expect(try await session.cost().billed.nanodollars == Int64(bench.account.nanodollars))
    #expect(try bench.attempts("bike.session").map(\.closed?.outcome) == [.refunded, .settled])
    #expect(bench.account.posts == 2)
    // And it can be worked with as any other.
    try await session.makeMask("box", .rectangle(x: 100, y: 100, width: 300, height: 200))
    try await session.edit("invert the colours", mask: "box")
    let report = try await session.run(FaultTableTests.budget)
    #expect(report.rounds.first?.verification?.outsideAfter?.changed == 0)
  }

  @Test func pictureFromWordsThatMayHaveBeenBilledIsNotAskedAgain() async throws {
    let bench = try PaidBench(faults: "generations 1 close")
    let options = GenerateOptions(
      words: "a red bicycle", provider: "openai", quality: "low",
      maxCost: Money(nanodollars: 1_000_000_000))
    let path = bench.folder.path("bike.session")
    for _ in 0..<2 {
      let problem = await #expect(throws: Problem.self) {
        try await Session.generate(options, at: path, configuration: bench.configuration)
      }
      #expect(problem?.code == .outcomeUnknown)
    }
    #expect(bench.account.posts == 1)
  }

  // MARK: Other addresses

  @Test(arguments: [nil, "2025-04-01-preview"])
  func azureFormOfAddressesWorks(_ version: String?) async throws {
    let bench = try PaidBench { configuration in
      let base = configuration.access.openAI.address?.replacing("/v1", with: "") ?? ""
      configuration.access.azure = ProviderAccess.Entrance(
        key: configuration.access.openAI.key, address: base)
      configuration.access.azure.deployment = "gpt-image-2"
      configuration.access.azure.apiVersion = version
      configuration.access.openAI.key = nil
    }
    let session = try await bench.session()
    try await session.set("provider", to: "azure")
    try await session.makeMask("box", .rectangle(x: 100, y: 100, width: 300, height: 200))
    try await session.edit("brighten by 20 %", mask: "box")
    let report = try await session.run(FaultTableTests.budget)
    #expect(report.rounds.first?.verification?.outsideAfter?.changed == 0)
    let path = try #require(bench.account.lines.first?.path)
    #expect(
      path == (version == nil ? "/openai/v1/images/edits" : "/openai/deployments/gpt-image-2/images/edits"))
    #expect(try await session.cost().billed.nanodollars == Int64(bench.account.nanodollars))
  }
}
