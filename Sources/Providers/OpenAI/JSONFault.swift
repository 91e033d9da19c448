internal import EditModel

/// Why a text is no JSON document of the kind that was expected.
enum JSONFault: Error, Hashable, Sendable {
  /// It ends before it is complete.
  case truncated
  case malformed
  case tooDeep
  case duplicateKey
  /// A text or a number of members beyond any right answer.
  case tooLarge
  case source(ByteStreamError)
}
