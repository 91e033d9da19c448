internal import Billing
package import EditModel
package import Raster
internal import Retouch

/// The embedded provider: free, without network, exact about masks, the same on every machine.
package struct LocalProvider: EmbeddedImageProvider {
  /// The provider's name in settings and logs.
  package static let name = "local"

  /// The model's name; its number changes with every change of pixels for the same words.
  package static let model = "retouch-\(LocalInstruction.version)"

  /// The instructions that it understands, a form and an example each.
  package static var understood: [String] { LocalInstruction.understood }

  /// One word for each kind of instruction that it understands.
  package static var understoodWords: [String] { LocalInstruction.understoodWords }

  private let bands: Bands

  package init(bands: Bands) {
    self.bands = bands
  }

  package var capabilities: Capabilities {
    Capabilities(
      provider: Self.name, model: Self.model, masks: .exact, promptLimit: 32_000, isPaid: false,
      sizes: nil)
  }

  package func check(_ facts: InstructionFacts) throws(ProviderError) {
    let instruction = try parsed(facts.text)
    if instruction.needsMask, !facts.hasMask { throw ProviderError(.maskNeeded, found: facts.text) }
  }

  package func isRandom(_ texts: [String]) -> Bool {
    texts.contains { text in
      // What is not understood is refused by `check`, so nothing of it is ever random.
      guard let instruction = try? LocalInstruction.parse(text) else { return false }
      return instruction.usesRandomness
    }
  }

  /// Applies the parts in order, each to the result of those before it.
  ///
  /// A part without a mask changes every pixel, so where it meets masked parts these are composed here:
  /// nobody could apply their weights afterwards.
  package nonisolated(nonsending) func perform(_ request: ProviderRequest) async throws(ProviderError)
    -> ProviderReply
  {
    let mixed = request.parts.contains { $0.mask == nil }
    var picture = request.picture
    for (index, part) in request.parts.enumerated() {
      let edited = try applied(part, to: picture, seed: request.seed &+ UInt64(index))
      picture = mixed ? try composed(edited, over: picture, part.mask) : edited
    }
    return ProviderReply(picture: picture, actual: .free)
  }

  private func applied(
    _ part: ProviderRequest.Part, to picture: Bitmap, seed: UInt64
  ) throws(ProviderError) -> Bitmap {
    let instruction = try parsed(part.text)
    do {
      return try instruction.applied(to: picture, mask: part.mask, seed: seed, bands: bands)
    } catch {
      throw ProviderError(retouch: error, text: part.text)
    }
  }

  private func composed(
    _ edited: Bitmap, over picture: Bitmap, _ mask: Mask?
  ) throws(ProviderError) -> Bitmap {
    guard let mask else { return edited }
    do {
      return try edited.composited(over: picture, through: mask, bands: bands)
    } catch {
      throw ProviderError(.impossible, found: "mask \(mask.size)", allowed: ["\(picture.size)"])
    }
  }

  private func parsed(_ text: String) throws(ProviderError) -> LocalInstruction {
    do {
      return try LocalInstruction.parse(text)
    } catch {
      throw ProviderError(retouch: error, text: text)
    }
  }
}
