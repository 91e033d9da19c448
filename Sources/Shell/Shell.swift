package import EditModel
package import Engine
internal import Terminal

/// Carries out commands on one open session; the prompt, scripts and arguments all come here.
package actor Shell {
  let configuration: EngineConfiguration
  let console: Console
  /// The folder that relative choices of a session start from.
  let folder: String
  /// The session's folder that arguments or environment name.
  let namedSession: String?
  var session: Session?
  private nonisolated let executor = SessionExecutor(label: "pentimento.shell")
  let variables: Lexer.Variables
  /// Scripts that are being read, outermost first, so that a script cannot read itself forever.
  var openScripts: [String] = []
  var isDone = false
  /// Asks the user a question that is answered by yes or no; `nil` where nobody can be asked.
  var ask: (@Sendable (String) async -> Bool)?
  /// Serves as a simulated service until it is interrupted; `nil` in programs without one.
  let simulation: Simulation?
  /// True while a `run` is under way, so that an interrupt waits for the call that was sent.
  var isRunning = false
  /// True from an interrupt of the run that is under way until the next run begins.
  var isInterrupted = false
  /// True when the paid call of that run was given up, too.
  var hasGivenUp = false

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  package init(
    configuration: EngineConfiguration, console: Console, folder: String = ".",
    session: String? = nil, variables: Lexer.Variables = [:], simulation: Simulation? = nil
  ) {
    self.configuration = configuration
    self.console = console
    self.folder = folder
    namedSession = session
    self.variables = variables
    self.simulation = simulation
  }

  /// From now on questions are asked by this.
  package func answerQuestions(by ask: @escaping @Sendable (String) async -> Bool) { self.ask = ask }

  /// Carries out one command and shows what it has to say.
  package func carryOut(_ command: Command, json: Bool = false) async throws(Problem) -> ExitCode {
    if case .read(let path) = command.request {
      return try await carryOutScript(at: path, json: json || command.wantsJSON)
    }
    let answer = try await answer(to: command.request)
    await showNotices()
    console.show(answer, asJSON: json || command.wantsJSON)
    return answer.exitCode
  }

  /// Ends the session's writing, so that the next process finds everything up to date.
  package func finish() async {
    await session?.close()
  }

  /// The session in work: the one that is open, the one that was named, or the only one to be found.
  func current() throws(Problem) -> Session {
    if let session { return session }
    let opened = try Session.open(try foundSession(), configuration: configuration)
    session = opened
    return opened
  }

  private func foundSession() throws(Problem) -> String {
    if let namedSession { return namedSession }
    if Session.exists(at: folder, configuration: configuration) { return folder }
    let candidates = try Session.sessions(in: folder, configuration: configuration)
    guard candidates.count == 1 else { throw Problem(.noSession, folder, allowed: candidates) }
    return folder == "." ? candidates[0] : "\(folder)/\(candidates[0])"
  }

  /// Puts another session in the place of the one that is open.
  func take(_ next: Session?) async {
    await session?.close()
    session = next
  }

  func showNotices() async {
    guard let session else { return }
    for notice in await session.takeNotices() { console.note(NoticeWording.sentence(notice)) }
  }
}
