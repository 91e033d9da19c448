internal import EditModel
internal import Engine

extension Shell {
  /// `new FILE [NAME]`: begins a session beside the current folder.
  func new(_ picture: String, name: String?) async throws(Problem) -> Answer {
    let path = sessionPath(name ?? Self.baseName(of: picture))
    let made = try await Session.create(from: picture, at: path, configuration: configuration)
    await take(made)
    let status = try await made.status()
    let size = status.current.map { "\($0.round.picture.size)" } ?? ""
    return Answer("\(path): \(status.source?.name ?? picture), \(size), round 0", status.json)
  }

  /// `new NAME --words "…"`: begins a session on a picture that a paid model makes.
  func generate(_ request: GenerateRequest) async throws(Problem) -> Answer {
    var options = GenerateOptions(
      words: request.words, provider: request.provider, model: request.model, quality: request.quality,
      variants: request.variants)
    if let size = request.size { options.size = size }
    let quote = try Session.quote(options, configuration: configuration)
    let what = "\(counted(request.variants, "picture")) by \(quote.provider) \(quote.model)"
    let consent = try await consent(
      to: quote.price, request.spending, what: what, command: "new",
      hasBudget: !(try configuration.budgets().isEmpty))
    guard case .given(let limit) = consent else {
      return Answer("nothing was sent", .members(["rounds": .array([])]))
    }
    options.maxCost = limit
    let path = sessionPath(request.name)
    await take(nil)
    try await generate(options, at: path)
    let answer = try await status()
    return isInterrupted ? Answer(answer.lines, answer.json, exitCode: .interrupted) : answer
  }

  /// An interrupt reaches the new session's call as it reaches one of `run`.
  private func generate(_ options: GenerateOptions, at path: String) async throws(Problem) {
    let console = console
    isRunning = true
    isInterrupted = false
    hasGivenUp = false
    defer { isRunning = false }
    do throws(Problem) {
      _ = try await Session.generate(
        options, at: path, configuration: configuration, began: { session = $0 },
        progress: { console.note($0.words) })
    } catch {
      await take(nil)
      throw error
    }
  }

  /// `open DIR`.
  func open(_ path: String) async throws(Problem) -> Answer {
    let opened = try Session.open(path, configuration: configuration)
    await take(opened)
    return try await status()
  }

  /// `close`: gives the lock back.
  func close() async throws(Problem) -> Answer {
    let path = try current().path
    await take(nil)
    return Answer("\(path) closed", .members(["closed": .string(path)]))
  }

  private func sessionPath(_ name: String) -> String {
    let path = name.hasSuffix(".session") ? name : name + ".session"
    return path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
  }

  /// The file's name without folders and ending.
  static func baseName(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
