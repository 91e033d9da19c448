internal import EditModel

/// What the service knows of one of its models.
struct SimModel: Sendable {
  /// Models whose rules of sizes, tokens and settings are alike.
  enum Family: Sendable {
    /// gpt-image-1-mini, gpt-image-1.5: three sizes, tokens by table.
    case fixedSizes(hasHighFidelity: Bool)
    case two
    case twoPointFive
    case twoPointSix
  }

  /// Nanodollars for one token.
  struct Prices: Sendable {
    let text: Int
    let imageIn: Int
    let imageOut: Int
    let textOut: Int

    init(_ text: Int, _ imageIn: Int, _ imageOut: Int, textOut: Int = 0) {
      self.text = text
      self.imageIn = imageIn
      self.imageOut = imageOut
      self.textOut = textOut
    }

    func nanodollars(of usage: SimUsage) -> Int {
      usage.text * text + usage.imageIn * imageIn + usage.imageOut * imageOut + usage.textOut * textOut
    }
  }

  /// The name without a date, under which limits count.
  let name: String
  /// All names that mean it; the dated one last.
  let names: [String]
  let family: Family
  let launched: Day
  /// The first day on which it no longer answers; `nil` when none is announced.
  let ends: Day?
  let prices: Prices

  /// - Note: Sources, seen 2026-11-20: the service's model list, deprecation page and price list.
  static let all = [
    SimModel(
      "gpt-image-1-mini", .fixedSizes(hasHighFidelity: false), from: "2025-10-06", until: "2026-12-01",
      prices: Prices(2_000, 2_500, 8_000)),
    SimModel(
      "gpt-image-1.5", dated: "2025-12-16", .fixedSizes(hasHighFidelity: true), until: "2026-12-01",
      prices: Prices(5_000, 8_000, 32_000, textOut: 10_000)),
    SimModel(
      "chatgpt-image-latest", .fixedSizes(hasHighFidelity: true), from: "2025-12-16", until: "2026-12-01",
      prices: Prices(5_000, 8_000, 32_000, textOut: 10_000)),
    SimModel("gpt-image-2", dated: "2026-04-21", .two),
    SimModel("gpt-image-2.5-sunburst", dated: "2026-09-08", .twoPointFive),
    SimModel("gpt-image-2.5-flare", dated: "2026-09-08", .twoPointFive),
    SimModel("gpt-image-2.6-sunburst", .twoPointSix, from: "2026-11-04"),
    SimModel("gpt-image-2.6-flare", .twoPointSix, from: "2026-11-04"),
  ]

  /// Models that ended before the first simulated day.
  static let retired: Set<String> = ["dall-e-2", "dall-e-3", "gpt-image-1"]

  private init(
    _ name: String, dated: String? = nil, _ family: Family, from: String? = nil, until: String? = nil,
    prices: Prices = Prices(5_000, 8_000, 30_000)
  ) {
    self.name = name
    names = [name] + (dated.map { ["\(name)-\($0)"] } ?? [])
    self.family = family
    launched = Day(dated ?? from ?? "")
    ends = until.map(Day.init)
    self.prices = prices
  }

  /// The model of this name, if it answers at this time.
  ///
  /// - Parameter now: Seconds since 1970.
  /// - Throws: `ServiceError`, 404 `model_not_found`, other words for one that has ended.
  static func named(_ name: String, now: Int) throws(ServiceError) -> SimModel {
    let model = all.first { $0.names.contains(name) }
    if let model, model.isLive(at: now) { return model }
    guard model != nil || retired.contains(name) else { throw .modelNotFound(name) }
    throw ServiceError(
      status: 404, code: "model_not_found", param: "model",
      message: "The model '\(name)' has been deprecated and no longer accepts requests.")
  }

  func isLive(at now: Int) -> Bool { ends.map { now < $0.start } ?? true }

  var qualities: [String] {
    switch family {
    case .fixedSizes, .two: ["low", "medium", "high", "auto"]
    case .twoPointFive, .twoPointSix: ["low", "medium", "high", "xhigh", "max", "auto"]
    }
  }

  /// What `auto` becomes: low by two probes of gpt-image-2, and high on 2.6, as a gateway measured.
  var automaticQuality: String {
    if case .twoPointSix = family { "high" } else { "low" }
  }

  var hasTransparentBackground: Bool {
    if case .two = family { false } else { true }
  }

  var hasComplexity: Bool {
    if case .twoPointSix = family { true } else { false }
  }

  var hasMarkup: Bool {
    switch family {
    case .fixedSizes, .two: false
    case .twoPointFive, .twoPointSix: true
    }
  }
}

/// A day in UTC.
struct Day: Hashable, Sendable {
  /// `2026-12-01`.
  let text: String
  /// Its first second, since 1970.
  let start: Int

  /// - Precondition: The text is a day of the calendar.
  init(_ text: String) {
    guard let moment = Timestamp("\(text)T00:00:00.000Z") else {
      preconditionFailure("the table of models has days of the calendar only")
    }
    self.text = text
    start = Int(moment.milliseconds / 1000)
  }
}
