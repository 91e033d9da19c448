/// What stands behind the simulator's socket.
package protocol SimulatedService: Sendable {
  /// What the request will ask of the tier.
  func demand(of request: SimRequest) -> Demand

  /// Executes the request; what its reply charges is owed from now on, whether the reply arrives or not.
  func reply(to request: SimRequest, mishap: Mishap?) -> SimReply
}

extension SimulatedAPI: SimulatedService {}
