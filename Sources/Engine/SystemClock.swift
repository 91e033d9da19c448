internal import FoundationEssentials

/// Whole milliseconds since 1970 in UTC, by the system's clock.
func systemMilliseconds() -> Int64 {
  Int64((Date.now.timeIntervalSince1970 * 1000).rounded(.down))
}
