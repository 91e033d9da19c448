/// Why something could not be priced, as facts; never with the prompt.
public struct BillingError: Error, Hashable, Sendable {
  public enum Code: String, Sendable {
    /// A line of a price table that cannot be read; `found` is the line's number and field.
    case malformedTable
    case unknownModel
    case unknownQuality
    /// The model does not render pictures of this size.
    case illegalSize
    /// The model has no price of the kind that a rule or a batch needs; `found` is that kind.
    case missingPrice
  }

  public let code: Code
  public let found: String
  /// The values that would have been right.
  public let allowed: [String]

  public init(_ code: Code, found: String, allowed: [String] = []) {
    self.code = code
    self.found = found
    self.allowed = allowed
  }
}
