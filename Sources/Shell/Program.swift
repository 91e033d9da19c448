internal import EditModel
internal import Engine
internal import Terminal

/// What the process is given from outside, read in `main` and nowhere else.
package struct ProcessSetting: Sendable {
  package let arguments: [String]
  /// `PENTIMENTO_SESSION`.
  package let session: String?
  /// `TERM`.
  package let term: String?
  /// `NO_COLOR`.
  package let noColour: String?
  /// `PENTIMENTO_THREADS`.
  package let threads: String?
  /// `COLORTERM`.
  package let colourTerm: String?
  /// `PENTIMENTO_LIBRARIES`.
  package let libraries: String?
  /// `PENTIMENTO_SPEED`.
  package let speed: String?
  /// Folder for what spans sessions.
  package let stateFolder: String?
  /// Folder for what can be made again.
  package let cacheFolder: String?
  /// Every variable of the environment; asked for keys and addresses.
  package let environment: @Sendable (String) -> String?

  package init(
    arguments: [String], session: String?, term: String?, noColour: String?, threads: String?,
    colourTerm: String? = nil, libraries: String? = nil, speed: String? = nil, stateFolder: String? = nil,
    cacheFolder: String? = nil,
    environment: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.arguments = arguments
    self.session = session
    self.term = term
    self.noColour = noColour
    self.threads = threads
    self.colourTerm = colourTerm
    self.libraries = libraries
    self.speed = speed
    self.stateFolder = stateFolder
    self.cacheFolder = cacheFolder
    self.environment = environment
  }
}

/// One run of the program.
package struct Program: Sendable {
  private static let standardInput: Int32 = 0

  package let console: Console
  private let setting: ProcessSetting
  private let simulation: Simulation?

  package init(_ setting: ProcessSetting, console: Console, simulation: Simulation? = nil) {
    self.setting = setting
    self.console = console
    self.simulation = simulation
  }

  /// Carries out what the arguments say; `isolated` to the thread that may wait for standard input.
  ///
  /// - Parameter ready: Is given the shell before anything is done, so that signals can reach it.
  @MainActor
  package func run(ready: (Shell) -> Void) async -> ExitCode {
    do throws(Problem) {
      let invocation = try Invocation(arguments: setting.arguments)
      let shell = Shell(
        configuration: try configuration(), console: console,
        session: invocation.session ?? setting.session, variables: invocation.variables,
        simulation: simulation)
      ready(shell)
      let code = await carryOut(invocation, in: shell)
      await shell.finish()
      return code
    } catch {
      console.show(error, asJSON: setting.arguments.contains("--json"))
      return ExitCode(error)
    }
  }

  private func configuration() throws(Problem) -> EngineConfiguration {
    try .system(
      threads: try threads(), libraryFolder: setting.libraries.flatMap { $0.isEmpty ? nil : $0 },
      access: try ProviderAccess(environment: setting.environment), stateFolder: setting.stateFolder,
      cacheFolder: setting.cacheFolder, speed: try speed())
  }

  private func speed() throws(Problem) -> Double {
    guard let text = setting.speed, !text.isEmpty else { return 1 }
    guard let speed = Double(text), (1...1_000).contains(speed) else {
      throw Problem(.badValue, "PENTIMENTO_SPEED", found: text, allowed: ["1 to 1000"])
    }
    return speed
  }

  private func threads() throws(Problem) -> Int {
    guard let text = setting.threads, !text.isEmpty else { return 2 }
    guard let count = Int(text), (1...64).contains(count) else {
      throw Problem(.badValue, "PENTIMENTO_THREADS", found: text, allowed: ["1 to 64"])
    }
    return count
  }

  @MainActor
  private func carryOut(_ invocation: Invocation, in shell: Shell) async -> ExitCode {
    let json = invocation.wantsJSON
    do throws(Problem) {
      switch invocation.work {
      case .command(let command): return await carryOut(command, in: shell, json: json)
      case .scripts(let sources): return try await carryOut(sources, in: shell, json: json)
      case .interactive:
        if Terminal.isTerminal(Self.standardInput) { return await converse(with: shell) }
        return try await carryOut(.standardInput, in: shell, json: json)
      }
    } catch {
      await shell.showNotices()
      console.show(error, asJSON: json)
      return ExitCode(error)
    }
  }

  @MainActor
  private func carryOut(_ command: Command, in shell: Shell, json: Bool) async -> ExitCode {
    do throws(Problem) {
      return try await shell.carryOut(command, json: json)
    } catch {
      await shell.showNotices()
      console.show(error, asJSON: json || command.wantsJSON)
      return ExitCode(error)
    }
  }

  /// One script after the other; the first that does not end well ends all.
  @MainActor
  private func carryOut(
    _ sources: [Invocation.Source], in shell: Shell, json: Bool
  ) async throws(Problem) -> ExitCode {
    for source in sources {
      let code = try await carryOut(source, in: shell, json: json)
      if code != .done { return code }
    }
    return .done
  }

  @MainActor
  private func carryOut(
    _ source: Invocation.Source, in shell: Shell, json: Bool
  ) async throws(Problem) -> ExitCode {
    switch source {
    case .text(let text): return await shell.carryOutScript(text, name: "-c", json: json)
    case .file(let path): return try await shell.carryOutScript(at: path, json: json)
    case .standardInput:
      return await shell.carryOutScript(try allInput(), name: "standard input", json: json)
    }
  }

  private func allInput() throws(Problem) -> String {
    var reader = LineReader(descriptor: Self.standardInput)
    var text = ""
    do throws(TerminalError) {
      while let line = try reader.readLine() { text += line + "\n" }
    } catch {
      throw Problem(.notReadable, "standard input", underlying: error.line.map { "line \($0)" })
    }
    return text
  }

  /// The prompt. Reading waits on the main thread, which has nothing else to do.
  @MainActor
  private func converse(with shell: Shell) async -> ExitCode {
    let idle = Task.detached {
      while !Task.isCancelled {
        try await Task.sleep(for: .seconds(10))
        await shell.releaseIdleLock()
      }
    }
    defer { idle.cancel() }
    let lines = PromptLines(term: setting.term, style: console.style)
    await shell.answerQuestions { question in await lines.agrees(to: question) }
    while true {
      do throws(TerminalError) {
        guard let line = try lines.next(prompt: await shell.promptText()) else { return .done }
        guard await shell.carryOutPromptLine(line) else { return .done }
      } catch {
        console.show(
          Problem(.notReadable, "standard input", underlying: "\(error.code)"), asJSON: false)
        guard error.code == .lineTooLong || error.code == .invalidUTF8 else { return .file }
      }
    }
  }
}

