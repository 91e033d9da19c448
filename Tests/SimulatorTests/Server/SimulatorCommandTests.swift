import Simulator
import TestSupport
import Testing

@Suite struct SimulatorCommandTests {
  @Test func hasDefaultsOfItsOwn() throws {
    let options = try SimulatorCommand(arguments: []).options
    #expect(options.port == 8484)
    #expect(options.tier == .first)
    #expect(options.latency == .table)
    #expect(options.speed == 1)
    #expect(options.faults == .none)
  }

  @Test func readsEveryOption() throws {
    let words = "--port 0 --tier 3 --latency none --speed 2.5 --seed 99 --faults"
    let script = Fixtures.path("simulate/lost-replies.faults")
    let options = try SimulatorCommand(arguments: words.split(separator: " ").map(String.init) + [script])
      .options
    #expect(options.port == 0)
    #expect(options.tier == Tier.all[2])
    #expect(options.latency == .none)
    #expect(options.speed == 2.5)
    #expect(options.seed == 99)
    #expect(!options.faults.rules.isEmpty)
    #expect(try SimulatorCommand(arguments: ["--tier", "none"]).options.tier == nil)
  }

  @Test(arguments: [
    ("--port 70000", "--port 70000"), ("--port", "--port"), ("--tier 6", "--tier 6"),
    ("--tier 0", "--tier 0"),
    ("--latency some", "--latency some"), ("--speed 0", "--speed 0"), ("--speed x", "--speed x"),
    ("--seed -1", "--seed -1"), ("--colour 1", "--colour"), ("8484", "8484"),
  ])
  func refusesWhatItDoesNotKnow(words: String, found: String) {
    #expect {
      _ = try SimulatorCommand(arguments: words.split(separator: " ").map(String.init))
    } throws: { error in
      guard let error = error as? SimulatorError else { return false }
      return error.code == .badOption && error.found == found && error.expected != nil
    }
  }

  @Test func namesTheScriptThatItCannotRead() {
    #expect(throws: SimulatorError(.scriptNotReadable, found: "/nowhere/at-all")) {
      _ = try SimulatorCommand(arguments: ["--faults", "/nowhere/at-all"])
    }
  }

  @Test(arguments: ["busy", "lost-replies", "broken-replies"])
  func readsTheScriptsOfTheExamples(name: String) throws {
    #expect(try FaultScript(reading: Fixtures.text("simulate/\(name).faults")).rules.count > 2)
  }

  @Test func runsUntilItIsCancelled() async throws {
    var options = SimulatorOptions()
    options.port = 0
    let (lines, line) = AsyncStream<String>.makeStream()
    let task = Task { [options] in
      try await SimulatorCommand(options: options).run { line.yield($0) }
      line.finish()
    }
    var said: [String] = []
    for await line in lines {
      said.append(line)
      if said.count == 2 { task.cancel() }
    }
    try await task.value
    #expect(said[0].hasPrefix("export OPENAI_BASE_URL=http://127.0.0.1:"))
    #expect(said[0].hasSuffix("/v1"))
    #expect(said[1] == "export OPENAI_API_KEY=any-key")
    let port = try #require(UInt16(said[0].split(separator: ":").last?.prefix { $0 != "/" } ?? ""))
    #expect(throws: RawClientError.self) { _ = try RawClient(port: port) }
  }
}
