import EditModel
import Glibc
import Raster
import Store
import Testing

let cachePath = "work/cache/pentimento"

/// An input of this number.
func cacheKey(_ number: Int, version: String = "1") -> CacheKey {
  .input(
    pixels: SHA256.digest(of: [UInt8(number % 256), UInt8(number / 256)]), frame: someFrame,
    version: version)
}

private let someFrame = SentFrame(
  crop: PixelRect(x: 1, y: 2, width: 30, height: 40), placed: PixelRect(x: 3, y: 4, width: 30, height: 40),
  canvas: PixelSize(width: 64, height: 48))

func someBytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var random = SplitMix64(seed: seed)
  return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
}

extension CacheFolder {
  func bytes(_ key: CacheKey) throws -> [UInt8]? { try value(key)?.source.bytes(limit: 1 << 30) }

  func put(_ key: CacheKey, _ bytes: [UInt8]) throws {
    _ = try put(key, bytes, madeIn: .milliseconds(20))
  }
}

/// One for all, so that no two journals have the same number.
private let surroundings = fixedSurroundings()

func cache(
  _ disk: any Disk, limit: Int = 1 << 20, mostEntries: Int = 100,
  wait: @escaping @Sendable (Duration) -> Void = { _ in }
) -> CacheFolder {
  CacheFolder(
    cachePath, disk: disk, surroundings: surroundings, limit: limit, mostEntries: mostEntries, wait: wait)
}

struct CacheFolderTests {
  private let disk: SimulatedDisk
  private let folder: CacheFolder

  init() throws {
    disk = try Workload.preparedDisk()
    folder = cache(disk)
  }

  private func file(_ key: CacheKey) -> String { "\(cachePath)/\(key.kind.rawValue)/\(key.digest.hex)" }

  @Test func isMadeWhenSomethingIsFirstPut() throws {
    #expect(try folder.bytes(cacheKey(1)) == nil)
    #expect(try folder.why(cacheKey(1)) == .neverStored)
    #expect(try folder.verify() == [])
    #expect(try folder.clear() == 0)
    #expect(disk.tree == ["work/": []])
    try folder.put(cacheKey(1), [1, 2])
    #expect(disk.tree["\(cachePath)/input/\(cacheKey(1).digest.hex)"]?.suffix(2) == [1, 2])
    #expect(try folder.statistics()[.input].misses == 1)
    #expect(try cache(disk).statistics()[.input].misses == 1)
    #expect(disk.openHandles == 0)
  }

  @Test(arguments: [0, 1, 4095, 65_536, 300_000])
  func givesBackTheExactBytes(_ count: Int) throws {
    let bytes = someBytes(count)
    try folder.put(cacheKey(1), bytes)
    let value = try #require(try cache(disk).value(cacheKey(1)))
    #expect(value.digest == SHA256.digest(of: bytes))
    #expect(value.source.byteCount == count)
    #expect(try value.source.bytes(limit: count) == bytes)
    #expect(try value.source.bytes(in: count / 3..<count) == Array(bytes[(count / 3)...]))
    #expect(try folder.bytes(cacheKey(2)) == nil)
  }

  @Test func theNewestValueOfAKeyCounts() throws {
    try folder.put(cacheKey(1), someBytes(9000))
    try folder.put(cacheKey(1), [7])
    #expect(try folder.bytes(cacheKey(1)) == [7])
    #expect(try folder.statistics()[.input].entries == 1)
    #expect(try folder.statistics()[.input].byteCount == 4096)
  }

