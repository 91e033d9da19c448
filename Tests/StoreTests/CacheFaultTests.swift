import EditModel
import Glibc
import Store
import TestSupport
import Testing

struct CacheFaultTests {
  private static let old = someBytes(6000, seed: 1)
  private static let new = someBytes(9000, seed: 2)

  /// A cache of three values with no room for a fourth.
  private static func filled() throws -> SimulatedDisk {
    let disk = try Workload.preparedDisk()
    for number in 1...3 { try full(disk).put(cacheKey(number), old) }
    return disk
  }

  private static func full(_ disk: any Disk) -> CacheFolder { cache(disk, limit: 5 * 4096 + 3 * 4096) }

  @Test(arguments: [
    FaultyDisk.Fault.once(EIO), .once(ENOSPC), .stays(ENOSPC), .shortWrite, .stop, .stopHalfway,
  ])
  func anyFailingCallLeavesAWholeValueOrNone(_ fault: FaultyDisk.Fault) throws {
    for key in [cacheKey(2), cacheKey(4)] {
      var failing = 1
      while true {
        let disk = try Self.filled()
        let faulty = FaultyDisk(disk, fault, at: failing)
        let result = Result { try Self.full(faulty).put(key, Self.new) }
        let next = disk.afterKill()
        let found = try Self.full(next).bytes(key)
        let isRight = found == Self.new || result.isFailure && (found == nil || found == Self.old)
        #expect(isRight, "call \(failing)")
        #expect(try Self.full(next).bytes(cacheKey(3)) == Self.old, "call \(failing)")
        try expectWorking(next, failing)
        guard faulty.hasFailed else { break }
        failing += 1
      }
      #expect(failing > 15)
    }
  }

  /// What comes after a fault is as if it had not been: nothing unfinished stays, and the bound holds.
  private func expectWorking(_ disk: SimulatedDisk, _ failing: Int) throws {
    for number in 5...7 { try Self.full(disk).put(cacheKey(number), Self.old) }
    for number in 6...7 { #expect(try Self.full(disk).bytes(cacheKey(number)) == Self.old) }
    let sizes = disk.tree.filter { $0.key.contains("/input/") }.map { ($0.value.count + 4095) / 4096 * 4096 }
    #expect(sizes.reduce(0, +) <= Self.full(disk).limit, "call \(failing)")
    #expect(disk.tree.keys.allSatisfy { !$0.hasSuffix(".new") }, "call \(failing)")
  }

  @Test func aPowerLossLeavesAWholeValueOrNone() throws {
    for seed in 0..<100 {
      let disk = try Self.filled()
      try Self.full(disk).put(cacheKey(2), Self.new)
      let next = disk.afterPowerLoss(seed == 0 ? .everything : .some(seed: UInt64(seed)))
      let found = try Self.full(next).bytes(cacheKey(2))
      #expect(found == nil || found == Self.old || found == Self.new, "seed \(seed)")
      try Self.full(next).put(cacheKey(2), [1])
      #expect(try Self.full(next).bytes(cacheKey(2)) == [1], "seed \(seed)")
    }
  }

  @Test func lookupsThatFailLoseNoValue() throws {
    var failing = 1
    while true {
      let disk = try Self.filled()
      let faulty = FaultyDisk(disk, .once(EIO), at: failing)
      let result = Result { try Self.full(faulty).bytes(cacheKey(2)) }
      if case .success(let found) = result { #expect(found == Self.old, "call \(failing)") }
      #expect(try Self.full(disk).bytes(cacheKey(2)) == Self.old, "call \(failing)")
      #expect(disk.openHandles == 0, "call \(failing)")
      guard faulty.hasFailed else { break }
      failing += 1
    }
    #expect(failing > 10)
  }
}

/// On the machine's own disk, with others at the same time.
struct SharedCacheTests {
  @Test func manyThreadsKeepTheBoundAndTheCount() async throws {
    let place = try TemporaryFolder()
    let limit = 12 * 4096
    let found = await withTaskGroup(of: Int.self) { group in
      for thread in 0..<4 {
        group.addTask {
          // A folder each, as processes have.
          let folder = CacheFolder(
            place.path("cache"), disk: SystemDisk(), surroundings: Self.surroundings(thread), limit: limit)
          var found = 0
          for step in 0..<60 {
            let number = (step * 7 + thread * 3) % 20
            #expect(throws: Never.self) {
              if let bytes = try folder.bytes(cacheKey(number)) {
                #expect(bytes == someBytes(100 + number * 50, seed: UInt64(number)))
                found += 1
              } else {
                try folder.put(cacheKey(number), someBytes(100 + number * 50, seed: UInt64(number)))
              }
            }
          }
          return found
        }
      }
      return await group.reduce(0, +)
    }
    let folder = CacheFolder(
      place.path("cache"), disk: SystemDisk(), surroundings: Self.surroundings(9), limit: limit)
    #expect(try folder.verify() == [])
    try folder.put(cacheKey(30), [1])
    let counts = try folder.statistics()[.input]
    #expect([counts.hits, counts.misses] == [found, 240 - found])
    let files = try place.contents(of: "cache/input")
    #expect(counts.entries == files.count && files.count == 12)
    #expect(Set(try place.contents(of: "cache").keys.filter { !$0.contains("/") }) == ["journal", "lock"])
  }

  @Test func isForItsOwnerAlone() throws {
    let place = try TemporaryFolder()
    let folder = CacheFolder(place.path("a/b"), disk: SystemDisk(), surroundings: Self.surroundings(0))
    try folder.put(cacheKey(1), [1])
    func permissions(_ name: String) -> mode_t? {
      var status = stat()
      return lstat(place.path(name), &status) == 0 ? status.st_mode & 0o777 : nil
    }
    for name in ["a", "a/b", "a/b/input"] { #expect(permissions(name) == 0o700, "\(name)") }
    for name in ["lock", "journal", "input/\(cacheKey(1).digest.hex)"] {
      #expect(permissions("a/b/\(name)") == 0o600, "\(name)")
    }
  }

  private static func surroundings(_ number: Int) -> Surroundings {
    Surroundings(
      now: { someTime }, elapsed: { .zero }, uniqueNumber: { UInt64.random(in: .min ... .max) })
  }
}
