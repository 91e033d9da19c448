package import EditModel
package import Raster

/// One request to a service that makes pictures.
package struct HostedRequest: Sendable {
  package let kind: CallKind
  package let model: String
  package let prompt: String
  /// The picture to be edited, then references; none for a generation.
  package let inputs: [HostedInput]
  /// Of the first input's size; what may change is transparent in it.
  package let mask: HostedInput?
  /// What the service is asked to render.
  package let size: PixelSize
  package let settings: HostedSettings

  package init(
    kind: CallKind, model: String, prompt: String, inputs: [HostedInput] = [], mask: HostedInput? = nil,
    size: PixelSize, settings: HostedSettings
  ) {
    self.kind = kind
    self.model = model
    self.prompt = prompt
    self.inputs = inputs
    self.mask = mask
    self.size = size
    self.settings = settings
  }

  /// The most bytes that a right answer's body can have: the room to reserve before it is asked for.
  ///
  /// Each picture, and each unfinished one of each variant, counts with its pixels uncompressed and 1 % over,
  /// in base64; the rest with 1 MiB.
  package var replyLimit: Int {
    Self.replyLimit(size: size, variants: settings.variants, partials: settings.partials)
  }

  package static func replyLimit(size: PixelSize, variants: Int, partials: Int) -> Int {
    // Sizes and counts are checked elsewhere; here absurd ones must not overflow.
    let pixels = min(size.width, 65_536) * min(size.height, 65_536)
    let file = pixels * 4 + pixels / 25 + 1 + 65_536
    let files = min(max(variants, 1), 1_000) * (1 + min(max(partials, 0), 1_000))
    return (file / 3 + 1) * 4 * files + 1_048_576
  }
}

/// What is asked of a service besides words and pictures.
package struct HostedSettings: Hashable, Sendable {
  package var quality: String
  /// How many pictures, `1...10`.
  package var variants: Int
  /// `auto`, `opaque` or `transparent`.
  package var background: String
  /// `auto` or `low`.
  package var moderation: String
  /// Planning effort of models that take it; `nil` leaves it to the model.
  package var complexity: String?
  /// Unfinished pictures to be sent on the way, `0...3`; each costs.
  package var partials: Int
  package var format: String

  package init(
    quality: String, variants: Int = 1, background: String = "auto", moderation: String = "auto",
    complexity: String? = nil, partials: Int = 0, format: String = "png"
  ) {
    self.quality = quality
    self.variants = variants
    self.background = background
    self.moderation = moderation
    self.complexity = complexity
    self.partials = partials
    self.format = format
  }
}

/// A picture file that goes with a request.
package struct HostedInput: Sendable {
  package let source: any ByteSource
  package let contentType: String
  package let fileName: String
  /// The service's name for the file where it was uploaded before; its bytes are then not sent again.
  package let fileID: String?

  package init(source: any ByteSource, contentType: String, fileName: String, fileID: String? = nil) {
    self.source = source
    self.contentType = contentType
    self.fileName = fileName
    self.fileID = fileID
  }
}
