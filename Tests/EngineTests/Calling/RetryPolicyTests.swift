import Engine
import Raster
import Testing

struct RetryPolicyTests {
  private func pause(
    _ policy: RetryPolicy = RetryPolicy(), after failures: Int = 1, stated: Duration? = nil,
    random: UInt64 = 0, elapsed: Duration = .zero, deadline: Duration = .seconds(600)
  ) -> Duration? {
    policy.pause(
      afterFailure: failures, retryAfter: stated, random: random, elapsed: elapsed, deadline: deadline)
  }

  @Test func makesThreeAttempts() {
    #expect((1...4).map { pause(after: $0) == nil } == [false, false, true, true])
  }

  @Test(arguments: [(1, 500), (2, 1000), (3, 2000), (6, 16_000), (7, 20_000), (8, 20_000), (90, 20_000)])
  func drawsUpToTheDoublingBound(failures: Int, bound: Int) {
    let policy = RetryPolicy(attempts: 100)
    #expect(pause(policy, after: failures, random: 0) == .zero)
    #expect(pause(policy, after: failures, random: .max) == .milliseconds(bound))
    #expect(
      pause(policy, after: failures, random: 1 << 63).map { $0 / .milliseconds(1) } == Double(bound) / 2)
  }

  /// Kolmogorov–Smirnov: at p = 0.01 the greatest distance of n draws from the uniform law is 1.63 / √n.
  @Test(arguments: 1...8)
  func jitterIsUniform(failures: Int) {
    var generator = SplitMix64(seed: 100 + UInt64(failures))
    let policy = RetryPolicy(attempts: 100)
    let bound = min(20, 0.5 * Double(1 << (failures - 1)))
    let draws = (0..<10_000)
      .compactMap { _ in pause(policy, after: failures, random: generator.next()) }
      .map { $0 / .seconds(bound) }.sorted()
    #expect(draws.count == 10_000)
    let distance =
      draws.enumerated()
      .map { max(Double($0.offset + 1) / 10_000 - $0.element, $0.element - Double($0.offset) / 10_000) }
      .max() ?? 1
    #expect(distance < 1.63 / 100)
  }

  @Test func waitsAtLeastAsLongAsAsked() {
    #expect(pause(stated: .seconds(7), random: .max) == .seconds(7))
    #expect(pause(stated: .zero, random: .max) == .milliseconds(500))
    #expect(pause(stated: .seconds(-3), random: .max) == .milliseconds(500))
  }

  @Test func givesUpWhenAskedToWaitTooLong() {
    #expect(pause(stated: .seconds(120)) == .seconds(120))
    #expect(pause(stated: .milliseconds(120_001)) == nil)
    #expect(pause(stated: .seconds(Int64.max / 2)) == nil)
  }

  @Test func staysWithinTheDeadline() {
    #expect(pause(stated: .seconds(10), elapsed: .seconds(589)) == .seconds(10))
    #expect(pause(stated: .seconds(10), elapsed: .seconds(590)) == nil)
    #expect(pause(elapsed: .seconds(600)) == nil)
  }
}
