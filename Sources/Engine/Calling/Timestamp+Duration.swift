internal import EditModel

extension Timestamp {
  /// This moment moved by a duration, rounded up to whole milliseconds and bounded to 10^15 of them.
  func moved(by duration: Duration) -> Timestamp {
    let milliseconds = (duration / .milliseconds(1)).rounded(.up)
    return Timestamp(milliseconds: self.milliseconds + Int64(min(max(milliseconds, -1e15), 1e15)))
  }

  /// The time from an earlier moment to this one.
  func time(since earlier: Timestamp) -> Duration {
    .milliseconds(milliseconds - earlier.milliseconds)
  }
}
