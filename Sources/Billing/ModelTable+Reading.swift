extension ModelTable {
  /// Reads a table; its records and their fields stand in the head of the embedded one.
  ///
  /// A model's `model` record comes before its others. No record may stand twice; one that speaks of several
  /// models stands once for each.
  ///
  /// - Parameters:
  ///   - bytes: Tab-separated UTF-8 lines.
  ///   - name: What errors call the table.
  ///   - base: A table that this one adds to: a record of the same model, and of the same quality or tier,
  ///     takes the place of the one there; a `model` record is needed for new models only.
  /// - Throws: `BillingError` with `malformedTable`; `found` says table, line and field.
  public init(
    reading bytes: [UInt8], named name: String, overriding base: ModelTable? = nil
  ) throws(BillingError) {
    var reader = ModelTableReader(models: base?.models ?? [])
    for record in TableRecord.all(in: bytes, table: name) { try reader.read(record) }
    self.init(models: try reader.finish(name))
  }
}

private struct ModelTableReader {
  private var models: [ModelFacts]
  /// What this table has said so far.
  private var stated: Set<[String]> = []

  init(models: [ModelFacts]) {
    self.models = models
  }

  mutating func read(_ record: TableRecord) throws(BillingError) {
    switch record.fields[0] {
    case "model":
      try readModel(record.named(["id", "alias", "launched", "shutdown", "successor"]))
    case "options":
      try readOptions(
        record.named([
          "ids", "qualities", "complexities", "transparency", "formats", "input fidelities", "pictures",
          "variants", "partials", "prompt characters",
        ]))
    case "latency": try readLatency(record.named(["ids", "quality", "usual", "slow"]))
    case "tier": try readTier(record.named(["ids", "tier", "requests", "images", "tokens"]))
    default: throw record.fault(field: 0, allowed: ["model", "options", "latency", "tier"])
    }
  }

  func finish(_ table: String) throws(BillingError) -> [ModelFacts] {
    for model in models {
      guard let successor = model.successor else { continue }
      guard successor != model.id, models.contains(where: { $0.id == successor }) else {
        throw BillingError(.malformedTable, found: "\(table), successor of \(model.id)")
      }
    }
    return models
  }

  private mutating func readModel(_ record: TableRecord) throws(BillingError) {
    let (id, alias) = (record.text(1), record.optional(2))
    try state(["model", id], record)
    let names = [id, alias].compactMap(\.self)
    let known = models.firstIndex { $0.id == id }
    let isTaken = models.enumerated().contains { index, model in
      index != known && (names.contains(model.id) || model.alias.map(names.contains) ?? false)
    }
    guard !isTaken else { throw record.fault(field: 2, allowed: ["a name of no other model"]) }
    var facts = known.map { models[$0] } ?? ModelFacts(id: id, seen: record.seen, source: record.source)
    facts.alias = alias
    facts.launched = try record.optionalDay(3)
    facts.ends = try record.optionalDay(4)
    facts.successor = record.optional(5)
    (facts.seen, facts.source) = (record.seen, record.source)
    if let known { models[known] = facts } else { models.append(facts) }
  }

  private mutating func readOptions(_ record: TableRecord) throws(BillingError) {
    guard ["yes", "no"].contains(record.text(4)) else {
      throw record.fault(field: 4, allowed: ["yes", "no"])
    }
    let options = ModelFacts.Options(
      qualities: try record.list(2), complexities: try record.list(3),
      allowsTransparency: record.text(4) == "yes", formats: try record.list(5),
      inputFidelities: try record.list(6), pictureLimit: try record.number(7),
      variantLimit: try record.number(8), partialLimit: try record.number(9, in: 0...1_000),
      promptLimit: try record.number(10))
    for model in try modelIndices(record) {
      try state(["options", models[model].id], record)
      models[model].options = options
    }
  }

  private mutating func readLatency(_ record: TableRecord) throws(BillingError) {
    let usual = try record.number(3, in: 1...86_400)
    let latency = ModelFacts.Latency(
      quality: record.text(2), usualSeconds: usual, slowSeconds: try record.number(4, in: usual...86_400),
      seen: record.seen, source: record.source)
    for model in try modelIndices(record) {
      try state(["latency", models[model].id, latency.quality], record)
      models[model].latencies.removeAll { $0.quality == latency.quality }
      models[model].latencies.append(latency)
    }
  }

  private mutating func readTier(_ record: TableRecord) throws(BillingError) {
    let requests = record.optional(3) == nil ? nil : try record.number(3)
    let limits = ModelFacts.Limits(
      tier: try record.number(2, in: 1...100), requestsPerMinute: requests,
      imagesPerMinute: try record.number(4), tokensPerMinute: try record.number(5), seen: record.seen,
      source: record.source)
    for model in try modelIndices(record) {
      try state(["tier", models[model].id, record.text(2)], record)
      let others = models[model].limits.filter { $0.tier != limits.tier }
      models[model].limits = (others + [limits]).sorted { $0.tier < $1.tier }
    }
  }

  private mutating func state(_ key: [String], _ record: TableRecord) throws(BillingError) {
    guard stated.insert(key).inserted else { throw record.fault("the same record again") }
  }

  private func modelIndices(_ record: TableRecord) throws(BillingError) -> [Int] {
    var indices: [Int] = []
    for name in try record.list(1) {
      guard let index = models.firstIndex(where: { $0.id == name || $0.alias == name }) else {
        throw record.fault(field: 1, allowed: models.map(\.id))
      }
      indices.append(index)
    }
    return indices
  }
}
