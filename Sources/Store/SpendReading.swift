internal import Billing
internal import EditModel

/// `spend.log` as it stands at one moment, read from where its sum ends.
struct SpendReading {
  static let fileName = "spend.log"

  let log: ChainedLog<SpendEntry>
  private(set) var book = SpendBook()
  /// How many lines the sum on disk covers.
  private var summedLines = 0
  private let folder: OpenFolder

  /// Reads the log of a folder.
  ///
  /// - Throws: `StoreError` with code `damaged`, `notReadable` or `ioFailed`.
  init(in folder: OpenFolder) throws(StoreError) {
    self.folder = folder
    log = try ChainedLog(Self.fileName, in: folder)
    if let sum = Self.sum(in: folder), try log.stillHas(sum.position) {
      log.reached(sum.position, end: .clean)
      book = sum.book
      summedLines = sum.position.lines
    }
    try readOn()
  }

  private static func sum(in folder: OpenFolder) -> SpendSum? {
    // The log alone says all of it: what cannot be read here is summed from it.
    (try? folder.file(SpendSum.fileName, for: .reading).bytes(limit: 64 << 20)).flatMap(SpendSum.init)
  }

  private mutating func readOn() throws(StoreError) {
    var scanner = try log.scanner()
    var lines = scanner.position.lines
    while let commit = try scanner.nextCommit() {
      for (line, span) in commit {
        lines += 1
        guard book.add(line.body, hash: line.hash) else {
          throw StoreError(.damaged, Self.fileName, offset: span.offset, line: lines)
        }
      }
    }
    if case .damaged(let offset, let line) = scanner.end {
      throw StoreError(.damaged, Self.fileName, offset: offset, line: line)
    }
    log.reached(scanner.position, end: scanner.end)
  }

  /// Appends entries that the book allows, as one commit; by the holder of the lock.
  ///
  /// - Returns: The hashes of their lines, when they are on the medium.
  mutating func append(_ entries: [SpendEntry]) throws(StoreError) -> [Digest] {
    try log.openForAppending(in: folder)
    // Nothing was built on a write that never finished, so there is nothing to tell.
    _ = try log.setTornTailAside(in: folder)
    // Whoever made the file may have died before its name was safe.
    if log.position.lines == 0 { try folder.sync() }
    let lines = try log.append(entries).map(\.hash)
    for (entry, hash) in zip(entries, lines) {
      let mayFollow = book.add(entry, hash: hash)
      precondition(mayFollow, "the book was asked before writing")
    }
    if log.position.lines - summedLines >= Self.sumInterval { writeSum() }
    return lines
  }

  /// So many lines are read by each process that comes later; the sum is longer than most of them.
  private static let sumInterval = 32

  private func writeSum() {
    // Derived data: without it the next reader reads more of the log.
    guard let bytes = try? SpendSum(position: log.position, book: book).encoded() else { return }
    let temporary = SpendSum.fileName + ".new"
    folder.discard(temporary)
    do {
      try folder.write(bytes, toNew: temporary)
      try folder.rename(temporary, to: SpendSum.fileName)
    } catch {
      folder.discard(temporary)
    }
  }
}
