/// One HTTP reply of the service, not yet on its way.
package struct SimReply: Sendable {
  package enum Body: Sendable {
    case whole([UInt8])
    /// Server-sent events in order, each with its closing empty line.
    case events([[UInt8]])
  }

  package let status: Int
  /// What the service itself says: the content type. Lengths, limits and request ids are added on the way.
  package let headers: [(name: String, value: String)]
  package let body: Body
  /// What the call is billed with as soon as it was executed; `nil` for what costs nothing.
  package let charge: Charge?

  package init(
    status: Int, headers: [(name: String, value: String)], body: Body, charge: Charge? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.charge = charge
  }
}

/// What one executed call costs.
package struct Charge: Hashable, Sendable {
  /// The model's name as the request had it.
  package let model: String
  package let usage: SimUsage
  package let nanodollars: Int
  /// Pictures that were made.
  package let images: Int

  package init(model: String, usage: SimUsage, nanodollars: Int, images: Int) {
    self.model = model
    self.usage = usage
    self.nanodollars = nanodollars
    self.images = images
  }
}

/// Tokens of a call by kind.
package struct SimUsage: Hashable, Sendable {
  package var text: Int
  package var imageIn: Int
  package var imageOut: Int
  package var textOut: Int

  package init(text: Int = 0, imageIn: Int = 0, imageOut: Int = 0, textOut: Int = 0) {
    self.text = text
    self.imageIn = imageIn
    self.imageOut = imageOut
    self.textOut = textOut
  }

  package var total: Int { text + imageIn + imageOut + textOut }
}

/// What a request asks of the limits of a tier, known before it is executed.
package struct Demand: Hashable, Sendable {
  /// The model without its date, so that a name and its dated form count together; `nil` when nothing counts.
  package let model: String?
  /// A generation counts its pictures; an edit counts pictures plus pictures sent minus one, without the mask.
  package let images: Int
  /// Input and output tokens of all pictures.
  package let tokens: Int
  /// The quality that it will be rendered in, for tables of latency.
  package let quality: String?

  package init(model: String?, images: Int, tokens: Int, quality: String? = nil) {
    self.model = model
    self.images = images
    self.tokens = tokens
    self.quality = quality
  }

  /// Models, files and everything else that is not limited by pictures.
  package static let nothing = Demand(model: nil, images: 0, tokens: 0)
}

/// What a script wants to go wrong while a request is executed.
package enum Mishap: Hashable, Sendable {
  /// The prompt is refused before anything is made; nothing is billed.
  case refusedInput
  /// The picture is refused after it was made; nothing is billed.
  case refusedOutput
  /// The pictures have another size than asked for, and the reply says so.
  case wrongSize(width: Int, height: Int)
  /// The last characters of each picture's base64 are missing; everything else is sound.
  case truncatedBase64
}
