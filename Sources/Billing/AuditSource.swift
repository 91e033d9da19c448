/// One session as an account sees it.
public struct AuditSource: Hashable, Sendable {
  /// The session's name.
  public var session: String
  /// Where its folder lies; what tells sessions of one name apart.
  public var path: String
  public var records: [CallRecord]
  public var rounds: [RoundRecord]

  public init(session: String, path: String, records: [CallRecord], rounds: [RoundRecord] = []) {
    (self.session, self.path, self.records, self.rounds) = (session, path, records, rounds)
  }
}

/// What an account has one row for.
public enum AuditGrouping: String, Hashable, Sendable, CaseIterable {
  /// A round that an attempt made, each variant by itself.
  case round
  /// A call with all its attempts, named by the first of them.
  case call
  case instruction
  case mask
  case model
  case provider
  /// The key that a call was paid with, by its label and digest.
  case key
  /// What the user marked the work with.
  case label
  /// The day on which an attempt was begun, in UTC.
  case day
  case state
  case session

  /// True where a row's key means something only within its session.
  public var isWithinSession: Bool {
    switch self {
    case .round, .call, .instruction, .mask, .session: true
    case .model, .provider, .key, .label, .day, .state: false
    }
  }
}

/// How an attempt stands in an account; every attempt stands in exactly one of these.
public enum AuditState: String, Hashable, Sendable, CaseIterable {
  /// Begun and not at its end.
  case open
  /// A picture came of it.
  case done
  /// Pictures came of it, and none of them passed its verification.
  case rejected
  /// Not carried out, or no picture came of it.
  case failed
  /// The service did not make the picture because of what it showed or said.
  case refused
  case unknown
  case billedWithoutResult
  case abandoned

  /// True where the call itself went wrong; a refusal and a rejected picture are none of it.
  public var isError: Bool {
    switch self {
    case .failed, .unknown, .billedWithoutResult, .abandoned: true
    case .open, .done, .rejected, .refused: false
    }
  }

  /// - Parameter isRejected: It made rounds, and the verification failed each.
  init(of record: CallRecord, isRejected: Bool) {
    switch record.state {
    case .open: self = .open
    case _ where record.isRefusal: self = .refused
    case .settled: self = record.problem != nil ? .failed : isRejected ? .rejected : .done
    case .refunded: self = .failed
    case .unknown: self = .unknown
    case .billedWithoutResult: self = .billedWithoutResult
    case .abandoned: self = .abandoned
    }
  }
}
