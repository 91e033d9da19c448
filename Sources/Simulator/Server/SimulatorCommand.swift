internal import Foundation

/// The command `simulate`: its options, and a server that runs until it is stopped.
package struct SimulatorCommand: Sendable {
  package let options: SimulatorOptions

  package init(options: SimulatorOptions) {
    self.options = options
  }

  /// Reads `[--port N] [--tier N|none] [--faults FILE] [--latency table|none] [--speed K] [--seed N]`.
  ///
  /// The command's own defaults: port 8484, tier 1, latencies of the table.
  ///
  /// - Throws: `SimulatorError` with code `badOption`, `scriptNotReadable` or `badFaultRule`.
  package init(arguments: [String]) throws(SimulatorError) {
    var options = SimulatorOptions()
    options.port = 8484
    options.latency = .table
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let set = Self.setters[name] else {
        throw SimulatorError(
          .badOption, found: name, expected: Self.setters.keys.sorted().joined(separator: ", "))
      }
      guard let value = rest.popFirst() else {
        throw SimulatorError(.badOption, found: name, expected: "a value")
      }
      try set(&options, value)
    }
    self.options = options
  }

  /// Starts the server, says how to reach it, and runs until the task is cancelled.
  ///
  /// - Parameter say: Takes each line for the user: the environment that clients need.
  package func run(say: (String) -> Void) async throws(SimulatorError) {
    let server = try SimulatorServer(options)
    for line in Self.lines(for: server.address) { say(line) }
    // Ends by cancellation alone, which throws here and is what was asked for.
    while (try? await Task.sleep(for: .seconds(3600))) != nil {}
    server.stop()
  }

  /// The two lines that a client's environment needs; any key will do.
  package static func lines(for address: String) -> [String] {
    ["export OPENAI_BASE_URL=\(address)", "export OPENAI_API_KEY=any-key"]
  }

  private typealias Setter = @Sendable (inout SimulatorOptions, String) throws(SimulatorError) -> Void

  private static let setters: [String: Setter] = [
    "--port": { options, value throws(SimulatorError) in
      options.port = try read(UInt16(value), "--port", value, "0 to 65535")
    },
    "--tier": { options, value throws(SimulatorError) in
      if value == "none" {
        options.tier = nil
        return
      }
      let tier = Tier.all.first { String($0.number) == value }
      options.tier = try read(tier, "--tier", value, "1 to \(Tier.all.count), or none")
    },
    "--faults": { options, value throws(SimulatorError) in
      options.faults = try FaultScript(contentsOf: value)
    },
    "--latency": { options, value throws(SimulatorError) in
      let latency = SimulatorOptions.Latency(rawValue: value)
      options.latency = try read(latency, "--latency", value, "table, none")
    },
    "--speed": { options, value throws(SimulatorError) in
      let speed = Double(value).flatMap { (0.01...10_000).contains($0) ? $0 : nil }
      options.speed = try read(speed, "--speed", value, "0.01 to 10000")
    },
    "--seed": { options, value throws(SimulatorError) in
      options.seed = try read(UInt64(value), "--seed", value, "a whole number")
    },
  ]

  private static func read<Value>(
    _ value: Value?, _ name: String, _ text: String, _ expected: String
  ) throws(SimulatorError) -> Value {
    guard let value else {
      throw SimulatorError(.badOption, found: "\(name) \(text)", expected: expected)
    }
    return value
  }
}

extension FaultScript {
  /// Reads a script from a file of at most 1 MiB.
  ///
  /// - Throws: `SimulatorError` with code `scriptNotReadable` or `badFaultRule`.
  package init(contentsOf path: String) throws(SimulatorError) {
    guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= 1 << 20 else {
      throw SimulatorError(.scriptNotReadable, found: path)
    }
    self = try FaultScript(reading: String(decoding: data, as: UTF8.self))
  }
}
