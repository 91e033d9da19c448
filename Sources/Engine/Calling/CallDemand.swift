/// What a service counts against an account, by the minute.
package enum LimitKind: String, Hashable, Sendable, CaseIterable {
  case requests
  case images
  case tokens
}

/// What one call takes from the account's minute.
package struct CallDemand: Hashable, Sendable {
  /// What is counted together: a model's id, or the name of a family whose models share their limits.
  package let pool: String
  /// An edit takes its variants and the pictures sent less one, the mask not counted; a generation its
  /// variants.
  package let images: Int
  /// The upper end of the estimate, text and pictures, in and out: the service's own count is not known
  /// before it answers.
  package let tokens: Int

  /// - Precondition: `images` and `tokens` are in `0...LimitLedger.greatestAmount`.
  package init(pool: String, images: Int, tokens: Int) {
    precondition((0...LimitLedger.greatestAmount).contains(images), "images out of range")
    precondition((0...LimitLedger.greatestAmount).contains(tokens), "tokens out of range")
    self.pool = pool
    self.images = images
    self.tokens = tokens
  }

  func amount(_ kind: LimitKind) -> Int {
    switch kind {
    case .requests: 1
    case .images: images
    case .tokens: tokens
    }
  }
}

/// What an account may take: amounts in each minute, and calls at one time.
package struct CallLimits: Hashable, Sendable {
  /// Per minute; `nil` where no limit is known.
  package var requests: Int?
  package var images: Int?
  package var tokens: Int?
  /// Most calls under way at a time with the key, all pools together, 1 or more.
  package var parallel: Int

  package init(requests: Int? = nil, images: Int? = nil, tokens: Int? = nil, parallel: Int) {
    self.requests = requests
    self.images = images
    self.tokens = tokens
    self.parallel = parallel
  }

  func perMinute(_ kind: LimitKind) -> Int? {
    switch kind {
    case .requests: requests
    case .images: images
    case .tokens: tokens
    }
  }
}

/// The right to make one call, from `CallGate.enter` until `CallGate.leave`.
package struct Ticket: Hashable, Sendable {
  package let id: Int64
}
