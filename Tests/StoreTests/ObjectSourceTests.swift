import EditModel
import Store
import Testing

struct ObjectSourceTests {
  private let disk: SimulatedDisk
  private let digest: Digest
  private let bytes = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }

  init() throws {
    disk = try Workload.preparedDisk()
    let session = try SessionFolder.create(
      at: Workload.path, disk: disk, surroundings: fixedSurroundings())
    _ = try session.beginWriting()
    digest = try session.put(bytes)
  }

  private var file: String { String(digest.hex.dropFirst(2)) }
  private var path: String { "work/hero.session/objects/\(digest.hex.prefix(2))/\(file)" }

  @Test func readsAnyPart() throws {
    let source = try Workload.open(disk).source(ofObject: digest)
    #expect(source.byteCount == bytes.count)
    #expect(try source.bytes(in: 1_048_570..<1_048_590) == Array(bytes[1_048_570..<1_048_590]))
    #expect(try source.bytes(in: bytes.count - 2..<bytes.count + 9) == bytes.suffix(2))
    #expect(try source.bytes(limit: bytes.count) == bytes)
  }

  @Test func comparesTheBytesOnceInAProcess() throws {
    let session = try Workload.open(disk)
    let before = disk.bytesRead(file)
    _ = try session.source(ofObject: digest)
    #expect(disk.bytesRead(file) - before == bytes.count)
    _ = try session.source(ofObject: digest)
    #expect(disk.bytesRead(file) - before == bytes.count)
    #expect(try session.object(digest) == bytes)
    _ = try session.source(ofObject: digest).bytes(in: 0..<10)
    #expect(disk.bytesRead(file) - before == 2 * bytes.count + 10)
  }

  @Test func saysWhichObjectIsMissingOrDamaged() throws {
    let name = path.split(separator: "/").suffix(3).joined(separator: "/")
    for place in [0, bytes.count - 1] {
      var changed = bytes
      changed[place] ^= 1
      disk.set(path, changed)
      let error = #expect(throws: StoreError.self) { try Workload.open(disk).source(ofObject: digest) }
      #expect(error == StoreError(.objectDamaged, name))
    }
    disk.set(path, nil)
    let error = #expect(throws: StoreError.self) { try Workload.open(disk).source(ofObject: digest) }
    #expect(error == StoreError(.objectMissing, name))
  }
}
