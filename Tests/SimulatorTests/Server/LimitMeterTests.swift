import Foundation
import Simulator
import Testing

/// Both ways to count, as plain sums over everything that was ever taken.
private struct Naive {
  let limit: Int
  let counting: LimitMeter.Counting
  var taken: [(time: Int, amount: Int)] = []

  func fits(_ amount: Int, at time: Int) -> Bool {
    switch counting {
    case .sliding:
      let used = taken.filter { time - $0.time < 60_000_000_000 }.reduce(0) { $0 + $1.amount }
      return used + amount <= limit
    case .bucket:
      // In 1/60e9 units, so that the sums stay whole.
      var debt = 0
      var last = 0
      for entry in taken + [(time, amount)] {
        debt = max(0, debt - min(entry.time - last, 60_000_000_000) * limit) + entry.amount * 60_000_000_000
        last = entry.time
      }
      return debt <= limit * 60_000_000_000
    }
  }
}

@Suite struct LimitMeterTests {
  @Test func bucketRegainsOneOfFiveInTwelveSeconds() {
    var meter = LimitMeter(limit: 5, counting: .bucket)
    for _ in 0..<5 {
      #expect(meter.wait(for: 1, at: .seconds(100)) == .zero)
      meter.take(1, at: .seconds(100))
    }
    #expect(meter.remaining(at: .seconds(100)) == 0)
    #expect(meter.wait(for: 1, at: .seconds(100)) == .seconds(12))
    #expect(meter.wait(for: 5, at: .seconds(100)) == .seconds(60))
    #expect(meter.reset(at: .seconds(100)) == .seconds(60))
    #expect(meter.remaining(at: .seconds(112)) == 1)
    #expect(meter.remaining(at: .seconds(1000)) == 5)
    #expect(meter.wait(for: 6, at: .seconds(1000)) == nil)
  }

  @Test func slidingMinuteRegainsWhatIsSixtySecondsOld() {
    var meter = LimitMeter(limit: 5, counting: .sliding)
    meter.take(2, at: .seconds(0))
    meter.take(3, at: .seconds(10))
    #expect(meter.wait(for: 2, at: .seconds(20)) == .seconds(40))
    #expect(meter.wait(for: 3, at: .seconds(20)) == .seconds(50))
    #expect(meter.reset(at: .seconds(20)) == .seconds(50))
    #expect(meter.remaining(at: .seconds(60)) == 2)
    #expect(meter.remaining(at: .seconds(70)) == 5)
  }

  @Test(arguments: LimitMeter.Counting.allCases)
  func letsInExactlyWhatFits(counting: LimitMeter.Counting) {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<40 {
      let limit = Int.random(in: 1...9, using: &random)
      var meter = LimitMeter(limit: limit, counting: counting)
      var naive = Naive(limit: limit, counting: counting)
      var now = 0
      for _ in 0..<60 {
        now += Int.random(in: 0...30_000_000_000, using: &random)
        let amount = Int.random(in: 1...limit, using: &random)
        let wait = meter.wait(for: amount, at: .nanoseconds(now)) ?? .seconds(-1)
        let fitsNow = naive.fits(amount, at: now)
        now += Int(wait.components.seconds) * 1_000_000_000 + Int(wait.components.attoseconds / 1_000_000_000)
        let fitsThen = naive.fits(amount, at: now)
        let fitsBefore = naive.fits(amount, at: now - 1)
        #expect(fitsNow == (wait == .zero))
        #expect(fitsThen)
        #expect(wait == .zero || !fitsBefore)
        meter.take(amount, at: .nanoseconds(now))
        naive.taken.append((now, amount))
      }
    }
  }

  /// Two calls that arrive together may be noted in either order.
  @Test(arguments: LimitMeter.Counting.allCases)
  func countsCallsByTheirTimesWhateverTheOrderOfNoting(counting: LimitMeter.Counting) {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var calls: [(time: Int, amount: Int)] = []
      for _ in 0..<6 {
        calls.append((Int.random(in: 0..<40, using: &random), Int.random(in: 1...3, using: &random)))
      }
      var (inOrder, asNoted) = (
        LimitMeter(limit: 20, counting: counting), LimitMeter(limit: 20, counting: counting)
      )
      for call in calls { asNoted.take(call.amount, at: .seconds(call.time)) }
      for call in calls.sorted(by: { $0.time < $1.time }) {
        inOrder.take(call.amount, at: .seconds(call.time))
      }
      for time in [40, 61, 75, 99, 140] {
        for amount in [1, 10, 20] {
          #expect(
            asNoted.wait(for: amount, at: .seconds(time)) == inOrder.wait(for: amount, at: .seconds(time)))
        }
        #expect(asNoted.remaining(at: .seconds(time)) == inOrder.remaining(at: .seconds(time)))
      }
    }
  }

  @Test func tierRefusesByTheLimitInItsWay() throws {
    var meter = TierMeter(.first, counting: .bucket)
    #expect(meter.admit(images: 4, tokens: 50_000, at: .zero) == .admitted)
    #expect(
      meter.admit(images: 2, tokens: 1, at: .zero)
        == .refused(
          TierMeter.Refusal(limit: .images, allowed: 5, used: 4, requested: 2, wait: .seconds(12))))
    #expect(
      meter.admit(images: 1, tokens: 60_000, at: .zero)
        == .refused(
          TierMeter.Refusal(
            limit: .tokens, allowed: 100_000, used: 50_000, requested: 60_000, wait: .seconds(6))))
    #expect(
      meter.admit(images: 6, tokens: 1, at: .seconds(600))
        == .refused(TierMeter.Refusal(limit: .images, allowed: 5, used: 0, requested: 6, wait: nil)))
  }

  @Test func tierTellsItsLimits() {
    var meter = TierMeter(.first, counting: .bucket)
    _ = meter.admit(images: 2, tokens: 1000, at: .zero)
    let headers = Dictionary(uniqueKeysWithValues: meter.headers(at: .zero).map { ($0.name, $0.value) })
    #expect(headers.count == 9)
    #expect(headers["x-ratelimit-limit-input-images"] == "5")
    #expect(headers["x-ratelimit-remaining-input-images"] == "3")
    #expect(headers["x-ratelimit-reset-input-images"] == "24s")
    #expect(headers["x-ratelimit-reset-requests"] == "1ms")
    #expect(headers["x-ratelimit-remaining-tokens"] == "99000")
    #expect(headers["x-ratelimit-reset-tokens"] == "600ms")
  }

  @Test(arguments: [
    (0, "0s"), (1, "1ms"), (1_000_001, "2ms"), (12_000_000_000, "12s"), (58_891_000_000, "58.891s"),
    (60_000_000_000, "1m0s"), (72_500_000_000, "1m12.5s"), (1_050_000_000, "1.05s"),
  ])
  func writesTimesAsTheServiceDoes(nanoseconds: Int, text: String) {
    #expect(TierMeter.text(.nanoseconds(nanoseconds)) == text)
  }
}
