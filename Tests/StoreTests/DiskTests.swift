import EditModel
import Glibc
import Store
import Testing

/// What every `Disk` must do; the store's promises rest on it.
struct DiskTests {
  enum Kind: CaseIterable {
    case system
    case simulated
  }

  @Test(arguments: Kind.allCases)
  func appendsAndReadsBack(_ kind: Kind) throws {
    try withFolder(kind) { disk, folder in
      let file = try disk.openFile("a", in: folder, for: .creating(permissions: 0o600))
      try append([1, 2, 3], to: file, disk)
      try append([4], to: file, disk)
      #expect(try disk.byteCount(of: file) == 4)
      #expect(try read(file, at: 1, count: 9, disk) == [2, 3, 4])
      #expect(try read(file, at: 4, count: 9, disk) == [])
      try disk.truncate(file, to: 2)
      try append([9], to: file, disk)
      #expect(try read(file, at: 0, count: 9, disk) == [1, 2, 9])
      try disk.sync(file)
      try disk.syncData(file)
      try disk.close(file)
    }
  }

  @Test(arguments: Kind.allCases)
  func reservesRoomWithoutChangingTheLength(_ kind: Kind) throws {
    try withFolder(kind) { disk, folder in
      let file = try disk.openFile("a", in: folder, for: .creating(permissions: 0o600))
      try disk.reserve(file, byteCount: 0)
      try disk.reserve(file, byteCount: 100_000)
      #expect(try disk.byteCount(of: file) == 0)
      try append([1, 2, 3], to: file, disk)
      try disk.reserve(file, byteCount: 10)
      #expect(try disk.byteCount(of: file) == 3)
      #expect(try read(file, at: 0, count: 9, disk) == [1, 2, 3])
      if kind == .system { expect(.diskFull) { try disk.reserve(file, byteCount: 1 << 60) } }
      try disk.close(file)
    }
  }

