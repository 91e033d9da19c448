import Engine
import Raster
import Testing

struct BreakerTests {
  private func opened(at now: Duration) -> Breaker {
    var breaker = Breaker()
    for _ in 0..<5 {
      breaker.record(.failed, of: breaker.admit(askedByUser: false, now: now), now: now)
    }
    return breaker
  }

  @Test func opensAtHalfOfFiveOrMore() {
    var breaker = Breaker()
    for outcome in [Breaker.Outcome.failed, .failed, .worked, .worked] {
      breaker.record(outcome, of: breaker.admit(askedByUser: false, now: .zero), now: .zero)
    }
    #expect(breaker.isClosed)
    breaker.record(.failed, of: breaker.admit(askedByUser: false, now: .zero), now: .zero)
    #expect(!breaker.isClosed)
  }

  @Test func unrelatedOutcomesTellNothing() {
    var breaker = Breaker()
    for _ in 0..<100 {
      breaker.record(.unrelated, of: breaker.admit(askedByUser: true, now: .zero), now: .zero)
    }
    #expect(breaker.isClosed)
    #expect(opened(at: .zero).isClosed == false)
  }

  @Test func onlyTheUserMayAskForTheTrial() {
    var breaker = opened(at: .seconds(10))
    #expect(breaker.admit(askedByUser: true, now: .seconds(69)) == .refused(trialIn: .seconds(1)))
    #expect(breaker.admit(askedByUser: false, now: .seconds(70)) == .refused(trialIn: nil))
    #expect(breaker.admit(askedByUser: true, now: .seconds(70)) == .trial)
    #expect(breaker.admit(askedByUser: true, now: .seconds(999)) == .refused(trialIn: nil))
  }

  @Test func trialDecides() {
    var breaker = opened(at: .zero)
    _ = breaker.admit(askedByUser: true, now: .seconds(60))
    breaker.record(.failed, of: .trial, now: .seconds(80))
    #expect(breaker.admit(askedByUser: true, now: .seconds(100)) == .refused(trialIn: .seconds(40)))
    _ = breaker.admit(askedByUser: true, now: .seconds(140))
    breaker.record(.unrelated, of: .trial, now: .seconds(141))
    #expect(breaker.admit(askedByUser: true, now: .seconds(141)) == .trial)
    breaker.record(.worked, of: .trial, now: .seconds(142))
    #expect(breaker.isClosed)
    #expect(breaker.admit(askedByUser: false, now: .seconds(142)) == .go)
  }

  /// The rules said again, slowly: every finished call is kept, and the window is cut out each time.
  private struct Model {
    enum Phase: Equatable {
      case closed
      case open(Int)
      case trial
    }
    var phase = Phase.closed
    var history: [Breaker.Outcome] = []

    mutating func admit(user: Bool, at second: Int) -> String {
      if case .open(let since) = phase {
        if second - since < 60 { return "refused \(60 - (second - since))" }
        if user {
          phase = .trial
          return "trial"
        }
        return "refused"
      }
      return phase == .closed ? "go" : "refused"
    }

    mutating func end(_ kind: String, _ outcome: Breaker.Outcome, at second: Int) {
      if kind == "trial" {
        history = []
        phase = outcome == .worked ? .closed : .open(outcome == .failed ? second : second - 60)
      } else if phase == .closed {
        history.append(outcome)
        let last = history.filter { $0 != .unrelated }.suffix(20)
        if last.count >= 5, Double(last.filter { $0 == .failed }.count) / Double(last.count) >= 0.5 {
          phase = .open(second)
        }
      }
    }
  }

  private func name(_ admission: Breaker.Admission) -> String {
    switch admission {
    case .go: "go"
    case .trial: "trial"
    case .refused(nil): "refused"
    case .refused(let rest?): "refused \(rest.components.seconds)"
    }
  }

  @Test func agreesWithTheRulesSaidAgainOver100000Events() {
    var generator = SplitMix64(seed: 7)
    var trials = 0
    for _ in 0..<500 {
      var breaker = Breaker()
      var model = Model()
      var second = 0
      var underWay: [Breaker.Admission] = []
      let share = 1 + generator.next(below: 9)
      for _ in 0..<200 {
        second += generator.next(below: 12)
        let now = Duration.seconds(second)
        if underWay.isEmpty || generator.next(below: 2) == 0 {
          let user = generator.next(below: 3) == 0
          let admission = breaker.admit(askedByUser: user, now: now)
          #expect(name(admission) == model.admit(user: user, at: second))
          if case .refused = admission { continue }
          underWay.append(admission)
          #expect(underWay.count { $0 == .trial } <= 1)
          if admission == .trial { trials += 1 }
        } else {
          let admission = underWay.remove(at: generator.next(below: underWay.count))
          let draw = generator.next(below: 10)
          let outcome: Breaker.Outcome = draw < share ? .failed : draw == 9 ? .unrelated : .worked
          breaker.record(outcome, of: admission, now: now)
          model.end(name(admission), outcome, at: second)
        }
        #expect(breaker.isClosed == (model.phase == .closed))
      }
    }
    #expect(trials > 500)
  }
}
