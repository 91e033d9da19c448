internal import EditModel

/// What one process knows of the cache's journal, and how far it has read it.
struct CacheState {
  private(set) var journal = CacheJournal()
  /// The first line of the file that was folded; `nil` when there is none of ours.
  private var header: [UInt8]?
  private var offset = 0
  /// What could not be written so far.
  private(set) var pending: [CacheEvent] = []

  private static let name = "journal"
  /// A longer one is not ours.
  private static let longest = 64 << 20

  /// More counts than these are lost when the folder cannot be written.
  private static let mostPending = 1000

  mutating func remember(_ event: CacheEvent) {
    if pending.count < Self.mostPending { pending.append(event) }
  }

  /// Starts again, with an empty cache; what was not written yet stays.
  mutating func forget() {
    journal = CacheJournal()
    header = nil
    offset = 0
  }

  /// Folds what was added to the journal since the last time.
  ///
  /// Where there is none, or one that is not ours, it is made up from the files.
  mutating func catchUp(in folder: OpenFolder) throws(StoreError) {
    guard let file = try folder.journal(for: .reading), try continues(in: file) else {
      return try rebuild(from: folder)
    }
    let bytes = try file.bytes(at: offset, count: file.byteCount() - offset)
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return }
    for line in bytes[..<end].split(separator: UInt8(ascii: "\n")) {
      // What a killed process left of a line is none.
      if let event = CacheEvent(line) { journal.add(event) }
    }
    offset += end + 1
  }

  /// Makes sure that the fold belongs to this file; false for one that is not ours.
  private mutating func continues(in file: OpenFile) throws(StoreError) -> Bool {
    let length = try file.byteCount()
    let first = try file.bytes(at: 0, count: Self.headerLength)
    guard length <= Self.longest, Self.isHeader(first) else { return false }
    if first != header || offset > length {
      journal = CacheJournal()
      header = first
      offset = first.count
    }
    return true
  }

  private mutating func rebuild(from folder: OpenFolder) throws(StoreError) {
    forget()
    for (record, byteCount) in try folder.cacheRecords() {
      journal.add(
        .made(
          record.key, record.kind, subject: record.subject, version: record.version,
          byteCount: onDisk(byteCount), record.time))
    }
  }

  /// Adds what was remembered, and these, to the journal; the cache's lock is held.
  mutating func record(
    _ events: [CacheEvent], in folder: OpenFolder, _ surroundings: Surroundings
  ) throws(StoreError) {
    let all = pending + events
    guard let file = try folder.journal(for: .appending) else {
      try rebuild(from: folder)
      return try write(adding: all, in: folder, surroundings)
    }
    var lines = all.map(\.line).joined()
    let length = try file.byteCount()
    if length > 0, try file.bytes(at: length - 1, count: 1) != [UInt8(ascii: "\n")] { lines = "\n" + lines }
    try file.append(Array(lines.utf8))
    try file.close()
    pending = []
  }

  /// Writes the journal anew where most of it says nothing any more; the cache's lock is held.
  mutating func shorten(in folder: OpenFolder, _ surroundings: Surroundings) throws(StoreError) {
    try catchUp(in: folder)
    let needed = journal.entries.count + journal.losses.count
    guard header == nil || journal.length > 2 * needed + 1000 else { return }
    try write(adding: [], in: folder, surroundings)
  }

  /// Writes the journal anew; the cache's lock is held.
  private mutating func write(
    adding events: [CacheEvent], in folder: OpenFolder, _ surroundings: Surroundings
  ) throws(StoreError) {
    for event in events { journal.add(event) }
    let shortest = journal.events
    journal = CacheJournal(shortest)
    let header = Self.header(surroundings.uniqueNumber())
    let bytes = header + Array(shortest.map(\.line).joined().utf8)
    self.header = nil
    try folder.replace(Self.name, with: [bytes])
    self.header = header
    offset = bytes.count
    pending = []
  }

  private static func header(_ number: UInt64) -> [UInt8] {
    let digits = String(number, radix: 16)
    return Array("\(title)\(String(repeating: "0", count: 16 - digits.count))\(digits)\n".utf8)
  }

  private static let title = "pentimento-cache 1 "
  private static var headerLength: Int { title.utf8.count + 17 }

  private static func isHeader(_ bytes: [UInt8]) -> Bool {
    bytes.count == headerLength && bytes.starts(with: title.utf8) && bytes.last == UInt8(ascii: "\n")
  }
}

extension OpenFolder {
  /// The journal, or `nil` where there is none.
  fileprivate func journal(for access: FileAccess) throws(StoreError) -> OpenFile? {
    do throws(StoreError) {
      return try file("journal", for: access)
    } catch  where error.code == .fileMissing {
      return nil
    }
  }

  /// What the files of all values say of themselves, oldest first, and their lengths.
  fileprivate func cacheRecords() throws(StoreError) -> [(record: CacheRecord, byteCount: Int)] {
    var records: [(record: CacheRecord, byteCount: Int)] = []
    for kind in CacheKey.Kind.allCases {
      for name in try entryNames(kind) {
        let file = try folder(kind.rawValue).file(name, for: .reading)
        guard let source = try CacheSource(file), source.record.key.hex == name else { continue }
        records.append((source.record, try file.byteCount()))
      }
    }
    return records.sorted { ($0.record.time, $0.record.key.hex) < ($1.record.time, $1.record.key.hex) }
  }

  /// The names of the files of one kind, in order; those of unfinished ones too.
  func entryNames(_ kind: CacheKey.Kind) throws(StoreError) -> [String] {
    do throws(StoreError) {
      return try folder(kind.rawValue).names().sorted()
    } catch  where error.code == .fileMissing {
      return []
    }
  }
}
