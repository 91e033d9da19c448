public import EditModel

/// What happens during a run, in order.
public enum RunEvent: Hashable, Sendable {
  /// Why a call is not sent at once.
  public enum Wait: Hashable, Sendable {
    /// An attempt failed without cost, for this reason, and is made again.
    case retrying(String)
    /// The account's limits leave no room yet.
    case limit
  }

  case started(call: Int, of: Int, [QueueID])
  case waiting(Duration, Wait)
  /// Bytes of the request that have gone; told in steps.
  case uploading(Int, of: Int)
  /// An unfinished picture has arrived, counted from 0.
  case partial(Int)
  /// A round that is on disk.
  case finished(Round)
}
