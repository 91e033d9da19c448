import Billing
import EditModel
import Raster
import Store

/// A session of many paid rounds whose records all name the same picture, so that it is made fast.
///
/// Each round is one instruction, most with one of 20 masks, asked in a paid call with everything that a
/// journal says of one. Every tenth call fails first, every seventh round starts from the source, every fourth
/// is accepted.
struct LongSession {
  private static let start: Int64 = 1_790_000_000_000
  private static let masks = (1...20).map { "mask-\($0)" }

  private let folder: SessionFolder
  private let picture: StoredPicture
  private var time = Self.start

  /// - Parameters:
  ///   - file: The bytes of the picture that stands for all others.
  static func make(
    at path: String, rounds: Int, file: [UInt8], pixels: Digest, size: PixelSize
  ) throws {
    var session = try LongSession(path, file, pixels, size)
    for number in 1...rounds { try session.addRound(number) }
    session.folder.endWriting()
  }

  private init(_ path: String, _ file: [UInt8], _ pixels: Digest, _ size: PixelSize) throws {
    let surroundings = Surroundings(
      now: { Timestamp(milliseconds: Self.start) }, elapsed: { .zero }, uniqueNumber: { 1 })
    folder = try SessionFolder.create(at: path, disk: UnsyncedDisk(), surroundings: surroundings)
    _ = try folder.beginWriting()
    let object = try folder.put(file)
    picture = StoredPicture(object: object, pixels: pixels, size: size, byteCount: file.count)
    let source = Round(
      id: .source, parent: nil, kind: .source, picture: picture,
      source: SourceFile(object: object, name: "hero.png", byteCount: file.count),
      time: Timestamp(milliseconds: time))
    try commit("new hero.png", [(.at, .round(.source))], rounds: [source])
    try commit(
      "mask rect", Self.masks.map { (.mask($0), .mask(mask($0))) } + [(.set("provider"), .text("openai"))])
  }

  private func mask(_ name: String) -> MaskVersion {
    MaskVersion(name: name, stored: picture, recipe: ["mask rect 10,10 200x120"])
  }

  private mutating func tick(_ milliseconds: Int64 = 1000) -> Timestamp {
    time += milliseconds
    return Timestamp(milliseconds: time)
  }

  private mutating func addRound(_ number: Int) throws {
    let instruction = Instruction(
      id: QueueID(.instruction, number), text: "Make the bottle number \(number) a little warmer",
      mask: number % 5 == 0 ? nil : mask(Self.masks[number % Self.masks.count]))
    let queued = QueueEntry(item: .instruction(instruction), rank: number)
    try commit("edit \"\(instruction.text)\"", [(.queue(instruction.id), .entry(queued))])
    let base = number % 7 == 0 ? RoundID.source : RoundID(number - 1)
    let command = folder.nextCommand
    if number % 10 == 0 { try fail(instruction, on: base, command) }
    let (attempt, replied) = try pay(instruction, on: base, command)
    let round = round(number, instruction, on: base, by: attempt)
    let operation = try commit(
      "run", [(.queue(instruction.id), nil), (.at, .round(round.id))], rounds: [round], replied, command)
    _ = try folder.append(.closed(closed(attempt, .settled, operation)))
    if number % 4 == 0 {
      try commit("accept", [(.judged(round.id), .judgement(Judgement(.accepted)))])
    }
  }

  @discardableResult
  private mutating func commit(
    _ text: String, _ wanted: [(ViewKey, ViewValue?)], rounds: [Round] = [], _ replied: Digest? = nil,
    _ command: Int? = nil
  ) throws -> Digest? {
    let operation = Operation(
      number: folder.nextOperation, command: command ?? folder.nextCommand, text: text, time: tick(),
      changes: folder.view.changes(setting: wanted), rounds: rounds, replied: replied)
    return try folder.commit([operation]).first
  }

  private func round(
    _ number: Int, _ instruction: Instruction, on base: RoundID, by attempt: AttemptID
  ) -> Round {
    let nothing = Verification.Change(pixels: 1_000_000, changed: 0, maximum: 0)
    let much = Verification.Change(pixels: 24_000, changed: 23_817, maximum: 201)
    return Round(
      id: RoundID(number), parent: base, kind: .edited, instructions: [instruction],
      maker: Round.Maker(provider: "openai", model: "gpt-image-2-2026-04-21", attempt: attempt),
      raw: picture, picture: picture,
      verification: Verification(
        outsideBefore: much, outsideAfter: nothing,
        instructions: [.init(id: instruction.id, inside: much, outcome: .done)], seamRatio: 1.25,
        verdict: number % 9 == 0 ? .warn : .pass, findings: [], colourShift: 0.5),
      time: Timestamp(milliseconds: time))
  }

  private mutating func pay(
    _ instruction: Instruction, on base: RoundID, _ command: Int
  ) throws -> (AttemptID, Digest) {
    let attempt = try send(instruction, on: base, command)
    let usage = Usage(textIn: 40, imageIn: 1024, imageOut: 1756)
    let replied = CallEntry.Replied(
      attempt: attempt, pictures: [],
      actual: .billed(Money(nanodollars: 61_072_000), row: "gpt-image-2 image-out 2026-11-01"),
      reply: CallEntry.StoredReply(
        status: 200, envelope: picture.object,
        cuts: [.init(offset: 300, length: picture.byteCount * 4 / 3, object: picture.object)], usage: usage,
        usageText: "{\"input_tokens\":1064,\"output_tokens\":1756,\"total_tokens\":2820}",
        requestID: "req_\(attempt.number)", processingMilliseconds: 21_000),
      time: tick(20_000 + Int64(attempt.number % 100) * 300))
    return (attempt, try folder.append(.replied(replied)))
  }

