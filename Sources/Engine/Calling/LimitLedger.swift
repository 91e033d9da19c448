internal import EditModel

/// What one key has used of its account's minute, and who waits for more of it; shared by processes as text.
///
/// The service counts a call at one instant between the moment it was let go and the moment its answer comes
/// back, over the last 60 s (a sliding window) or in a bucket that holds a minute's worth and refills evenly.
/// Whatever a sliding window takes, such a bucket takes too: in any time d the window lets through at most
/// limit·(⌊d/60⌋ + 1), the bucket limit·(d/60 + 1). So the ledger keeps to the stricter of the two, whatever
/// the service does.
///
/// **Late arrival.** A call takes room from the moment it is let go until 60 s after its *latest possible
/// arrival*, so no delay between the two can put two calls into one window:
/// - until its upload is known to have ended, it takes room without end;
/// - then it may still be on its way for `Timing.allowance`, and is counted as arrived at the end of that;
/// - its answer bounds the arrival from above: never after the answer itself, nor, when the service says how
///   long it worked, after the time when that work began.
///
/// The cost: a place is free again after 60 s plus the time from letting go to the upload's end plus the
/// allowance, so the rate is limit·60 / (60 + upload + allowance). A call should therefore be let go as the
/// last thing before it is sent.
///
/// **Order.** Calls of a pool are let go in the order in which they asked; a small one never overtakes a large
/// one. Pools share only the number of calls under way.
///
/// **Foreign use.** A new ledger supposes an unused minute. What a reply shows as used beyond our own calls is
/// another program's, and takes room until the service says that it is back, at most 60 s.
///
/// The value is pure: `now` is the caller's, on one clock for all that share the text. Where that clock goes
/// back, nothing takes room for longer than if it had just begun; where it jumps ahead, calls may be let go
/// too early, and the service's refusal then closes the pool.
package struct LimitLedger: Hashable, Sendable {
  /// The spans of time that the ledger works with, in the service's time.
  package struct Timing: Hashable, Sendable {
    /// Over what the service counts.
    package var window: Duration
    /// How long after its upload seemed complete a call may still be counted: bytes wait in the kernel's
    /// buffers and on the way, and the service may look at the limit later than at the first byte.
    package var allowance: Duration
    /// How long a call under way is believed without its process saying so again.
    package var callLease: Duration
    /// How long a waiting call keeps its place without its process saying so again.
    package var waiterLease: Duration

    package init(
      window: Duration = .seconds(60), allowance: Duration = .seconds(2),
      callLease: Duration = .seconds(120), waiterLease: Duration = .seconds(20)
    ) {
      self.window = window
      self.allowance = allowance
      self.callLease = callLease
      self.waiterLease = waiterLease
    }
  }

  /// A call that was let go.
  struct Call: Hashable {
    let id: Int64
    let owner: UInt64
    var demand: CallDemand
    var admitted: Timestamp
    /// The latest moment at which the service can have counted it; `nil` while that is not known.
    var arrival: Timestamp?
    /// Until when it counts as under way; `nil` once it has left.
    var lease: Timestamp?
  }

  /// A call that is not let go yet.
  struct Waiter: Hashable {
    let id: Int64
    let owner: UInt64
    let demand: CallDemand
    var lease: Timestamp
  }

  /// Something that a reply told about a pool.
  struct Correction: Hashable {
    let pool: String
    let kind: LimitKind
    var amount: Int
    var until: Timestamp
  }

  /// The greatest amount in a ledger; a thousand times what any account takes, and far from overflowing.
  package static let greatestAmount = 1_000_000_000_000

  /// How long a limit that a reply stated is held to when no later reply repeats it.
  static let statementLife: Duration = .seconds(600)

  /// The longest time for which a refusal closes a pool.
  static let longestClosing: Duration = .seconds(120)

  let timing: Timing
  var nextID: Int64 = 1
  /// In the order of their ids, as are the waiters.
  var calls: [Call] = []
  var waiters: [Waiter] = []
  /// Until when nothing of a pool is let go.
  var closed: [String: Timestamp] = [:]
  /// Until when nothing at all is let go.
  var allClosed: Timestamp?
  /// What others used, as far as replies showed it.
  var foreign: [Correction] = []
  /// Limits lower than ours that replies stated.
  var stated: [Correction] = []

  /// A ledger in which nothing is used.
  package init(timing: Timing = Timing()) {
    self.timing = timing
  }

  /// Calls under way now, of all pools.
  package var underWayCount: Int { calls.count { $0.lease != nil } }

  /// Calls that wait, of all pools.
  package var waiterCount: Int { waiters.count }
}

extension LimitLedger {
  /// Until when a call takes room; while its arrival is not known, at least this long from now.
  func end(of call: Call, now: Timestamp) -> Timestamp {
    (call.arrival ?? now.moved(by: timing.allowance)).moved(by: timing.window)
  }

  /// The limit that holds for a pool: ours, or a lower one that a reply stated.
  func limit(_ kind: LimitKind, of pool: String, _ limits: CallLimits) -> Int? {
    let statement = stated.first { $0.pool == pool && $0.kind == kind }?.amount
    guard let own = limits.perMinute(kind) else { return statement }
    return min(own, statement ?? own)
  }

  /// What our own calls took of a pool at some moment of a span, at the most.
  func ownUse(_ kind: LimitKind, of pool: String, from start: Timestamp, to end: Timestamp) -> Int {
    calls.lazy
      .filter { $0.demand.pool == pool && $0.admitted <= end && self.end(of: $0, now: end) > start }
      .reduce(0) { $0 + $1.demand.amount(kind) }
  }
}
