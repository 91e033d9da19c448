/// The tokens that a provider reported for one call, by what they were.
public struct Usage: Hashable, Sendable, Codable {
  public let textIn: Int
  public let imageIn: Int
  /// Of `imageIn` and `textIn` together, those read from the provider's own cache; `nil` when it does not say.
  public let cachedIn: Int?
  public let imageOut: Int
  public let textOut: Int

  /// All tokens together.
  public var total: Int { textIn + imageIn + imageOut + textOut }

  /// - Precondition: No count is negative.
  public init(textIn: Int, imageIn: Int, cachedIn: Int? = nil, imageOut: Int, textOut: Int = 0) {
    precondition(min(textIn, imageIn, cachedIn ?? 0, imageOut, textOut) >= 0, "tokens are counted from 0")
    self.textIn = textIn
    self.imageIn = imageIn
    self.cachedIn = cachedIn
    self.imageOut = imageOut
    self.textOut = textOut
  }
}
