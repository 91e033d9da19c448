/// Which of some items, each of which covers a range of rows, have a part in each band.
///
/// Memory and time go with the number of bands that the items cover, not with bands times items.
struct BandIndex: Sendable {
  /// Where each band's items begin in `items`; one more than there are bands.
  private let starts: [Int]
  private let items: [Int32]

  /// - Parameters:
  ///   - rows: The rows of each item, within `0..<height`; empty ones have no part in any band.
  ///   - height: Rows of the frame.
  init(rows: [Range<Int>], height: Int) {
    let bands = rows.map { range in
      range.isEmpty
        ? 0..<0 : range.lowerBound / Bands.rowsPerBand..<(range.upperBound - 1) / Bands.rowsPerBand + 1
    }
    var places = [Int](repeating: 0, count: (height + Bands.rowsPerBand - 1) / Bands.rowsPerBand + 1)
    for range in bands { for band in range { places[band + 1] += 1 } }
    for band in places.indices.dropFirst() { places[band] += places[band - 1] }
    starts = places
    var items = [Int32](repeating: 0, count: places.last ?? 0)
    for (item, range) in bands.enumerated() {
      for band in range {
        items[places[band]] = Int32(item)
        places[band] += 1
      }
    }
    self.items = items
  }

  /// The items in the band of these rows, in their order.
  subscript(band rows: Range<Int>) -> ArraySlice<Int32> {
    let band = rows.lowerBound / Bands.rowsPerBand
    return items[starts[band]..<starts[band + 1]]
  }
}