  @Test func whatDecidesOverAValueIsInItsKey() {
    let digests = (0..<4).map { SHA256.digest(of: [$0]) }
    let other = SentFrame(crop: someFrame.placed, placed: someFrame.crop, canvas: someFrame.canvas)
    let wider = SentFrame(
      crop: someFrame.crop, placed: someFrame.placed, canvas: PixelSize(width: 80, height: 48))
    let keys: [CacheKey] = [
      .input(pixels: digests[0], frame: someFrame, version: "1"),
      .input(pixels: digests[1], frame: someFrame, version: "1"),
      .input(pixels: digests[0], frame: other, version: "1"),
      .input(pixels: digests[0], frame: wider, version: "1"),
      .input(pixels: digests[0], frame: someFrame, version: "2"),
      .mask(pixels: [digests[0]], frame: someFrame, version: "1"),
      .mask(pixels: [digests[0], digests[1]], frame: someFrame, version: "1"),
      .result(request: digests[0], version: "1"),
    ]
    #expect(Set(keys.map(\.digest)).count == keys.count)
    let pair: CacheKey = .mask(pixels: [digests[1], digests[0], digests[1]], frame: someFrame, version: "1")
    #expect(pair.digest == keys[6].digest)
  }

  @Test(arguments: ["record", "value", "shorter", "longer", "empty", "other"])
  func whatIsNotWhatWasStoredIsRemovedAndMissed(_ fault: String) throws {
    let key = cacheKey(1)
    try folder.put(key, someBytes(5000))
    try folder.put(cacheKey(2), someBytes(5000, seed: 2))
    var bytes = try #require(disk.tree[file(key)])
    switch fault {
    case "record": bytes[80] ^= 1
    case "value": bytes[bytes.count - 4000] ^= 1
    case "shorter": bytes.removeLast()
    case "longer": bytes.append(0)
    case "empty": bytes = []
    default: bytes = try #require(disk.tree[file(cacheKey(2))])
    }
    disk.set(file(key), bytes)
    #expect(try folder.why(key) == .damaged(nil))
    #expect(try folder.bytes(key) == nil)
    #expect(disk.tree[file(key)] == nil)
    #expect(try cache(disk).why(key) == .damaged(someTime))
    let counts = try cache(disk).statistics()[.input]
    #expect([counts.entries, counts.damaged, counts.misses, counts.hits] == [1, 1, 1, 0])
    try folder.put(key, [1])
    #expect(try folder.bytes(key) == [1])
    #expect(try folder.bytes(cacheKey(2)) == someBytes(5000, seed: 2))
    #expect(disk.openHandles == 0)
  }

  @Test func saysWhyAKeyIsNotFound() throws {
    let small = cache(disk, limit: 2 * 4096)
    try small.put(cacheKey(1), [1])
    try small.put(cacheKey(2), [2])
    guard case .held(byteCount: 1, made: someTime) = try small.why(cacheKey(1)) else {
      Issue.record("not held")
      return
    }
    try small.put(cacheKey(3), [3])
    #expect(try small.why(cacheKey(1)) == .evicted(someTime))
    #expect(try small.why(cacheKey(4)) == .neverStored)
    #expect(try small.why(cacheKey(3, version: "2")) == .otherVersion("1"))
    try small.clear(.mask)
    #expect(try small.bytes(cacheKey(3)) == [3])
    #expect(try small.clear(.input) == 2)
    #expect(try small.why(cacheKey(3)) == .cleared(someTime))
    #expect(try small.why(cacheKey(3, version: "2")) == .neverStored)
    try small.put(cacheKey(1), [1])
    #expect(try small.bytes(cacheKey(1)) == [1])
  }

  @Test func countsWhatItWasGoodForAcrossRestarts() throws {
    let mask: CacheKey = .mask(pixels: [SHA256.digest(of: [1])], frame: someFrame, version: "1")
    _ = try folder.bytes(cacheKey(1))
    _ = try folder.put(cacheKey(1), someBytes(5000), madeIn: .milliseconds(1500))
    _ = try folder.put(mask, someBytes(10), madeIn: .microseconds(2999))
    for _ in 0..<3 { _ = try cache(disk).bytes(cacheKey(1)) }
    _ = try cache(disk).bytes(mask)
    let statistics = try cache(disk).statistics()
    let (inputs, masks, results) = (statistics[.input], statistics[.mask], statistics[.result])
    #expect([inputs.entries, inputs.byteCount, inputs.hits, inputs.misses] == [1, 8192, 3, 1])
    #expect([inputs.bytesSaved, inputs.millisecondsSaved] == [15_000, 4500])
    #expect([masks.entries, masks.byteCount, masks.hits, masks.misses] == [1, 4096, 1, 0])
    #expect([masks.bytesSaved, masks.millisecondsSaved] == [10, 2])
    #expect([results.entries, results.byteCount, results.hits, results.misses] == [0, 0, 0, 0])
    #expect(statistics.limit == 1 << 20)
  }

