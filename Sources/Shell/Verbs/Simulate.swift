internal import EditModel

extension Shell {
  /// `simulate`: serves until it is interrupted.
  func simulate(_ request: SimulateRequest) async throws(Problem) -> Answer {
    guard let simulation else {
      throw Problem(.unsupported, "simulate", found: "in this program", allowed: ["the command pentimento"])
    }
    let console = console
    try await simulation(request) { console.note($0) }
    return Answer("the simulated service has ended", .members(["simulated": .bool(true)]))
  }
}