/// Lines as they are typed, with editing where the terminal allows it.
@MainActor
private final class PromptLines {
  private var editor: LineEditor?
  private var reader = LineReader(descriptor: 0)

  init(term: String?, style: Style) {
    guard LineEditor.isUsable(input: 0, output: 2, term: term) else { return }
    editor = LineEditor(input: 0, output: 2, style: style)
  }

  /// The next line, or `nil` at the end of input; an abandoned line counts as empty.
  func next(prompt: String) throws(TerminalError) -> String? {
    guard editor != nil else {
      try FileDescriptorWriter(descriptor: 2).write(prompt)
      return try reader.readLine()
    }
    let outcome = try editor?.readLine(prompt: prompt) { line, cursor in
      Grammar.completions(line, cursor: cursor).candidates
    }
    switch outcome {
    case .line(let line):
      editor?.history.add(line)
      return line
    case .interrupted: return ""
    case .endOfInput, nil: return nil
    }
  }

  /// True when the answer is yes; anything else, also no answer at all, is no.
  func agrees(to question: String) -> Bool {
    let answer: String?
    do throws(TerminalError) {
      answer = try reply(to: question)
    } catch {
      // Whoever cannot be understood has not said yes.
      return false
    }
    return ["y", "yes"].contains(answer?.lowercased())
  }

  /// One line, which is no command and so not for the history.
  private func reply(to question: String) throws(TerminalError) -> String? {
    guard editor != nil else {
      try FileDescriptorWriter(descriptor: 2).write(question)
      return try reader.readLine()
    }
    guard case .line(let line)? = try editor?.readLine(prompt: question, completing: { _, _ in [] }) else {
      return nil
    }
    return line
  }
}