  @Test func aValueLargerThanTheCacheIsNotKept() throws {
    try folder.put(cacheKey(1), [1])
    #expect(try folder.put(cacheKey(2), someBytes(1 << 20), madeIn: .zero) == false)
    #expect(try folder.bytes(cacheKey(1)) == [1])
    #expect(try folder.bytes(cacheKey(2)) == nil)
  }

  @Test func clearingKeepsTheAccountAndRemovesWhatWasNeverFinished() throws {
    try folder.put(cacheKey(1), [1])
    _ = try folder.bytes(cacheKey(1))
    disk.set("\(cachePath)/input/.new", [1, 2, 3])
    #expect(try folder.clear() == 1)
    #expect(disk.tree.keys.filter { $0.hasPrefix("\(cachePath)/input/") } == ["\(cachePath)/input/"])
    let counts = try cache(disk).statistics()[.input]
    #expect([counts.entries, counts.byteCount, counts.hits] == [0, 0, 1])
  }

  @Test func verifyingFindsAllDamageAndMakesTheJournalTrue() throws {
    for number in 1...6 { try folder.put(cacheKey(number), someBytes(5000, seed: UInt64(number))) }
    #expect(try folder.verify() == [])
    let journal = disk.tree["\(cachePath)/journal"]
    var bytes = try #require(disk.tree[file(cacheKey(2))])
    bytes[bytes.count - 1] ^= 1
    disk.set(file(cacheKey(2)), bytes)
    disk.set(file(cacheKey(3)), nil)
    disk.set("\(cachePath)/input/foreign", [1])
    #expect(disk.tree["\(cachePath)/journal"] == journal)
    let names = try folder.verify().map(\.name)
    #expect(Set(names) == [cacheKey(2).digest.hex, "foreign"] && names.count == 2)
    #expect(try cache(disk).statistics()[.input].entries == 4)
    #expect(try cache(disk).statistics()[.input].byteCount == 4 * 8192)
    #expect(try cache(disk).why(cacheKey(3)) == .neverStored)
    #expect(try folder.verify() == [])
    #expect(disk.openHandles == 0)
  }

  @Test func aReadOnlyCacheStillAnswers() throws {
    try folder.put(cacheKey(1), [1])
    let fixed = cache(ReadOnlyDisk(disk, EROFS))
    #expect(try fixed.bytes(cacheKey(1)) == [1])
    #expect(try fixed.bytes(cacheKey(2)) == nil)
    expect(.notWritable) { try fixed.put(cacheKey(2), [2]) }
    let counts = try fixed.statistics()[.input]
    #expect([counts.hits, counts.misses, counts.entries] == [1, 1, 1])
  }

  @Test func aStuckWriterStopsPutsAndNotLookups() throws {
    try folder.put(cacheKey(1), [1])
    let lock = try disk.openFile("\(cachePath)/lock", in: nil, for: .locking)
    #expect(try disk.tryLock(lock))
    #expect(try folder.bytes(cacheKey(1)) == [1])
    #expect(try folder.bytes(cacheKey(2)) == nil)
    #expect(throws: StoreError(.locked, "\(cachePath)/lock")) { try folder.put(cacheKey(2), [2]) }
    try disk.close(lock)
    try folder.put(cacheKey(2), [2])
    let counts = try cache(disk).statistics()[.input]
    #expect([counts.entries, counts.hits, counts.misses] == [2, 1, 1])
  }
}
