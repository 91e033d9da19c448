internal import Raster
internal import Synchronization

/// A file that was uploaded.
struct StoredFile: Sendable {
  let id: String
  let name: String
  let purpose: String
  let bytes: [UInt8]
  /// Seconds since 1970.
  let created: Int
  let expires: Int?

  var object: JSONValue {
    var members: [JSONValue.Member] = [
      .init("object", .string("file")), .init("id", .string(id)), .init("purpose", .string(purpose)),
      .init("filename", .string(name)), .init("bytes", .integer(bytes.count)),
      .init("created_at", .integer(created)),
    ]
    members.append(.init("expires_at", expires.map { .integer($0) } ?? .null))
    members.append(.init("status", .string("processed")))
    return .object(members)
  }
}

/// The files of the account, oldest first; what has expired is gone.
///
/// All keys belong to one account.
final class FileShelf: Sendable {
  private struct State {
    var files: [StoredFile] = []
    var ids: SplitMix64
  }

  /// Most bytes that are kept together; they are held in memory.
  static let capacity = 1 << 30

  private let state: Mutex<State>

  init(seed: UInt64) {
    state = Mutex(State(ids: SplitMix64(seed: seed ^ 0x66_69_6C_65)))
  }

  /// - Returns: `nil` when there is no room.
  func add(_ bytes: [UInt8], name: String, purpose: String, now: Int, expires: Int?) -> StoredFile? {
    state.withLock { state in
      state.files.removeAll { $0.hasExpired(at: now) }
      let held = state.files.reduce(0) { $0 + $1.bytes.count }
      guard bytes.count <= Self.capacity - held else { return nil }
      let file = StoredFile(
        id: Self.newID(&state.ids), name: name, purpose: purpose, bytes: bytes, created: now,
        expires: expires)
      state.files.append(file)
      return file
    }
  }

  func file(_ id: String, now: Int) -> StoredFile? { all(now: now).first { $0.id == id } }

  func all(now: Int) -> [StoredFile] {
    state.withLock { $0.files.filter { !$0.hasExpired(at: now) } }
  }

  /// - Returns: False when there is no such file.
  func remove(_ id: String, now: Int) -> Bool {
    state.withLock { state in
      let index = state.files.firstIndex { $0.id == id && !$0.hasExpired(at: now) }
      if let index { state.files.remove(at: index) }
      return index != nil
    }
  }

  private static func newID(_ numbers: inout SplitMix64) -> String {
    let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789")
    return "file-" + String((0..<22).map { _ in letters[numbers.next(below: letters.count)] })
  }
}

extension StoredFile {
  fileprivate func hasExpired(at now: Int) -> Bool { expires.map { $0 <= now } ?? false }
}
