import Billing
import EditModel
import Engine
import FoundationEssentials
import Raster
import Shell
import Simulator
import Store
import Synchronization
import Terminal
import TestSupport
import Testing

/// What a command front printed.
final class Shown: Sendable {
  private let lines = Mutex((data: "", notes: ""))

  var data: String { lines.withLock { $0.data } }
  var notes: String { lines.withLock { $0.notes } }

  func console() -> Console {
    Console(
      style: Style(isTerminal: false, noColour: nil, term: nil),
      data: { text in self.lines.withLock { $0.data += text } },
      note: { text in self.lines.withLock { $0.notes += text } })
  }
}

/// The demo script with the embedded provider and with a paid service.
@Suite(.timeLimit(.minutes(5))) struct DemoTests {
  /// A round as the tree shows it, without who made it and when.
  private struct Node: Equatable, CustomStringConvertible {
    let id: RoundID
    let parent: RoundID?
    let kind: Round.Kind
    let instructions: [String]

    init(_ round: Round) {
      id = round.id
      parent = round.parent
      kind = round.kind
      instructions = round.instructions.map { "\($0.id) \($0.text) \($0.mask?.stored.pixels.hex ?? "")" }
    }

    var description: String { "\(id)<\(parent.map(\.description) ?? "") \(kind) \(instructions)" }
  }

  private func play(paid: Bool, on bench: PaidBench) async throws -> [String: Session] {
    let out = bench.folder.path(paid ? "paid" : "local")
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    let shown = Shown()
    let shell = Shell(
      configuration: bench.configuration, console: shown.console(), folder: bench.folder.path,
      variables: ["photos": Fixtures.path("photos"), "out": out, "provider": paid ? "openai" : "local"])
    let code = await shell.carryOutScript(try Fixtures.text("demo/hero.pent"), name: "demo")
    #expect(code == .done, "\(shown.notes)")
    await shell.finish()
    var sessions: [String: Session] = [:]
    for name in ["astronaut", "coffee"] {
      sessions[name] = try Session.open("\(out)/\(name).session", configuration: bench.configuration)
    }
    return sessions
  }

  @Test func demoOnAPaidServiceIsTheSameJob() async throws {
    let bench = try PaidBench()
    let local = try await play(paid: false, on: bench)
    #expect(bench.account.posts == 0)
    let paid = try await play(paid: true, on: bench)
    for name in ["astronaut", "coffee"] {
      let (mine, theirs) = (try #require(local[name]), try #require(paid[name]))
      let (rounds, paidRounds) = (try await mine.log().map(\.round), try await theirs.log().map(\.round))
      #expect(rounds.map(Node.init) == paidRounds.map(Node.init))
      for (round, paidRound) in zip(rounds, paidRounds) where paidRound.isLocked {
        try await expectLocked(paidRound, of: theirs)
        guard let parent = round.parent, parent == .source else { continue }
        try await expectSameLockedPixels(round, of: mine, paidRound, of: theirs)
      }
    }
    try expectSameBill(bench, ["paid/astronaut.session", "paid/coffee.session"])
  }

  /// Pixels outside of all masks of the round equal its parent's.
  private func expectLocked(_ round: Round, of session: Session) async throws {
    let base = try await session.bitmap(.round(try #require(round.parent)))
    let picture = try await session.bitmap(.round(round.id))
    let weights = try await weights(of: round, session)
    #expect(differences(base, picture, where: weights) { $0 == 0 } == 0)
    #expect(differences(base, picture, where: weights) { $0 > 0 } > 0)
  }

  private func expectSameLockedPixels(
    _ first: Round, of mine: Session, _ second: Round, of theirs: Session
  ) async throws {
    let weights = try await weights(of: second, theirs)
    let (one, other) = (try await mine.bitmap(.round(first.id)), try await theirs.bitmap(.round(second.id)))
    #expect(differences(one, other, where: weights) { $0 == 0 } == 0)
  }

  /// For each pixel the largest weight of the round's masks, as the round's own picture of them shows it.
  private func weights(of round: Round, _ session: Session) async throws -> [UInt8] {
    var union = [UInt8](repeating: 0, count: round.picture.size.width * round.picture.size.height)
    for instruction in round.instructions {
      let mask = try #require(instruction.mask)
      let weights = try await session.maskWeights(mask.name).weights
      for (index, weight) in weights.enumerated() { union[index] = max(union[index], weight) }
    }
    return union
  }

  /// Every call's usage and cost in the journal equal the service's own account of it.
  private func expectSameBill(_ bench: PaidBench, _ sessions: [String]) throws {
    var attempts: [Attempt] = []
    for name in sessions { attempts += try bench.attempts(name).filter { $0.intended.account != nil } }
    let lines = bench.account.lines.filter { $0.method == "POST" }
    #expect(lines.count == attempts.count)
    #expect(!lines.isEmpty)
    for (attempt, line) in zip(attempts, lines) {
      let reply = try #require(attempt.replied?.reply)
      #expect(reply.usage?.textIn == line.usage?.text)
      #expect(reply.usage?.imageIn == line.usage?.imageIn)
      #expect(reply.usage?.imageOut == line.usage?.imageOut)
      #expect(reply.usage?.textOut == line.usage?.textOut)
      #expect(attempt.replied?.actual.amount?.nanodollars == Int64(line.nanodollars))
      #expect(reply.requestID == line.requestID)
    }
  }

  /// Point adjustments: each pixel's new value depends on its old one alone.
  private static let adjustments = [
    "fill with teal", "make it brighter by 20 %", "less saturated by 40 %", "shift the hue by 40 degrees",
    "grayscale", "sepia", "invert the colours",
  ]

  @Test(arguments: [4, 1])
  func pointAdjustmentsDeepInsideTheirMasksEqualTheEmbeddedOnes(_ merged: Int) async throws {
    let bench = try PaidBench()
    let base = Scene.legal(width: 1_024, height: 1_024)
    var pictures: [Bitmap] = []
    for provider in ["local", "openai"] {
      let session = try await bench.session(base, name: "\(provider).session")
      try await session.set("provider", to: provider)
      try await session.set("merge-max", to: "\(merged)")
      for (index, text) in Self.adjustments.enumerated() {
        let box = Self.box(index)
        try await session.makeMask(
          "m\(index)",
          .rectangle(
            x: Double(box.x), y: Double(box.y), width: Double(box.width), height: Double(box.height)))
        try await session.edit(text, mask: "m\(index)")
      }
      let report = try await session.run(FaultTableTests.budget)
      #expect(report.rounds.count == (Self.adjustments.count + merged - 1) / merged)
      #expect(try await session.queue().isEmpty)
      pictures.append(try await session.bitmap())
    }
    let (inner, outer) = (Self.weights(inset: 16), Self.weights(inset: 0))
    #expect(differences(pictures[0], pictures[1], where: inner) { $0 == 255 } == 0)
    #expect(differences(base, pictures[1], where: inner) { $0 == 255 } > 200_000)
    #expect(differences(pictures[0], pictures[1], where: outer) { $0 == 0 } == 0)
    #expect(differences(base, pictures[1], where: outer) { $0 == 0 } == 0)
  }

  private static func box(_ index: Int) -> PixelRect {
    PixelRect(x: 24 + 250 * (index % 4), y: 40 + 480 * (index / 4), width: 216, height: 400)
  }

  private static func weights(inset: Int) -> [UInt8] {
    var weights = [UInt8](repeating: 0, count: 1_024 * 1_024)
    for index in adjustments.indices {
      let box = box(index)
      for y in box.y + inset..<box.y + box.height - inset {
        for x in box.x + inset..<box.x + box.width - inset { weights[y * 1_024 + x] = 255 }
      }
    }
    return weights
  }
}

/// Pixels that differ in any channel, of those whose weight is one that counts.
func differences(
  _ first: Bitmap, _ second: Bitmap, where weights: [UInt8], _ counts: (UInt8) -> Bool
) -> Int {
  let (one, other) = (first.samples, second.samples)
  guard one.count == other.count, one.count == 4 * weights.count else { return .max }
  var found = 0
  for (index, weight) in weights.enumerated() where counts(weight) {
    if (0..<4).contains(where: { one[4 * index + $0] != other[4 * index + $0] }) { found += 1 }
  }
  return found
}
