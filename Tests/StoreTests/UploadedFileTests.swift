import EditModel
import Store
import Testing

struct UploadedFileTests {
  private let disk: SimulatedDisk
  private let folder: StateFolder
  private let object = SHA256.digest(of: [1])

  init() throws {
    disk = try Workload.preparedDisk()
    folder = StateFolder("work/state", disk: disk, surroundings: fixedSurroundings())
  }

  private func upload(
    _ id: String, _ object: Digest? = nil, account: String = "a", address: String = "x", lasts: Int64? = 1000
  ) -> UploadedFile {
    UploadedFile(
      object: object ?? self.object, account: account, address: address, id: id,
      expires: lasts.map { Timestamp(milliseconds: someTime.milliseconds + $0) })
  }

  private func found(
    _ object: Digest? = nil, account: String = "a", address: String = "x", after milliseconds: Int64 = 0
  ) throws -> String? {
    try folder.fileID(
      for: object ?? self.object, account: account, address: address,
      now: Timestamp(milliseconds: someTime.milliseconds + milliseconds))
  }

  @Test func isFoundForTheSameObjectAccountAndAddress() throws {
    try folder.remember(upload("file-1"))
    #expect(try found() == "file-1")
    #expect(try found(SHA256.digest(of: [2])) == nil)
    #expect(try found(account: "b") == nil)
    #expect(try found(address: "y") == nil)
  }

  @Test func isFoundUntilItExpires() throws {
    try folder.remember(upload("file-1"))
    #expect(try found(after: 999) == "file-1")
    #expect(try found(after: 1000) == nil)
    try folder.remember(upload("file-2", lasts: nil))
    #expect(try found(after: 1_000_000_000) == "file-2")
  }

  @Test func theLastOneCounts() throws {
    for id in ["file-1", "file-2"] { try folder.remember(upload(id)) }
    #expect(try found() == "file-2")
    try folder.forget(fileID: "file-2", account: "a", address: "x")
    #expect(try found() == nil)
  }

  @Test func forgetsOnlyWhatItIsTold() throws {
    let other = SHA256.digest(of: [2])
    try folder.remember(upload("file-1"))
    try folder.remember(upload("file-1", account: "b"))
    try folder.remember(upload("file-2", other))
    try folder.forget(fileID: "file-1", account: "a", address: "x")
    #expect(try found() == nil)
    #expect(try found(account: "b") == "file-1")
    #expect(try found(other) == "file-2")
  }

  @Test func keepsNoExpiredOnesAndNoEndOfThem() throws {
    try folder.remember(upload("file-old", SHA256.digest(of: [0]), lasts: 0))
    try folder.remember(upload("file-new", SHA256.digest(of: [9])))
    let kept = String(decoding: try folder.contents(of: "uploads"), as: UTF8.self)
    #expect(!kept.contains("file-old") && kept.contains("file-new"))
    let line = kept.split(separator: "\n")[0]
    disk.set(
      "work/state/uploads",
      Array((0..<3000).map { line.replacing("file-new", with: "f\($0)") + "\n" }.joined().utf8))
    try folder.remember(upload("file-last"))
    #expect(try folder.contents(of: "uploads").count { $0 == UInt8(ascii: "\n") } <= 1000)
    #expect(try found() == "file-last")
  }

  @Test func passesOverWhatItCannotRead() throws {
    try folder.remember(upload("file-1"))
    let good = try folder.contents(of: "uploads")
    for junk in ["", "\n\n", "{}\n", "garbage\n", "\u{0}\n"] {
      disk.set("work/state/uploads", Array(junk.utf8) + good + Array("{\"id\":\"fi".utf8))
      #expect(try found() == "file-1")
      try folder.remember(upload("file-2", SHA256.digest(of: [2])))
      #expect(try found() == "file-1")
    }
  }
}
