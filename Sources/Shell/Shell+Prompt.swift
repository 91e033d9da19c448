internal import EditModel
internal import Engine
internal import Terminal

extension Shell {
  /// What the prompt shows before the cursor: the session's name and the current round.
  package func promptText() async -> String {
    // A session that cannot be read says so with the next command; the prompt has no place for that.
    guard let session else { return "pentimento> " }
    let current = try? await session.status().current?.round.id.description
    let name = session.path.split(separator: "/").last.map(String.init) ?? session.path
    let short = name.hasSuffix(".session") ? String(name.dropLast(8)) : name
    return "\(short) @\(current ?? "-")> "
  }

  /// Reads a line as people type it and carries it out.
  ///
  /// - Returns: False when the prompt is to end.
  package func carryOutPromptLine(_ line: String) async -> Bool {
    switch Reading(prompt: line, variables: variables) {
    case .empty: break
    case .instruction(let text): await carryOutAtPrompt(Command(instruction: text), typed: line)
    case .problem(let problem, let hint):
      console.show(problem, hint: Self.hint(for: problem, queuing: hint), asJSON: false)
    case .commands(let commands):
      for command in commands where !isDone {
        guard await carryOutAtPrompt(command, typed: line) else { break }
      }
    }
    return !isDone
  }

  /// The next step for a line that could not be read: what would fit, and how to queue it as it stands.
  private static func hint(for problem: Problem, queuing line: String?) -> String? {
    guard let own = ProblemWording(problem).hint else { return line }
    return line.map { "\(own); \($0) queues it" } ?? own
  }

  /// - Returns: False when it failed, so that the rest of the line is left.
  @discardableResult
  private func carryOutAtPrompt(_ command: Command, typed line: String) async -> Bool {
    do throws(Problem) {
      let code = try await carryOut(command)
      return code == .done || code == .someFailed
    } catch {
      await showNotices()
      // A remark that happened to parse as a command: "open mouth", "use red", "audit stamp in the corner".
      let namesSomething: Set<Verb> = [.open, .new, .read, .use, .audit]
      let mayBeRemark =
        namesSomething.contains(command.verb)
        && [.fileMissing, .noSession, .notASession, .unsupported].contains(error.code)
      console.show(error, hint: mayBeRemark ? Reading.hint(for: line) : nil, asJSON: command.wantsJSON)
      return false
    }
  }

  /// Gives back the lock of a session that was not written for a minute.
  package func releaseIdleLock() async {
    await session?.releaseLockIfIdle()
  }

  /// Asks a running `run` to send nothing new; the script that it stands in ends with it. Asked again, it gives
  /// up the paid call that was sent, which is then of unknown outcome.
  ///
  /// - Returns: False when there is nothing to wait for: no run is in progress, or nothing of it can be given up.
  package func interruptRun() -> Bool {
    guard isRunning else { return false }
    guard !isInterrupted else {
      guard !hasGivenUp, session?.giveUp() == true else { return false }
      hasGivenUp = true
      console.note("given up: what was sent may have been billed")
      return true
    }
    isInterrupted = true
    session?.interrupt()
    console.note("interrupted: the call that was sent is waited for; Ctrl-C again gives it up")
    return true
  }
}
