package import Billing
package import EditModel
package import Raster

/// One sending of a call: a picture and what should be changed in it.
package struct ProviderRequest: Sendable {
  /// One instruction with the place where it applies.
  package struct Part: Sendable {
    package let text: String
    /// Edit weights of the picture's size; `nil` means the whole picture.
    package let mask: Mask?

    package init(text: String, mask: Mask?) {
      self.text = text
      self.mask = mask
    }
  }

  package let model: String
  package let picture: Bitmap
  package let parts: [Part]
  /// The words that a model gets; for one instruction its text as it was typed.
  package let prompt: String
  /// Starts what is random in the embedded provider; hosted models have no such thing.
  package let seed: UInt64

  package init(model: String, picture: Bitmap, parts: [Part], prompt: String, seed: UInt64) {
    self.model = model
    self.picture = picture
    self.parts = parts
    self.prompt = prompt
    self.seed = seed
  }
}

/// What came back.
package struct ProviderReply: Sendable {
  /// The edit at full strength; the user's weights are applied by the engine, once.
  package let picture: Bitmap
  package let actual: Actual

  package init(picture: Bitmap, actual: Actual) {
    self.picture = picture
    self.actual = actual
  }
}

/// Somebody who edits pictures. An implementation makes one attempt and never repeats it.
///
/// How it is asked is the business of its kind: `EmbeddedImageProvider` or `HostedProvider`.
package protocol ImageProvider: Sendable {
  var capabilities: Capabilities { get }

  /// Whether this instruction can be carried out at all; asked before anything is sent.
  ///
  /// - Throws: `ProviderError` with code `notUnderstood`, `maskNeeded`, or `impossible` for an amount out of bounds.
  func check(_ part: InstructionFacts) throws(ProviderError)

  /// True when asking the same request again gives another picture.
  func isRandom(_ texts: [String]) -> Bool
}

/// A provider that works in this process, on pictures in memory, and costs nothing.
package protocol EmbeddedImageProvider: ImageProvider {
  /// Carries out one request on the executor of the caller.
  ///
  /// - Throws: `ProviderError`, each code of which means that nothing was billed.
  nonisolated(nonsending) func perform(_ request: ProviderRequest) async throws(ProviderError)
    -> ProviderReply
}

/// What a provider needs to know of an instruction to tell whether it can carry it out.
package struct InstructionFacts: Sendable {
  package let text: String
  package let hasMask: Bool

  package init(text: String, hasMask: Bool) {
    self.text = text
    self.hasMask = hasMask
  }
}
