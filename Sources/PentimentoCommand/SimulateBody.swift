import EditModel
import Shell
import Simulator

/// Serves as the simulated picture service until the task is cancelled.
@Sendable
func simulate(
  _ request: SimulateRequest, _ note: @escaping @Sendable (String) -> Void
) async throws(Problem) {
  var options = SimulatorOptions()
  options.port = UInt16(request.port)
  options.tier = Tier.all.first { $0.number == request.tier }
  options.latency = request.hasLatency ? .table : .none
  options.speed = request.speed
  options.seed = UInt64(request.seed)
  do throws(SimulatorError) {
    if let path = request.faults { options.faults = try FaultScript(contentsOf: path) }
    try await SimulatorCommand(options: options).run(say: note)
  } catch {
    throw Problem(simulator: error)
  }
}

extension Problem {
  fileprivate init(simulator error: SimulatorError) {
    let place = error.line.map { " line \($0)" } ?? ""
    let allowed = error.expected.map { [$0] } ?? []
    switch error.code {
    case .badFaultRule: self.init(.badValue, "--faults\(place)", found: error.found, allowed: allowed)
    case .badOption: self.init(.badValue, "simulate", found: error.found, allowed: allowed)
    case .scriptNotReadable: self.init(.notReadable, error.found)
    case .notListening:
      self.init(.badValue, "--port", found: error.found, allowed: ["a port that is free, or 0 for any"])
    }
  }
}
