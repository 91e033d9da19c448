public import EditModel

/// What is known of one model of a service: its life, what it takes, how long it takes, how often it may be
/// called.
public struct ModelFacts: Hashable, Sendable {
  /// The values that a model takes; what is not listed is refused before a call.
  public struct Options: Hashable, Sendable {
    /// Cheapest first.
    public let qualities: [String]
    /// None when the model has no such setting.
    public let complexities: [String]
    /// True when a transparent background may be asked for.
    public let allowsTransparency: Bool
    /// Output formats, as `png`.
    public let formats: [String]
    /// None when the setting must be left out.
    public let inputFidelities: [String]
    /// Most pictures sent in one call, the edited one included.
    public let pictureLimit: Int
    /// Most pictures asked for in one call.
    public let variantLimit: Int
    /// Most partial pictures in one call.
    public let partialLimit: Int
    /// Longest prompt in characters.
    public let promptLimit: Int

    /// Most pictures that may go beside the edited one.
    public var referenceLimit: Int { max(0, pictureLimit - 1) }
  }

  /// How long a call takes at one quality.
  public struct Latency: Hashable, Sendable {
    public let quality: String
    public let usualSeconds: Int
    /// What about one call in twenty reaches.
    public let slowSeconds: Int
    /// The day on which it was seen, `YYYY-MM-DD`.
    public let seen: String
    public let source: String
  }

  /// What an account may do in a minute.
  public struct Limits: Hashable, Sendable {
    public let tier: Int
    /// `nil` where no limit is published.
    public let requestsPerMinute: Int?
    /// Pictures that are asked for and pictures that are sent, as the service counts them together.
    public let imagesPerMinute: Int
    public let tokensPerMinute: Int
    /// The day on which it was seen, `YYYY-MM-DD`.
    public let seen: String
    public let source: String
  }

  /// The dated snapshot where there is one.
  public let id: String
  /// The name that follows the newest snapshot, or `nil`.
  public internal(set) var alias: String?
  /// `YYYY-MM-DD`, or `nil` when it is not known.
  public internal(set) var launched: String?
  /// The announced day of its shutdown, `YYYY-MM-DD`, or `nil`.
  public internal(set) var ends: String?
  /// The id of the model to use in its place, or `nil` while it needs none.
  public internal(set) var successor: String?
  /// `nil` when this version does not call the model, because it is or will soon be shut down.
  public internal(set) var options: Options?
  public internal(set) var latencies: [Latency] = []
  /// Lowest tier first.
  public internal(set) var limits: [Limits] = []
  /// The day on which the dates were seen, `YYYY-MM-DD`.
  public internal(set) var seen: String
  public internal(set) var source: String

  init(id: String, seen: String, source: String) {
    self.id = id
    self.seen = seen
    self.source = source
  }

  /// What an account of this tier may do in a minute, or `nil` when that is not known.
  public func tier(_ number: Int) -> Limits? { limits.first { $0.tier == number } }

  /// How long a call takes at this quality, or `nil` when that is not known.
  public func latency(quality: String) -> Latency? { latencies.first { $0.quality == quality } }

  /// True from the announced day of its shutdown on, in UTC.
  public func isShutDown(at moment: Timestamp) -> Bool {
    ends.map { $0 <= moment.description.prefix(10) } ?? false
  }
}
