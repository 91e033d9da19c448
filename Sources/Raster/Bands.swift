import Dispatch
import Synchronization

/// Work on a picture in bands of 64 rows, on one or several threads.
///
/// The bands are the same whatever the number of threads, and results come back in band order, so that
/// what is computed from them does not depend on the machine.
public struct Bands: Sendable {
  /// Rows of one band; the last may have fewer.
  public static let rowsPerBand = 64

  /// Most threads that work at the same time, `1...64`.
  public let workers: Int

  /// - Parameter workers: Threads; clamped to `1...64`.
  public init(workers: Int) {
    self.workers = min(max(workers, 1), 64)
  }

  /// Two workers, the number of cores of a small machine.
  public static let standard = Bands(workers: 2)

  /// The row ranges that cover `0..<height`.
  public static func ranges(height: Int) -> [Range<Int>] {
    stride(from: 0, to: height, by: rowsPerBand).map { $0..<min($0 + rowsPerBand, height) }
  }

  /// Runs `body` once for each band; bands may run at the same time and in any order.
  public func forEach(height: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let ranges = Self.ranges(height: height)
    perform(count: ranges.count) { body(ranges[$0]) }
  }

  /// Runs `body` once for each index of `0..<count`, at most `workers` at the same time.
  public func perform(count: Int, _ body: @Sendable (Int) -> Void) {
    let threads = min(workers, count)
    guard threads > 1 else {
      for index in 0..<max(count, 0) { body(index) }
      return
    }
    // Whoever is free takes the next index: pieces of work differ in size, and a core may be busy elsewhere.
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }

  /// The values of `body` for each band, in band order.
  public func map<Value: Sendable>(height: Int, _ body: @Sendable (Range<Int>) -> Value) -> [Value] {
    let ranges = Self.ranges(height: height)
    return [Value](unsafeUninitializedCapacity: ranges.count) { buffer, initialized in
      // Every band writes its own element and nothing else, and `perform` returns after the last.
      nonisolated(unsafe) let elements = buffer.baseAddress
      perform(count: ranges.count) { index in
        elements.map { ($0 + index).initialize(to: body(ranges[index])) }
      }
      initialized = ranges.count
    }
  }
}
