import EditModel
import Store
import Testing

struct ObjectTests {
  private let disk: SimulatedDisk
  private let session: SessionFolder
  private let bytes = [UInt8]("some picture".utf8)

  init() throws {
    disk = try Workload.preparedDisk()
    session = try SessionFolder.create(
      at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    _ = try session.beginWriting()
  }

  private func path(_ digest: Digest) -> String {
    "work/hero.session/objects/\(digest.hex.prefix(2))/\(digest.hex.dropFirst(2))"
  }

  @Test func storesUnderTheDigestOfTheBytes() throws {
    let digest = try session.put(bytes)
    #expect(digest == SHA256.digest(of: bytes))
    let files = disk.tree.filter { $0.key.hasPrefix("work/hero.session/objects/") && !$0.key.hasSuffix("/") }
    #expect(files == [path(digest): bytes])
    #expect(try Workload.open(disk.afterPowerLoss(.everything)).object(digest) == bytes)
  }

  @Test func storesTheEmptyObject() throws {
    #expect(try Workload.open(disk).object(session.put([])) == [])
  }

  @Test func writesTheSameBytesOnce() throws {
    let digest = try session.put(bytes)
    let calls = disk.writingCalls
    #expect(try session.put(bytes) == digest)
    session.endWriting()
    _ = try session.beginWriting()
    let before = disk.writingCalls
    #expect(try session.put(bytes) == digest)
    #expect(disk.writingCalls == before)
    #expect(calls > 0)
  }

  @Test func mendsAStoredObjectWithOtherBytes() throws {
    let digest = try session.put(bytes)
    session.endWriting()
    disk.set(path(digest), [0])
    _ = try session.beginWriting()
    #expect(try session.put(bytes) == digest)
    #expect(disk.tree[path(digest)] == bytes)
    #expect(try Workload.open(disk.afterPowerLoss(.everything)).object(digest) == bytes)
  }

  @Test func saysWhichObjectIsMissingOrDamaged() throws {
    let digest = try session.put(bytes)
    let short = path(digest).split(separator: "/").suffix(3).joined(separator: "/")
    var changed = bytes
    changed[3] ^= 1
    for (content, code) in [(changed, StoreError.Code.objectDamaged), (nil, .objectMissing)] {
      disk.set(path(digest), content)
      let error = #expect(throws: StoreError.self) { try Workload.open(disk).object(digest) }
      #expect(error == StoreError(code, short))
    }
    expect(.objectMissing) { _ = try session.object(SHA256.digest(of: [9])) }
  }
}
