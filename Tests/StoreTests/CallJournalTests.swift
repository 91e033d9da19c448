import EditModel
import Store
import Testing

struct CallJournalTests {
  private let disk: SimulatedDisk
  private let session: SessionFolder
  private let request = SHA256.digest(of: [1])

  init() throws {
    disk = try Workload.preparedDisk()
    session = try SessionFolder.create(
      at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    _ = try session.beginWriting()
  }

  /// Which entries, after an attempt was intended, may follow one another.
  @Test(arguments: [
    ("", "intended"), ("s", "sent"), ("sr", "replied"), ("c", "closed"), ("sc", "closed"),
    ("src", "closed"), ("sa", "sent"), ("sar", "replied"), ("sac", "closed"), ("sauc", "closed"),
    ("u", "closed"), ("su", "closed"), ("suc", "closed"),
  ])
  func takesEntriesInTheirOrder(_ letters: String, _ state: String) throws {
    _ = try session.append(session.intended(request))
    for letter in letters { _ = try session.append(entry(letter)) }
    for folder in [session, try Workload.open(disk)] {
      let attempt = try #require(try folder.attempt(AttemptID(1)))
      #expect(attempt.state.rawValue == state)
      #expect((attempt.sent != nil) == letters.contains("s"))
      #expect((attempt.accepted != nil) == letters.contains("a"))
      #expect((attempt.replied != nil) == letters.contains("r"))
      #expect((attempt.repliedLine != nil) == letters.contains("r"))
      #expect(try folder.openAttempts().isEmpty == (state == "closed"))
      #expect(try folder.attempts() == [attempt])
    }
  }

  @Test(arguments: [
    "i", "r", "ss", "srs", "srr", "cs", "cc", "cu", "srcc", "sur", "suu", "succ", "sucu", "a", "saa", "sra",
    "sca", "sua",
  ])
  func refusesAnEntryOutOfOrder(_ letters: String) throws {
    _ = try session.append(session.intended(request))
    for letter in letters.dropLast() { _ = try session.append(entry(letter)) }
    let last = letters.last
    let before = disk.tree
    expect(.conflict) { _ = try session.append(entry(try present(last))) }
    #expect(disk.tree == before)
    #expect(session.isWriting)
  }

  @Test func numbersAttemptsWithoutGaps() throws {
    expect(.conflict) { _ = try session.append(sent(AttemptID(1))) }
    let first = session.intended(request)
    _ = try session.append(first)
    expect(.conflict) { _ = try session.append(first) }
    #expect(session.nextAttempt == AttemptID(2))
    #expect(try session.attempt(AttemptID(2)) == nil)
    #expect(try session.attempt(AttemptID(0)) == nil)
    #expect(try session.attempt(AttemptID(Int.min)) == nil)
  }

  @Test func keepsACommandsNumberForItsCalls() throws {
    _ = try session.append(session.intended(request, command: 5))
    #expect(session.nextCommand == 6)
    #expect(try Workload.open(disk).nextCommand == 6)
    let late = session.operation(setting: [(.at, .round(.source))], command: 5)
    #expect(try session.commit([late]).count == 1)
  }

  @Test func findsRepliesToTheSameRequest() throws {
    let other = SHA256.digest(of: [2])
    // Of the five, the first is answered, the second was never sent, the third is under way.
    for (request, letters) in [
      (request, "src"), (request, "c"), (request, ""), (other, "s"), (request, "sr"),
    ] {
      let attempt = session.nextAttempt
      _ = try session.append(session.intended(request))
      for letter in letters { _ = try session.append(entry(letter, attempt)) }
    }
    session.endWriting()
    for folder in [session, try Workload.open(disk)] {
      #expect(try folder.attempts(answering: request).map(\.id.number) == [1, 5])
      #expect(try folder.attempts(answering: other).isEmpty)
      #expect(folder.timesAsked(request) == 3)
      #expect(folder.timesAsked(other) == 1)
      #expect(folder.timesAsked(SHA256.digest(of: [3])) == 0)
      #expect(try folder.openAttempts().map(\.id.number) == [3, 4, 5])
      #expect(try folder.attempts().map(\.id.number) == [1, 2, 3, 4, 5])
    }
  }

  @Test func namesTheLinesThatProveIt() throws {
    _ = try session.append(session.intended(request))
    _ = try session.append(sent(AttemptID(1)))
    let hash = try session.append(replied(AttemptID(1)))
    let operation = try session.commit([session.operation(setting: [], replied: hash)])[0]
    _ = try session.append(closed(AttemptID(1), .settled, operation: operation))
    let attempt = try #require(try Workload.open(disk).attempt(AttemptID(1)))
    #expect(attempt.repliedLine == hash)
    #expect(attempt.closed?.operation == operation)
    #expect(attempt.closed?.outcome == .settled)
  }

  @Test func refusesAReplyBeforeItsObjectsAreStored() throws {
    let (envelope, payload) = (Array("{}".utf8), Array("picture".utf8))
    let reply = hostedReply(AttemptID(1), envelope: envelope, payload: payload)
    _ = try session.append(hosted(AttemptID(1), command: 1, request: request))
    _ = try session.append(sent(AttemptID(1)))
    for bytes in [envelope, payload] {
      expect(.conflict) { _ = try session.append(reply) }
      _ = try session.put(bytes)
    }
    // Another process may have stored them without their reaching the medium.
    session.endWriting()
    _ = try session.beginWriting()
    expect(.conflict) { _ = try session.append(reply) }
    for bytes in [envelope, payload] { _ = try session.put(bytes) }
    _ = try session.append(reply)
    #expect(try session.attempt(AttemptID(1))?.state == .replied)
  }

  private func entry(_ letter: Character, _ attempt: AttemptID = AttemptID(1)) -> CallEntry {
    switch letter {
    case "s": sent(attempt)
    case "a": accepted(attempt)
    case "r": replied(attempt)
    case "u": closed(attempt, .unknown)
    case "c": closed(attempt, .refunded)
    default: session.intended(request, command: 1).renumbered(attempt)
    }
  }
}

extension CallEntry {
  fileprivate func renumbered(_ attempt: AttemptID) -> CallEntry {
    guard case .intended(let step) = self else { return self }
    return .intended(
      Intended(
        attempt: attempt, command: step.command, text: step.text, base: step.base,
        instructions: step.instructions, provider: step.provider, model: step.model,
        request: step.request, repetition: step.repetition, reservation: step.reservation,
        time: step.time))
  }
}
