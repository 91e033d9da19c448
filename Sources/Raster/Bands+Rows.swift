extension Bands {
  /// Lets `body` write each band's rows of `buffer`; bands may run at the same time and in any order.
  ///
  /// - Parameters:
  ///   - buffer: `rowLength * height` elements, row after row.
  ///   - body: Gets the rows of one band and the part of the buffer that holds them, and nothing else.
  package func update<Element: BitwiseCopyable & Sendable>(
    _ buffer: UnsafeMutableBufferPointer<Element>, rowLength: Int, height: Int,
    _ body: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Void
  ) {
    precondition(buffer.count == rowLength * height, "buffer does not fit its rows")
    // Bands are disjoint ranges of rows, so no two threads ever get the same element.
    nonisolated(unsafe) let all = buffer
    forEach(height: height) { rows in
      let part = all[rows.lowerBound * rowLength..<rows.upperBound * rowLength]
      body(rows, UnsafeMutableBufferPointer(rebasing: part))
    }
  }

  /// An array of `rowLength * height` elements that `fill` has written band by band.
  ///
  /// - Parameter fill: Must write every element that it gets; they hold nothing before.
  package func makeRows<Element: BitwiseCopyable & Sendable>(
    of type: Element.Type = Element.self, rowLength: Int, height: Int,
    _ fill: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Void
  ) -> [Element] {
    let count = rowLength * height
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      let rows = UnsafeMutableBufferPointer(rebasing: buffer[0..<count])
      update(rows, rowLength: rowLength, height: height, fill)
      initialized = count
    }
  }
}
