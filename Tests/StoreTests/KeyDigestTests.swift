import EditModel
import Glibc
import Store
import Testing

struct KeyDigestTests {
  private static let salt = "work/state/salt"
  private let disk: SimulatedDisk
  private let folder: StateFolder

  init() throws {
    disk = try Workload.preparedDisk()
    folder = StateFolder("work/state", disk: disk, surroundings: fixedSurroundings())
  }

  private func folder(on disk: any Disk) -> StateFolder {
    StateFolder("work/state", disk: disk, surroundings: fixedSurroundings())
  }

  @Test func saltIsMadeOnceAndKept() throws {
    let salt = try folder.salt()
    #expect(salt.count == 32)
    #expect(Set(salt).count > 8)
    #expect(try folder.salt() == salt)
    #expect(try folder(on: disk.afterPowerLoss(.everything)).salt() == salt)
    #expect(try folder(on: Workload.preparedDisk()).salt() != salt)
  }

  @Test func refusesASaltThatIsNone() throws {
    _ = try folder.salt()
    disk.set(Self.salt, [1, 2, 3])
    expect(.damaged) { _ = try folder.salt() }
    #expect(disk.tree[Self.salt] == [1, 2, 3])
  }

  /// A salt that is handed out is the one that stays, also where its writing failed in between.
  @Test func handsOutNoSaltThatIsLost() throws {
    var failing = 1
    while true {
      let disk = try Workload.preparedDisk()
      let faulty = FaultyDisk(disk, .once(EIO), at: failing)
      let salt = try? folder(on: faulty).salt()
      let next = folder(on: disk.afterPowerLoss(.everything))
      if let salt { #expect(try next.salt() == salt, "call \(failing)") }
      #expect(try next.salt().count == 32, "call \(failing)")
      guard faulty.hasFailed else { break }
      failing += 1
    }
    #expect(failing > 10)
  }

  /// The expected digits come from Python's `hmac` over the same salt and key.
  @Test func digestIsTheStartOfTheKeyedHash() throws {
    _ = try folder.salt()
    disk.set(Self.salt, Array(0..<32))
    #expect(try folder.keyDigest(of: #require(Secret("sk-test-1234567890"))) == "7b6bf79f395e")
  }

  @Test func tellsKeysApart() throws {
    let keys = try (0..<200).map { try #require(Secret("sk-test-\($0)")) }
    let digests = try keys.map { try folder.keyDigest(of: $0) }
    #expect(Set(digests).count == keys.count)
    for digest in digests {
      #expect(digest.count == 12)
      #expect(digest.allSatisfy { "0123456789abcdef".contains($0) })
    }
    #expect(try folder(on: Workload.preparedDisk()).keyDigest(of: keys[0]) != digests[0])
  }
}
