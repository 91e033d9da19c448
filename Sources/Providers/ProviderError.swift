/// Why a provider did not return a picture.
package struct ProviderError: Error, Hashable, Sendable {
  package enum Code: String, Sendable {
    /// The words mean nothing to this provider.
    case notUnderstood
    /// The instruction makes sense only inside a mask.
    case maskNeeded
    /// It was understood and cannot be done on this picture.
    case impossible
  }

  package let code: Code
  /// The part of the instruction, or of the picture, that it is about.
  package let found: String?
  /// What would be accepted.
  package let allowed: [String]

  package init(_ code: Code, found: String? = nil, allowed: [String] = []) {
    self.code = code
    self.found = found
    self.allowed = allowed
  }
}