  @Test(arguments: Kind.allCases)
  func refusesWhatIsThereOrIsNot(_ kind: Kind) throws {
    try withFolder(kind) { disk, folder in
      try make("a", in: folder, disk)
      try disk.makeFolder("f", in: folder)
      expect(.fileExists) { try make("a", in: folder, disk) }
      expect(.fileExists) { try disk.makeFolder("f", in: folder) }
      expect(.fileExists) { try disk.link("a", as: "a", in: folder) }
      expect(.fileMissing) { _ = try disk.openFile("b", in: folder, for: .reading) }
      expect(.fileMissing) { _ = try disk.openFile("b", in: folder, for: .appending) }
      expect(.fileMissing) { _ = try disk.openFolder("b", in: folder) }
      expect(.fileMissing) { try disk.unlink("b", in: folder) }
      expect(.fileMissing) { try disk.rename("b", to: "c", in: folder) }
      expect(.notAFile) { _ = try disk.openFolder("a", in: folder) }
      expect(.notAFile) {
        let opened = try disk.openFile("f", in: folder, for: .reading)
        defer { try? disk.close(opened) }
        _ = try disk.byteCount(of: opened)
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func renamesAndLinks(_ kind: Kind) throws {
    try withFolder(kind) { disk, folder in
      try make("a", in: folder, disk)
      try disk.link("a", as: "b", in: folder)
      try disk.unlink("a", in: folder)
      try make("c", in: folder, disk)
      try disk.rename("b", to: "c", in: folder)
      for name in ["f", "g", "full"] { try disk.makeFolder(name, in: folder) }
      try disk.rename("f", to: "g", in: folder)
      let full = try disk.openFolder("full", in: folder)
      try make("x", in: full, disk)
      try disk.close(full)
      expect(.fileExists) { try disk.rename("g", to: "full", in: folder) }
      expect(.notAFile) { try disk.rename("g", to: "c", in: folder) }
      expect(.fileExists) { try disk.removeFolder("full", in: folder) }
      try disk.removeFolder("g", in: folder)
      #expect(try disk.names(in: folder).sorted() == ["c", "full"])
      try disk.sync(folder)
    }
  }

  @Test(arguments: Kind.allCases)
  func locksUntilTheHolderCloses(_ kind: Kind) throws {
    try withFolder(kind) { disk, folder in
      let first = try disk.openFile("lock", in: folder, for: .locking)
      let second = try disk.openFile("lock", in: folder, for: .locking)
      #expect(try disk.tryLock(first))
      #expect(try !disk.tryLock(second))
      try disk.close(first)
      #expect(try disk.tryLock(second))
      try disk.close(second)
    }
  }

  private func append(_ bytes: [UInt8], to file: DiskHandle, _ disk: any Disk) throws {
    #expect(try bytes.withUnsafeBytes { try disk.append($0, to: file) } == bytes.count)
  }

  private func read(_ file: DiskHandle, at offset: Int, count: Int, _ disk: any Disk) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = try bytes.withUnsafeMutableBytes { try disk.read(file, at: offset, into: $0) }
    return Array(bytes.prefix(read))
  }

  private func make(_ name: String, in folder: DiskHandle, _ disk: any Disk) throws {
    try disk.close(disk.openFile(name, in: folder, for: .creating(permissions: 0o600)))
  }

  private func withFolder(_ kind: Kind, _ body: (any Disk, DiskHandle) throws -> Void) throws {
    switch kind {
    case .simulated:
      let disk = SimulatedDisk()
      let root = try disk.openFolder(".", in: nil)
      try body(disk, root)
      try disk.close(root)
      #expect(disk.openHandles == 0)
    case .system:
      try withTemporaryFolder { path in
        let disk = SystemDisk()
        let root = try disk.openFolder(path, in: nil)
        try body(disk, root)
        try disk.close(root)
      }
    }
  }
}

/// What is true of the machine's disk alone.
struct SystemDiskTests {
  private let disk = SystemDisk()

  @Test func neverFollowsLinksInsideAFolder() throws {
    try withTemporaryFolder { path in
      let session = try SessionFolder.create(
        at: "\(path)/a.session", disk: disk, surroundings: fixedSurroundings())
      #expect(rename("\(path)/a.session/operations.log", "\(path)/away") == 0)
      #expect(symlink("\(path)/away", "\(path)/a.session/operations.log") == 0)
      expect(.notAFile) { _ = try session.beginWriting() }
      expect(.notAFile) {
        _ = try SessionFolder(
          opening: "\(path)/a.session", disk: disk, surroundings: fixedSurroundings())
      }
    }
  }

  @Test func makesEverythingForItsOwnerAlone() throws {
    try withTemporaryFolder { path in
      let session = try SessionFolder.create(
        at: "\(path)/a.session", disk: disk, surroundings: fixedSurroundings())
      _ = try session.beginWriting()
      let object = try session.put([1, 2, 3]).hex
      _ = try session.makeSpool(for: session.nextAttempt, reserving: 1 << 16)
      _ = try session.commit([session.operation(setting: [(.at, .round(.source))])])
      session.endWriting()
      let shelf = "objects/\(object.prefix(2))"
      for name in ["", "objects", "derived", "spool", shelf] {
        #expect(permissions("\(path)/a.session/\(name)") == 0o700, "\(name)")
      }
      let files = [
        "format", "operations.log", "calls.log", "lock", "derived/checkpoint", "spool/a1",
        "\(shelf)/\(object.dropFirst(2))",
      ]
      for name in files { #expect(permissions("\(path)/a.session/\(name)") == 0o600, "\(name)") }
    }
  }

  @Test func keepsASessionOnTheRealDisk() throws {
    try withTemporaryFolder { path in
      let place = "\(path)/a.session"
      let session = try SessionFolder.create(at: place, disk: disk, surroundings: fixedSurroundings())
      _ = try session.beginWriting()
      let object = try session.put([1, 2, 3])
      _ = try session.commit([
        session.operation(setting: [(.at, .round(.source))], rounds: [round(.source)])
      ])
      let other = try SessionFolder(opening: place, disk: disk, surroundings: fixedSurroundings())
      let error = #expect(throws: StoreError.self) { try other.beginWriting() }
      #expect(error?.code == .locked)
      #expect(error?.found == "\(getpid())")
      session.endWriting()
      #expect(try other.beginWriting() == [])
      #expect(try other.object(object) == [1, 2, 3])
      #expect(try Snapshot(other) == Snapshot(session))
      #expect(try SessionFolder.lookup(in: path, disk: disk) == ["a.session"])
    }
  }

  @Test func readsRegularFilesOfTheUserOnly() throws {
    try withTemporaryFolder { path in
      #expect(mkfifo("\(path)/pipe", 0o600) == 0)
      try disk.write([5, 6], toFile: "\(path)/a", replacing: false, surroundings: fixedSurroundings())
      #expect(symlink("a", "\(path)/link") == 0)
      #expect(try disk.contents(ofFile: "\(path)/link", limit: 2) == [5, 6])
      expect(.tooLarge) { _ = try disk.contents(ofFile: "\(path)/a", limit: 1) }
      expect(.notAFile) { _ = try disk.contents(ofFile: "\(path)/pipe", limit: 9) }
      expect(.notAFile) { _ = try disk.contents(ofFile: path, limit: 9) }
      expect(.fileMissing) { _ = try disk.contents(ofFile: "\(path)/a\0b", limit: 9) }
    }
  }

  private func permissions(_ path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o777 : nil
  }
}

/// The user's own files, on a disk in memory.
struct UserFileTests {
  @Test func replacesOnlyWhenTold() throws {
    let disk = try Workload.preparedDisk()
    let surroundings = fixedSurroundings()
    try disk.write([1], toFile: "work/a", replacing: false, surroundings: surroundings)
    expect(.fileExists) {
      try disk.write([2], toFile: "work/a", replacing: false, surroundings: surroundings)
    }
    #expect(disk.tree == ["work/": [], "work/a": [1]])
    try disk.write([2], toFile: "work/a", replacing: true, surroundings: surroundings)
    #expect(disk.afterPowerLoss(.everything).tree == ["work/": [], "work/a": [2]])
    expect(.fileMissing) {
      try disk.write([2], toFile: "none/a", replacing: true, surroundings: surroundings)
    }
  }

  @Test(arguments: ["", "/", ".", "work/..", "work/."])
  func refusesPathsThatNameNoNewEntry(_ path: String) throws {
    let disk = try Workload.preparedDisk()
    expect(.notAFile) {
      try disk.write([2], toFile: path, replacing: true, surroundings: fixedSurroundings())
    }
  }

  @Test func leavesTheOldFileWhereAnyCallFails() throws {
    for replacing in [true, false] {
      var failing = 1
      while true {
        let disk = try Workload.preparedDisk()
        disk.set("work/a", replacing ? [1] : nil)
        let faulty = FaultyDisk(disk, .once(ENOSPC), at: failing)
        let result = Result {
          try faulty.write([2, 3], toFile: "work/a", replacing: replacing, surroundings: fixedSurroundings())
        }
        let found = disk.tree["work/a"]
        #expect(found == [2, 3] || (found == (replacing ? [1] : nil) && result.isFailure))
        guard faulty.hasFailed else { break }
        failing += 1
      }
      #expect(failing > 8)
    }
  }

  @Test func findsSessionsByTheirNames() throws {
    let disk = try Workload.preparedDisk()
    for name in ["b.session", "a.session", ".session", "x.sessions", "y"] { disk.set("work/\(name)", []) }
    #expect(try SessionFolder.lookup(in: "work", disk: disk) == ["a.session", "b.session"])
    expect(.fileMissing) { _ = try SessionFolder.lookup(in: "none", disk: disk) }
  }
}

extension Result {
  var isFailure: Bool {
    guard case .failure = self else { return false }
    return true
  }
}

/// Expects a `StoreError` of this code.
func expect(
  _ code: StoreError.Code, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) {
  let error = #expect(throws: StoreError.self, comment, sourceLocation: sourceLocation) { try body() }
  #expect(error?.code == code, comment, sourceLocation: sourceLocation)
}

/// Runs the body with a folder that is removed afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  var template = Array("/tmp/pentimento-XXXXXX".utf8CString)
  let path = try template.withUnsafeMutableBufferPointer { buffer in
    String(cString: try present(mkdtemp(try present(buffer.baseAddress))))
  }
  defer { removeAll(path) }
  try body(path)
}

func removeAll(_ path: String) {
  if unlink(path) == 0 { return }
  guard let stream = opendir(path) else { return }
  var names: [String] = []
  while let entry = readdir(stream) {
    names.append(
      withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
  }
  closedir(stream)
  for name in names where name != "." && name != ".." { removeAll("\(path)/\(name)") }
  rmdir(path)
}
