import EditModel
import Engine

/// All of a session that undo restores, as its public face shows it.
struct Shown: Equatable {
  let current: RoundID?
  let queue: [QueueEntry]
  let masks: [MaskVersion]
  let maskInUse: String?
  let settings: [SettingReport]
  let tags: [RoundID: [String]]
  let judgements: [RoundID: Judgement]

  init(_ session: Session) async throws {
    let status = try await session.status()
    current = status.current?.round.id
    queue = status.queue
    maskInUse = status.maskInUse
    masks = try await session.masks().map(\.mask)
    settings = try await session.settings()
    let log = try await session.log()
    tags = Dictionary(uniqueKeysWithValues: log.map { ($0.round.id, $0.tags) }).filter { !$0.value.isEmpty }
    judgements = Dictionary(uniqueKeysWithValues: log.map { ($0.round.id, $0.judgement) })
      .compactMapValues(\.self)
  }
}
