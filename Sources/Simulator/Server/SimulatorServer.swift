internal import Loopback
internal import Synchronization

/// A simulated picture service on 127.0.0.1: what the real one would answer, and what goes wrong by script.
///
/// It enforces the limits of a tier, takes the time of the real service where asked to, and keeps an account of
/// what it saw and billed, which `GET /simulator/account` gives as JSON. Work is billed as soon as it is done,
/// also when the reply gets lost on its way. All clients count as one organisation, whatever their keys.
package final class SimulatorServer: Sendable {
  /// The port that it listens on.
  package var port: UInt16 { server.port }

  /// The base address for clients.
  package var address: String { "http://127.0.0.1:\(port)/v1" }

  /// What was seen and billed so far.
  package var account: Account { handler.account }

  private let handler: SimulatorHandler
  private let server: LoopbackServer

  /// Starts; it answers until `stop`.
  ///
  /// - Parameter service: What stands behind the socket; without it, the simulated picture service.
  /// - Throws: `SimulatorError` with code `notListening`.
  package init(
    _ options: SimulatorOptions, clock: SimulatorClock = .system, service: (any SimulatedService)? = nil
  ) throws(SimulatorError) {
    let service = service ?? SimulatedAPI(seed: options.seed, now: clock.unixTime)
    handler = SimulatorHandler(options, clock: clock, service: service)
    do throws(LoopbackError) {
      server = try LoopbackServer(port: options.port, handler: handler)
    } catch {
      throw SimulatorError(.notListening, found: String(options.port))
    }
  }

  /// Ends every connection and gives the port back; a second call does nothing more.
  package func stop() {
    server.stop()
  }
}
