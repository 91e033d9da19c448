package import EditModel
internal import Engine

extension Shell {
  /// Carries out a script file; nothing is done before the whole of it parses.
  package func carryOutScript(at path: String, json: Bool = false) async throws(Problem) -> ExitCode {
    guard !openScripts.contains(path) else {
      throw Problem(.usage, "read", found: path, allowed: ["a script that does not read itself"])
    }
    openScripts.append(path)
    defer { openScripts.removeLast() }
    let text = try TextFile.contents(of: path, configuration: configuration)
    return await carryOutScript(text, name: path, json: json)
  }

  /// Carries out the lines of a text.
  ///
  /// - Parameter name: How messages name it.
  package func carryOutScript(
    _ text: String, name: String, json: Bool = false
  ) async -> ExitCode {
    var worst = ExitCode.done
    do throws(ScriptProblem) {
      for step in try ScriptReader.steps(of: text, variables: variables) where !isDone {
        let code = await carryOut(step, of: name, json: json)
        if code != .done, code != .someFailed { return code }
        if code == .someFailed { worst = code }
      }
    } catch {
      console.show(error.problem, place: "\(name):\(error.line)", asJSON: json)
      return ExitCode(error.problem)
    }
    return worst
  }

  private func carryOut(_ step: ScriptStep, of name: String, json: Bool) async -> ExitCode {
    do throws(Problem) {
      return try await carryOut(step.command, json: json)
    } catch {
      await showNotices()
      console.show(error, place: "\(name):\(step.line)", asJSON: json || step.command.wantsJSON)
      return ExitCode(error)
    }
  }
}
