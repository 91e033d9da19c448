import EditModel
import Raster
import Store
import Testing

/// Compared with a list in the order of use.
struct CacheOrderTests {
  /// What the cache should hold, least recently used first.
  private struct Model {
    var held: [(number: Int, bytes: [UInt8])] = []
    let limit: Int
    let mostEntries: Int
    var evictions = 0
    var hits = 0
    var misses = 0

    /// The record before a value is shorter than 1,000 bytes, so the tests' sizes need it only for rounding.
    private var size: Int { held.reduce(0) { $0 + Self.size($1.bytes.count) } }

    static func size(_ count: Int) -> Int { (count + 1000 + 4095) / 4096 * 4096 }

    mutating func put(_ number: Int, _ bytes: [UInt8]) {
      held.removeAll { $0.number == number }
      held.append((number, bytes))
      while size > limit || held.count > mostEntries {
        held.removeFirst()
        evictions += 1
      }
    }

    mutating func value(_ number: Int) -> [UInt8]? {
      guard let index = held.firstIndex(where: { $0.number == number }) else {
        misses += 1
        return nil
      }
      hits += 1
      held.append(held.remove(at: index))
      return held.last?.bytes
    }
  }

  /// Bytes so many that record and value together are not near the border of a block.
  private static func bytes(_ random: inout SplitMix64) -> [UInt8] {
    someBytes(random.next(below: 4) * 4096 + random.next(below: 2000), seed: random.next())
  }

  @Test(arguments: 1...8) func leastRecentlyUsedGoesFirst(_ seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var disk = try Workload.preparedDisk()
    var model = Model(limit: 20 * 4096, mostEntries: 9)
    var folders = (0..<2).map { _ in cache(disk, limit: 20 * 4096, mostEntries: 9) }
    for step in 0..<400 {
      let number = random.next(below: 16)
      let folder = folders[random.next(below: 2)]
      if random.next(below: 3) == 0 {
        let bytes = Self.bytes(&random)
        try folder.put(cacheKey(number), bytes)
        model.put(number, bytes)
      } else {
        let found = try folder.bytes(cacheKey(number))
        #expect(found == model.value(number), "step \(step)")
      }
      guard random.next(below: 20) == 0 else { continue }
      // Others begin, or the program was killed.
      if random.next(below: 2) == 0 { disk = disk.afterKill() }
      folders = (0..<2).map { _ in cache(disk, limit: 20 * 4096, mostEntries: 9) }
    }
    for number in 0..<16 {
      let isHeld = if case .held = try folders[0].why(cacheKey(number)) { true } else { false }
      #expect(isHeld == model.held.contains { $0.number == number })
    }
    let counts = try folders[1].statistics()[.input]
    #expect([counts.entries, counts.evictions] == [model.held.count, model.evictions])
    #expect([counts.hits, counts.misses] == [model.hits, model.misses])
    #expect(counts.byteCount == model.held.reduce(0) { $0 + Model.size($1.bytes.count) })
    #expect(model.evictions > 20 && model.hits > 50)
  }

  @Test func theJournalStaysShortAndForgetsNoCount() throws {
    let disk = try Workload.preparedDisk()
    let (first, second) = (cache(disk), cache(disk))
    for number in 0..<4 { try first.put(cacheKey(number), [UInt8(number)]) }
    var longest = 0
    for round in 0..<30 {
      for _ in 0..<100 { _ = try first.bytes(cacheKey(round % 3)) }
      try second.put(cacheKey(4 + round % 2), [9])
      longest = max(longest, disk.tree["\(cachePath)/journal"]?.count ?? 0)
    }
    let counts = try first.statistics()[.input]
    #expect(counts.hits == 3000 && counts.bytesSaved == 3000 && counts.millisecondsSaved == 60_000)
    #expect(counts.entries == 6)
    #expect(longest < 150_000)
    // The order of use has survived as well: number 3 was never asked for.
    let small = cache(disk, mostEntries: 6)
    try small.put(cacheKey(7), [7])
    #expect(try small.why(cacheKey(3)) == .evicted(someTime))
  }

  @Test(arguments: ["missing", "empty", "torn", "noise", "other format", "foreign lines"])
  func aBrokenJournalLosesNoValue(_ fault: String) throws {
    let disk = try Workload.preparedDisk()
    let name = "\(cachePath)/journal"
    for number in 0..<5 { try cache(disk).put(cacheKey(number), someBytes(5000, seed: UInt64(number))) }
    var bytes = try #require(disk.tree[name])
    switch fault {
    case "missing": disk.set(name, nil)
    case "empty": disk.set(name, [])
    case "torn": disk.set(name, Array(bytes.dropLast(7)))
    case "noise": disk.set(name, someBytes(100_000))
    case "other format":
      bytes[17] = UInt8(ascii: "2")
      disk.set(name, bytes)
    default:
      let huge =
        "sums input \(Int.max) 1 1 1 1 1 .\nmade x .\nlost \(cacheKey(1).digest.hex) input eaten never .\n"
      disk.set(name, bytes + Array(huge.utf8) + [0xFF, 0x0A, 0x0A])
    }
    let folder = cache(disk, limit: 5 * 8192)
    for number in 0..<5 {
      #expect(try folder.bytes(cacheKey(number)) == someBytes(5000, seed: UInt64(number)))
    }
    try folder.put(cacheKey(5), [5])
    func files() -> Int { disk.tree.keys.count { $0.contains("/input/") && !$0.hasSuffix("/") } }
    // Of a torn line nothing is known, so its entry is not counted until the files are looked at.
    #expect(files() == (fault == "torn" ? 6 : 5))
    #expect(try cache(disk).verify() == [])
    #expect(try cache(disk).statistics()[.input].entries == files())
    #expect(try cache(disk).bytes(cacheKey(5)) == [5])
    #expect(disk.openHandles == 0)
  }
}
