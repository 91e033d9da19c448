import Billing
import EditModel
import Foundation
import Glibc
import Store
import Testing

/// Processes of one user that spend at the same time, some of which are killed.
struct SpendSharingTests {
  private static let limit = cents(300)
  private static let processes = 16

  @Test func processesCannotOverspendTogether() async throws {
    let folder = try Self.prepared(limit: cents(100))
    defer { removeAll(folder) }
    await withTaskGroup { group in
      for number in 0..<Self.processes {
        group.addTask {
          await #expect(processExitsWith: .success) { [folder = folder as String, number = number as Int] in
            let log = SpendSharingTests.log(in: folder, on: SystemDisk())
            for attempt in 1...10 {
              let hold = spendHold(cents(7), session: "s\(number)", attempt: attempt)
              _ = try log.hold(hold)
            }
          }
        }
      }
    }
    let oracle = try Self.oracle(folder)
    #expect(oracle.overspent == [])
    // 14 times 7 fit into 100.
    #expect(oracle.holds == 14)
    #expect(oracle.used("2026-11-21") == cents(98).nanodollars)
  }

  /// All sessions are copies of one, so that only their places and journals tell their attempts apart.
  @Test func killedProcessesLoseAndGainNothing() async throws {
    let folder = try Self.prepared(limit: Self.limit)
    defer { removeAll(folder) }
    for number in 0..<Self.processes { try Self.makeSession(number, in: folder) }
    await withTaskGroup { group in
      for number in 0..<Self.processes {
        let death = number % 2 == 0 ? 0 : 20 + 29 * number
        group.addTask {
          if death == 0 {
            await #expect(processExitsWith: .success) { [folder = folder as String, number = number as Int] in
              try Spender(number, in: folder, on: SystemDisk()).work(rounds: 6)
            }
          } else {
            await #expect(processExitsWith: .signal(SIGKILL)) {
              [folder = folder as String, number = number as Int, death = death as Int] in
              let disk = FaultyDisk(SystemDisk(), .stopHalfway, at: death)
              // Whatever fails, from there on nothing reaches the disk.
              try? Spender(number, in: folder, on: disk).work(rounds: 1_000)
              kill(getpid(), SIGKILL)
            }
          }
        }
      }
    }
    try Self.expectOneTruth(folder)
  }

  /// After every session was opened again, what is held and spent is what the journals say, attempt by attempt.
  private static func expectOneTruth(_ folder: String) throws {
    let log = log(in: folder, on: SystemDisk())
    var held: Set<Digest> = []
    var (heldAmount, spent) = (Int64(0), Int64(0))
    var identity: Digest?
    for number in 0..<processes {
      let session = try Spender.session(number, in: folder, on: SystemDisk())
      _ = try session.beginWriting()
      try session.settleLeftHolds(in: log)
      session.endWriting()
      identity = try session.identity
      for attempt in try session.attempts() {
        let reserved = attempt.intended.reservation.amount?.nanodollars ?? 0
        if let actual = attempt.replied?.actual.amount {
          spent += actual.nanodollars
        } else if attempt.closed == nil || attempt.closed?.outcome == .unknown {
          heldAmount += reserved
          held.insert(try #require(attempt.intended.hold))
        }
      }
    }
    let oracle = try oracle(folder)
    #expect(oracle.overspent == [])
    #expect(Set(oracle.open.keys) == Set(held.map(\.hex)))
    #expect(oracle.used("2026-11-21") == heldAmount + spent)
    #expect(try Set(log.openHolds(of: #require(identity)).keys) == held)
    let state = try #require(try log.budgets(at: noon).first)
    #expect((state.held.nanodollars, state.spent.nanodollars) == (heldAmount, spent))
    // Enough happened for all this to mean something.
    #expect(spent > 0 && heldAmount > 0 && oracle.holds > 40)
  }

  private static func prepared(limit: Money) throws -> String {
    var template = Array("/tmp/pentimento-XXXXXX".utf8CString)
    let folder = try template.withUnsafeMutableBufferPointer { buffer in
      String(cString: try present(mkdtemp(try present(buffer.baseAddress))))
    }
    try log(in: folder, on: SystemDisk()).setBudget(.day, limit)
    return folder
  }

  fileprivate static func log(in folder: String, on disk: any Disk) -> SpendLog {
    SpendLog(StateFolder("\(folder)/state", disk: disk, surroundings: Spender.surroundings))
  }

  private static func oracle(_ folder: String) throws -> SpendOracle {
    SpendOracle(Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/state/spend.log"))))
  }

  private static func makeSession(_ number: Int, in folder: String) throws {
    let session = try SessionFolder.create(
      at: "\(folder)/s\(number).session", disk: SystemDisk(), surroundings: Spender.surroundings)
    _ = try session.beginWriting()
    _ = try session.commit([session.operation(setting: [(.set("quality"), .text("low"))])])
    session.endWriting()
  }
}

/// One process at work: it holds, intends, sends, is answered or not, closes and settles.
private struct Spender {
  static let surroundings = Surroundings(
    now: { noon }, elapsed: { .zero }, uniqueNumber: { UInt64.random(in: .min ... .max) })

  let session: SessionFolder
  let log: SpendLog
  let number: Int

  init(_ number: Int, in folder: String, on disk: any Disk) throws {
    self.number = number
    log = SpendSharingTests.log(in: folder, on: disk)
    session = try Self.session(number, in: folder, on: disk)
    _ = try session.beginWriting()
    try session.settleLeftHolds(in: log)
  }

  static func session(_ number: Int, in folder: String, on disk: any Disk) throws -> SessionFolder {
    try SessionFolder(opening: "\(folder)/s\(number).session", disk: disk, surroundings: surroundings)
  }

  func work(rounds: Int) throws {
    for round in 0..<rounds {
      let id = session.nextAttempt
      let amount = cents(Int64(3 + (number * 7 + round * 5) % 9))
      guard let line = try held(amount, id) else { continue }
      _ = try session.append(intended(id, amount, line))
      _ = try session.append(sent(id))
      if (number + round) % 3 != 0 { _ = try session.append(reply(id, amount)) }
      _ = try session.append(closed(id, outcome(round)))
      try session.settleHold(of: id, in: log)
    }
  }

  private func held(_ amount: Money, _ id: AttemptID) throws -> Digest? {
    let hold = SpendHold(
      session: try present(session.identity), place: session.place, attempt: id, amount: amount,
      keyLabel: "default", time: noon)
    guard case .held(let line) = try log.hold(hold) else { return nil }
    return line
  }

  private func intended(_ id: AttemptID, _ amount: Money, _ line: Digest) -> CallEntry {
    .intended(
      CallEntry.Intended(
        attempt: id, command: session.nextCommand, text: "run", base: .source,
        instructions: [instruction(1)], provider: "openai", model: "gpt-image-2",
        request: SHA256.digest(of: [1]), repetition: 0, reservation: .held(amount, row: "row"), hold: line,
        time: noon))
  }

  private func reply(_ id: AttemptID, _ amount: Money) -> CallEntry {
    .replied(
      CallEntry.Replied(
        attempt: id, pictures: [], actual: .billed(amount - cents(1), row: "row"), time: noon))
  }

  private func outcome(_ round: Int) -> CallEntry.Outcome {
    guard (number + round) % 3 == 0 else { return .settled }
    return round % 2 == 0 ? .unknown : .refunded
  }
}