  private mutating func fail(_ instruction: Instruction, on base: RoundID, _ command: Int) throws {
    let attempt = try send(instruction, on: base, command)
    let failure = CallEntry.Failure(code: .outcomeUnknown, message: "no reply in time")
    _ = try folder.append(
      .closed(closed(attempt, .abandoned, nil, failure, possible: Money(nanodollars: 61_072_000))))
  }

  private mutating func send(
    _ instruction: Instruction, on base: RoundID, _ command: Int
  ) throws -> AttemptID {
    let attempt = folder.nextAttempt
    let rows = ["text-in", "image-in", "image-out"].map { "gpt-image-2 \($0) 2026-11-01" }
    let price = Money(nanodollars: 62_000_000)
    let request = SHA256.digest(of: Array("request \(instruction.id)".utf8))
    let frame = SentFrame(
      crop: PixelRect(x: 0, y: 0, width: picture.size.width, height: picture.size.height),
      placed: PixelRect(x: 0, y: 0, width: picture.size.width, height: picture.size.height),
      canvas: picture.size)
    _ = try folder.append(
      .intended(
        CallEntry.Intended(
          attempt: attempt, command: command, text: "run", base: base, instructions: [instruction],
          provider: "openai", model: "gpt-image-2-2026-04-21", request: request,
          repetition: folder.timesAsked(request),
          reservation: .held(price, row: rows.joined(separator: ", ")),
          asked: CallEntry.Asked(kind: .edit, size: "1536x1024", quality: "medium", frame: frame),
          account: CallEntry.Account(
            address: "https://api.openai.com/v1", keyLabel: "studio", keyDigest: "0123456789ab"),
          spool: attempt.description, priceRows: rows,
          estimate: Estimate(low: Money(nanodollars: 60_000_000), high: price),
          savings: [LeverSaving(.crop, saving: Estimate(low: price, high: price))],
          label: "client=ACME", time: tick())))
    _ = try folder.append(.sent(CallEntry.Sent(attempt: attempt, time: tick(500))))
    return attempt
  }

  private mutating func closed(
    _ attempt: AttemptID, _ outcome: CallEntry.Outcome, _ operation: Digest?,
    _ problem: CallEntry.Failure? = nil, possible: Money? = nil
  ) -> CallEntry.Closed {
    CallEntry.Closed(
      attempt: attempt, outcome: outcome, operation: operation, evidence: "for measuring",
      problem: problem, possible: possible, time: tick(100))
  }
}

/// The machine's disk without waiting for the medium: what is made for measuring may be lost.
private struct UnsyncedDisk: Disk {
  private let disk = SystemDisk()

  func sync(_ handle: DiskHandle) throws(StoreError) {}
  func syncData(_ file: DiskHandle) throws(StoreError) {}

  func openFolder(_ name: String, in folder: DiskHandle?) throws(StoreError) -> DiskHandle {
    try disk.openFolder(name, in: folder)
  }
  func openFile(_ name: String, in folder: DiskHandle?, for access: FileAccess) throws(StoreError)
    -> DiskHandle
  {
    try disk.openFile(name, in: folder, for: access)
  }
  func close(_ handle: DiskHandle) throws(StoreError) { try disk.close(handle) }
  func byteCount(of file: DiskHandle) throws(StoreError) -> Int { try disk.byteCount(of: file) }
  func read(_ file: DiskHandle, at offset: Int, into buffer: UnsafeMutableRawBufferPointer)
    throws(StoreError) -> Int
  {
    try disk.read(file, at: offset, into: buffer)
  }
  func append(_ bytes: UnsafeRawBufferPointer, to file: DiskHandle) throws(StoreError) -> Int {
    try disk.append(bytes, to: file)
  }
  func reserve(_ file: DiskHandle, byteCount: Int) throws(StoreError) {
    try disk.reserve(file, byteCount: byteCount)
  }
  func truncate(_ file: DiskHandle, to byteCount: Int) throws(StoreError) {
    try disk.truncate(file, to: byteCount)
  }
  func makeFolder(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try disk.makeFolder(name, in: folder)
  }
  func link(_ name: String, as newName: String, in folder: DiskHandle) throws(StoreError) {
    try disk.link(name, as: newName, in: folder)
  }
  func rename(_ name: String, to newName: String, in folder: DiskHandle) throws(StoreError) {
    try disk.rename(name, to: newName, in: folder)
  }
  func unlink(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try disk.unlink(name, in: folder)
  }
  func removeFolder(_ name: String, in folder: DiskHandle) throws(StoreError) {
    try disk.removeFolder(name, in: folder)
  }
  func names(in folder: DiskHandle) throws(StoreError) -> [String] { try disk.names(in: folder) }
  func tryLock(_ file: DiskHandle) throws(StoreError) -> Bool { try disk.tryLock(file) }
}
