import Raster
import Synchronization
import Testing

@Suite struct BandsTests {
  @Test(arguments: [1, 63, 64, 65, 128, 300])
  func rangesCoverEveryRowOnceInOrder(height: Int) {
    let ranges = Bands.ranges(height: height)
    #expect(ranges.flatMap { Array($0) } == Array(0..<height))
    #expect(ranges.allSatisfy { $0.count <= 64 && !$0.isEmpty })
  }

  @Test(arguments: [-3, 0, 1, 2, 5, 64, 1000])
  func mapsInBandOrderWithAnyWorkers(workers: Int) {
    let bands = Bands(workers: workers)
    #expect((1...64).contains(bands.workers))
    #expect(bands.map(height: 700) { $0.lowerBound } == Array(stride(from: 0, to: 700, by: 64)))
  }

  @Test(arguments: [1, 2, 5])
  func rowsAreWrittenWhereTheyBelong(workers: Int) {
    let values = Bands(workers: workers).makeRows(of: Int.self, rowLength: 3, height: 200) {
      rows, part in
      for index in part.indices { part[index] = rows.lowerBound * 3 + index }
    }
    #expect(values == Array(0..<600))
  }

  @Test(arguments: [1, 2, 5, 64])
  func everyIndexIsPerformedOnce(workers: Int) {
    let performed = Mutex([Int]())
    Bands(workers: workers).perform(count: 1_000) { index in
      performed.withLock { $0.append(index) }
    }
    #expect(performed.withLock { $0.sorted() } == Array(0..<1_000))
    Bands(workers: workers).perform(count: 0) { _ in Issue.record("nothing to do") }
  }
}
