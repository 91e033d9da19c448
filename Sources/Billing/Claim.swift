/// A published statement about what pictures cost, with the number or range that it makes.
public struct Claim: Hashable, Sendable {
  public let id: String
  /// As people say it.
  public let text: String
  public let kind: ClaimKind
  /// What the statement fixes, by `ClaimParameter`; what is not fixed may be anything.
  public let parameters: [ClaimParameter: String]
  /// In thousand-millionths of the kind's unit; equal to `high` for a single number.
  public let low: Int64
  public let high: Int64
  /// Decimals that the statement gives, `-6...9`; negative for round thousands or millions.
  public let decimals: Int
  /// The verdict that was last reviewed; a test compares it with the recomputed one.
  public let expected: ClaimVerdict
  /// The day on which it was last heard, `YYYY-MM-DD`.
  public let seen: String
  public let source: String
}

/// What a claim is about, and so how it is reckoned.
public enum ClaimKind: String, Hashable, Sendable, CaseIterable {
  /// The price of so many pictures alone, without what is sent.
  case pictures
  /// The tokens of a picture that is sent, so many times.
  case inputTokens = "input-tokens"
  /// Their price.
  case inputPrice = "input-price"
  /// The tokens of so many pictures that are made.
  case outputTokens = "output-tokens"
  /// The price of so many edits: prompt, a picture sent, a picture of the same size made.
  case edits
  /// The price of so many edits as a multiple of an amount.
  case multiple
  /// The price of a million tokens of a kind.
  case rate
  /// The price of stated numbers of tokens.
  case tokens
  /// The price in a batch as a part of the usual one.
  case batch
  /// Pictures a minute for an account of a tier.
  case perMinute = "per-minute"

  public var unit: ClaimUnit {
    switch self {
    case .pictures, .inputPrice, .edits, .tokens: .dollars
    case .inputTokens, .outputTokens: .tokens
    case .rate: .dollarsPerMillion
    case .multiple, .batch: .times
    case .perMinute: .perMinute
    }
  }
}

/// What the numbers of a claim are of.
public enum ClaimUnit: String, Hashable, Sendable, CaseIterable {
  case dollars
  case dollarsPerMillion = "dollars-per-million"
  case tokens
  case times
  case perMinute = "per-minute"
}

/// What a claim may fix.
public enum ClaimParameter: String, Hashable, Sendable, CaseIterable {
  case model
  case quality
  /// Of the picture made, and of the one sent.
  case size
  /// How many pictures or calls; one when it is not fixed.
  case count
  /// Tokens of the prompt, without overhead.
  case prompt
  /// The kind of token.
  case kind
  /// Numbers of tokens.
  case imageIn = "image-in"
  case imageOut = "image-out"
  /// The amount in dollars that something is a multiple of.
  case against
  case tier
}

/// What our figures say of a claim.
public enum ClaimVerdict: String, Hashable, Sendable, CaseIterable {
  /// A live row gives it, rounded to its digits, or a range that overlaps it.
  case holds
  /// Only a row of a model that is not called any more does.
  case heldOnce = "held once"
  /// There are rows, and none does.
  case wrong
  /// There is no rule or row.
  case unknown
}

/// A claim, our figure for it, and what follows.
public struct ClaimResult: Hashable, Sendable {
  public let claim: Claim
  /// Our figure with what it is of, `$0.211 (gpt-image-2 high 1024x1024)`; of several that which gives the
  /// claim, or the nearest; `-` where there is none.
  public let ours: String
  public let verdict: ClaimVerdict
  /// The price rows behind our figure; none where it is no price or stands in the table of claims.
  public let rows: [PriceRow]
}
