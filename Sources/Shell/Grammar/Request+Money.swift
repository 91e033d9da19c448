package import Billing
package import EditModel

/// Another way in which the same work could be paid for.
package enum WhatIfRequest: Hashable, Sendable {
  /// A model by its name.
  case model(String)
  /// Every quality of the model, or one of them.
  case qualities(String?)
  case batch
  /// Every rule of counting tokens, or one of them.
  case rules(TokenRule?)
}

extension WhatIfRequest {
  /// `quality`, `batch`, `rule`, one quality or rule, or a model; `nil` for no text.
  init?(_ text: String) {
    let isQuality =
      if case .oneOf(let names)? = Setting.named("quality")?.values { names.contains(text) } else { false }
    switch text {
    case "": return nil
    case "quality": self = .qualities(nil)
    case "batch": self = .batch
    case "rule": self = .rules(nil)
    case _ where isQuality: self = .qualities(text)
    default: self = TokenRule(name: text).map(WhatIfRequest.rules) ?? .model(text)
    }
  }
}

/// The accepted instructions rendered again on the source.
package struct FinalRequest: Hashable, Sendable {
  /// The longest side; `nil` keeps the picture's size.
  package let size: Int?
  /// `nil` takes the setting.
  package let quality: String?

  package init(size: Int? = nil, quality: String? = nil) {
    self.size = size
    self.quality = quality
  }
}

package enum BudgetRequest: Hashable, Sendable {
  case show
  case set(Money, BudgetScope)
  case remove(BudgetScope)
}

package enum PricesRequest: Hashable, Sendable {
  case list
  case check
  case claims
}

package struct AuditRequest: Hashable, Sendable {
  package enum Format: Hashable, Sendable {
    case text
    case commaSeparated
  }

  /// Sessions, and folders of them; the session in work when empty.
  package let paths: [String]
  /// Inclusive.
  package let since: Timestamp?
  /// Exclusive.
  package let until: Timestamp?
  package let grouping: AuditGrouping?
  package let format: Format
  package let whatIf: WhatIfRequest?
  package let onlyRefusals: Bool
  /// Proves the account instead of showing it.
  package let verifies: Bool

  package init(
    paths: [String] = [], since: Timestamp? = nil, until: Timestamp? = nil, grouping: AuditGrouping? = nil,
    format: Format = .text, whatIf: WhatIfRequest? = nil, onlyRefusals: Bool = false, verifies: Bool = false
  ) {
    self.paths = paths
    self.since = since
    self.until = until
    self.grouping = grouping
    self.format = format
    self.whatIf = whatIf
    self.onlyRefusals = onlyRefusals
    self.verifies = verifies
  }
}

package enum CacheRequest: Hashable, Sendable {
  case statistics
  case why
  case verify
  case clear
}

/// A time, or a whole day in UTC.
struct Moment: Sendable {
  let start: Timestamp
  /// The first time after it; of a time that time itself.
  let end: Timestamp

  /// `YYYY-MM-DD`, or a time as the records write it.
  init?(_ text: String) {
    let millisecondsPerDay: Int64 = 86_400_000
    if let time = Timestamp(text) {
      (start, end) = (time, time)
    } else if let midnight = Timestamp(text + "T00:00:00.000Z") {
      start = midnight
      end = Timestamp(milliseconds: midnight.milliseconds + millisecondsPerDay)
    } else {
      return nil
    }
  }
}
