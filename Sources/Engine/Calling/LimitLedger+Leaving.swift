package import EditModel

extension LimitLedger {
  /// Notes that a call's upload ended at a moment; from then its place comes free in a known time.
  package mutating func arrived(_ ticket: Ticket, at moment: Timestamp) {
    guard let index = calls.firstIndex(where: { $0.id == ticket.id && $0.lease != nil }) else { return }
    calls[index].upload(endedAt: moment, allowance: timing.allowance)
  }

  /// Notes what became of a call at a moment; it is no longer under way, its place comes free 60 s after it
  /// was counted. A ticket that the ledger does not know tells nothing.
  package mutating func leave(_ ticket: Ticket, _ evidence: CallEvidence, at moment: Timestamp) {
    guard let index = calls.firstIndex(where: { $0.id == ticket.id && $0.lease != nil }) else { return }
    let moment = max(moment, calls[index].admitted)
    switch evidence {
    case .nothingSent: calls.remove(at: index)
    case .unanswered:
      calls[index].lease = nil
      calls[index].arrival = min(moment.moved(by: timing.allowance), calls[index].arrival ?? .distant)
    case .answered(let report):
      calls[index].lease = nil
      correct(by: report, of: calls[index], at: moment)
      calls[index].arrival = arrival(of: calls[index], answeredAt: moment, after: report.processing)
      if let tokens = report.tokens { raiseTokens(ofCallAt: index, to: tokens) }
    }
  }

  /// The latest moment at which an answered call can have been counted.
  ///
  /// The answer itself bounds it, and the start of the service's work, if the service tells its length.
  /// That start is not believed where it lies before the upload's end, and doubles the allowance at most: a
  /// service that tells only a part of its work would otherwise hold the place for as long as it worked.
  private func arrival(
    of call: Call, answeredAt moment: Timestamp, after processing: Duration?
  ) -> Timestamp {
    // A clock of whole milliseconds rounds down; the rest bounds how differently two clocks run in a minute.
    let answer = moment.moved(by: .milliseconds(50))
    guard let supposed = call.arrival else { return answer }
    guard let processing else { return min(supposed, answer) }
    let uploaded = supposed.moved(by: .zero - timing.allowance)
    let latest = supposed.moved(by: timing.allowance)
    let began = answer.moved(by: .zero - max(processing, .zero))
    return min(max(uploaded, began), latest, answer)
  }

  /// Takes the service's count of tokens where it is the higher one. A lower one frees nothing: the service
  /// may have counted its own estimate when it took the call.
  private mutating func raiseTokens(ofCallAt index: Int, to tokens: Int) {
    let demand = calls[index].demand
    let counted = min(max(demand.tokens, tokens), Self.greatestAmount)
    calls[index].demand = CallDemand(pool: demand.pool, images: demand.images, tokens: counted)
  }
}

extension LimitLedger {
  /// Lowers what is free to what a reply shows.
  private mutating func correct(by report: LimitReport, of call: Call, at moment: Timestamp) {
    if report.isOverLimit {
      let pause = min(max(report.retryAfter ?? .seconds(10), .zero), Self.longestClosing)
      let end = moment.moved(by: pause)
      closed[call.demand.pool] = max(end, closed[call.demand.pool] ?? end)
    }
    for (kind, reading) in report.readings {
      guard let limit = reading.limit, (0...Self.greatestAmount).contains(limit) else { continue }
      let end = moment.moved(by: Self.statementLife)
      note(Correction(pool: call.demand.pool, kind: kind, amount: limit, until: end), in: \.stated)
      guard let remaining = reading.remaining else { continue }
      let used = limit - min(max(remaining, 0), limit)
      correctForeign(kind, used: used, reset: reading.reset, report, of: call, at: moment)
    }
  }

  /// What the service counted beyond our own calls is another program's.
  ///
  /// The reply does not say whether it counted when it took the call or when it answered; the reading that
  /// leaves less to others is taken, because a phantom would hold up our own calls at each reply. A refused
  /// call is not among our own: most services do not count it.
  private mutating func correctForeign(
    _ kind: LimitKind, used: Int, reset: Duration?, _ report: LimitReport, of call: Call,
    at moment: Timestamp
  ) {
    let pool = call.demand.pool
    let arrival = min(call.arrival ?? moment, moment)
    let whenTaken = ownUse(kind, of: pool, from: call.admitted, to: arrival)
    let whenAnswered = ownUse(kind, of: pool, from: moment, to: moment)
    let own = max(whenTaken, whenAnswered) - (report.isOverLimit ? call.demand.amount(kind) : 0)
    guard used > own else { return }
    let end = moment.moved(by: min(max(reset ?? timing.window, .zero), timing.window))
    let earlier = foreign.first { $0.pool == pool && $0.kind == kind }
    guard used - own >= earlier?.amount ?? 0 else { return }
    note(Correction(pool: pool, kind: kind, amount: used - own, until: end), in: \.foreign)
  }

  private mutating func note(
    _ correction: Correction, in list: WritableKeyPath<LimitLedger, [Correction]>
  ) {
    self[keyPath: list].removeAll { $0.pool == correction.pool && $0.kind == correction.kind }
    self[keyPath: list].append(correction)
  }
}

extension LimitLedger.Call {
  /// Notes when the upload ended; only the first time counts.
  mutating func upload(endedAt moment: Timestamp, allowance: Duration) {
    guard arrival == nil else { return }
    arrival = max(moment, admitted).moved(by: allowance)
  }
}

extension Timestamp {
  /// Later than any moment of a ledger.
  fileprivate static let distant = Timestamp(milliseconds: .max)
}
