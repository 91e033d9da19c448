internal import EditModel
internal import Providers

/// The digest that two requests share exactly when a stored result of one answers the other.
///
/// It covers provider, model, the input's pixels, and each part's words and mask; neither the variant nor
/// how often it was asked. Fields are written with their lengths, so that no two lists of fields meet.
struct RequestIdentity {
  let provider: String
  let model: String
  let picture: Digest
  let parts: [(text: String, mask: Digest?)]

  var digest: Digest {
    var fields = ["pentimento-request-1", provider, model, picture.hex]
    for part in parts { fields += [part.text, part.mask?.hex ?? ""] }
    return SHA256.digest(ofFields: fields)
  }

  /// Starts a generator for the n-th asking of this request, `repetition` counted from 0.
  static func seed(of digest: Digest, repetition: Int) -> UInt64 {
    var hash = SHA256()
    hash.update(Array(digest.hex.utf8))
    withUnsafeBytes(of: UInt64(repetition).bigEndian) { hash.update($0) }
    return hash.finalize().seed
  }
}
