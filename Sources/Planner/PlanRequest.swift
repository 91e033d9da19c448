package import Billing
package import EditModel
package import Raster

/// Two masks in no order, by the digests of their weights.
package struct MaskPair: Hashable, Sendable {
  package let first: Digest
  package let second: Digest

  package init(_ one: Digest, _ other: Digest) {
    let isOrdered = one.hex <= other.hex
    first = isOrdered ? one : other
    second = isOrdered ? other : one
  }
}

/// The facts that a plan is made from; making it touches nothing else.
package struct PlanRequest: Sendable {
  /// In queue order, with fences and held entries.
  package var queue: [QueueEntry]
  /// The size of the current picture, sides in `1...1_000_000`.
  package var picture: PixelSize
  /// One for each mask of the queue, by the digest of its weights.
  package var masks: [Digest: MaskFacts]
  /// Pairs whose boxes meet but that share no editable pixel; masks not listed here whose boxes meet count
  /// as overlapping. `pairsToCompare` says which pairs are worth looking at.
  package var disjoint: Set<MaskPair>
  package var settings: PlanSettings
  /// Longest side, in pixels, at which a whole picture without masks is rendered.
  package var wholeSize = 2_048
  /// By which account of tokens calls are priced.
  package var rule = TokenRule.measured
  /// Priced at the batch rows, half the standard ones.
  package var batch = false
  /// What the embedded provider understands, to which those calls are given; `nil` when the route is fixed.
  package var understoodByLocal: Set<QueueID>?
  /// What it would understand if the route were not fixed, for advice.
  package var understoodIfRouted: Set<QueueID> = []
  /// Most characters of a prompt for the embedded provider.
  package var localPromptLimit = 32_000
  package var times: CallTimes?
  /// The highest price of one call of the last run.
  package var lastPrice: Money?
  package var asksForTransparency = false
  /// The model makes transparent backgrounds.
  package var takesTransparency = true
  /// The sizes of pictures that go along with every call beside those of the instructions.
  package var extraReferences: [PixelSize] = []
  /// Other models of the provider, for advice.
  package var otherModels: [Capabilities] = []
  /// Words that go with every call; empty for a provider that reads the instructions alone.
  package var standingWords = ""
  package var capabilities: Capabilities
  /// What the provider does not understand, with what it would.
  package var notUnderstood: [QueueID: [String]]
  package var prices: PriceTable

  package init(
    queue: [QueueEntry], picture: PixelSize, masks: [Digest: MaskFacts], disjoint: Set<MaskPair>,
    settings: PlanSettings, capabilities: Capabilities, notUnderstood: [QueueID: [String]],
    prices: PriceTable
  ) {
    self.queue = queue
    self.picture = picture
    self.masks = masks
    self.disjoint = disjoint
    self.settings = settings
    self.capabilities = capabilities
    self.notUnderstood = notUnderstood
    self.prices = prices
  }

  /// The pairs of masks that might share a call and whose boxes meet, so that their pixels must be compared.
  ///
  /// Only instructions less than `mergeMax` places apart can share a call, so this is linear in the queue.
  package static func pairsToCompare(
    queue: [QueueEntry], masks: [Digest: MaskFacts], mergeMax: Int
  ) -> Set<MaskPair> {
    let queued = queue.compactMap { entry in
      entry.hold == nil ? entry.instruction.map { $0.mask?.stored.pixels } : nil
    }
    var pairs: Set<MaskPair> = []
    for (index, digest) in queued.enumerated() {
      guard let digest, let facts = masks[digest] else { continue }
      for case let other? in queued[(index + 1)...].prefix(mergeMax - 1) where other != digest {
        guard let others = masks[other], !facts.box.intersection(others.box).isEmpty else { continue }
        pairs.insert(MaskPair(digest, other))
      }
    }
    return pairs
  }
}
