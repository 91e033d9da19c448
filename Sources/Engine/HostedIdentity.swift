internal import EditModel
internal import HTTP
internal import Providers

/// The digest that two paid requests share exactly when a stored result of one answers the other.
///
/// It covers all that decides over the picture: model, words, input pixels, masks, references, canvas and
/// options; neither who paid, nor how the files were encoded.
struct HostedIdentity {
  let provider: String
  /// Where it is asked: another address may have other models under the same names.
  let account: HostedAccount
  let request: HostedRequest
  /// `nil` for a picture made from words.
  let picture: Digest?
  let instructions: [Instruction]
  let frame: SentFrame?
  /// Pictures that go along beside those of the instructions.
  var references: [ReferencePicture] = []

  var digest: Digest {
    var fields = [
      "pentimento-paid-request-1", provider, request.kind.rawValue, request.model, request.prompt,
    ]
    fields += [account.address.text, "\(account.form)"]
    fields += [picture?.hex ?? "", "\(request.size)"]
    fields += frame.map { ["\($0.crop)", "\($0.placed)"] } ?? []
    let settings = request.settings
    fields += [
      settings.quality, "\(settings.variants)", settings.background, settings.moderation,
      settings.complexity ?? "", settings.format,
    ]
    for instruction in instructions {
      fields += [instruction.text, instruction.mask?.stored.pixels.hex ?? ""]
      fields += ["\(instruction.references.count)"] + instruction.references.map(\.stored.object.hex)
    }
    if !references.isEmpty { fields += ["references"] + references.map(\.stored.object.hex) }
    return SHA256.digest(ofFields: fields)
  }
}

extension SHA256 {
  /// The digest of a list of texts, each written with its length, so that no two lists meet.
  static func digest(ofFields fields: [String]) -> Digest {
    var hash = SHA256()
    for field in fields {
      let bytes = Array(field.utf8)
      withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hash.update($0) }
      hash.update(bytes)
    }
    return hash.finalize()
  }
}
