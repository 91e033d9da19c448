package import Billing
package import EditModel
package import Engine
package import Raster

/// What the user asks for, fully parsed: a case for each verb.
package enum Request: Hashable, Sendable {
  /// Begins a session on a picture; without a name it takes the picture's.
  case new(picture: String, name: String?)
  /// Begins a session on a picture that a paid model makes from words.
  case generate(GenerateRequest)
  case open(folder: String)
  case close
  case status
  case save(SaveRequest)
  case go(Selector)
  case show(ShowRequest)
  /// A round's picture in the terminal.
  case view(Selector)
  case canvas(CanvasRequest)
  case reference(ReferenceRequest)
  case mask(MaskRequest)
  case edit(EditRequest)
  case queue(QueueRequest)
  case fence
  case plan(PlanRequest)
  case run(RunRequest)
  /// The attempts whose outcome is unknown.
  case unresolved
  case resolve([AttemptID], Resolution)
  case accept(Selector)
  case pick(Selector)
  case reject(Selector, reason: String?)
  case retry(RetryRequest)
  case tag(TagRequest)
  case log(tree: Bool)
  case undo(Int)
  case redo(Int)
  case operation(OperationRequest)
  case cost
  case budget(BudgetRequest)
  case prices(PricesRequest)
  case audit(AuditRequest)
  case cache(CacheRequest)
  case providers
  /// Asks the service which models it has.
  case probe
  case use(provider: String, model: String?)
  /// A key of `Setting.all` with a value that the setting takes; models are still to be looked up.
  case set(key: String, value: String)
  /// One setting, or all of them.
  case get(key: String?)
  case simulate(SimulateRequest)
  case read(script: String)
  case help(HelpTopic?)
  case version
  case quit
}

/// What there is a page of help on.
package enum HelpTopic: Hashable, Sendable {
  case verb(Verb)
  /// What the embedded provider understands.
  case local

  /// The topic of this name or alias, whatever the case.
  init?(_ text: String) {
    if let spec = Grammar.spec(named: text) {
      self = .verb(spec.verb)
    } else if text.lowercased() == "local" {
      self = .local
    } else {
      return nil
    }
  }
}

/// A file to write.
package struct Destination: Hashable, Sendable {
  package let path: String
  /// True when a file that stands there may be replaced.
  package let replaces: Bool

  package init(path: String, replaces: Bool = false) {
    self.path = path
    self.replaces = replaces
  }
}

/// A picture to write, and how.
package struct SaveRequest: Hashable, Sendable {
  /// The path may hold `{session}`, `{round}` and `{tag}`.
  package let destination: Destination
  package let selector: Selector
  package let size: SavedSize?
  /// `nil`: as the file's name ends.
  package let format: String?
  package let quality: Int?
  package let maximumBytes: Int?

  package init(
    _ destination: Destination, _ selector: Selector = .current(back: 0), size: SavedSize? = nil,
    format: String? = nil, quality: Int? = nil, maximumBytes: Int? = nil
  ) {
    self.destination = destination
    self.selector = selector
    self.size = size
    self.format = format
    self.quality = quality
    self.maximumBytes = maximumBytes
  }
}

/// A change of the picture's frame.
package struct CanvasRequest: Hashable, Sendable {
  package enum Change: Hashable, Sendable {
    /// By these widths; `nil` leaves the side where it is.
    case extend(left: Length?, top: Length?, right: Length?, bottom: Length?)
    case crop(Location, width: Length, height: Length)
    case pad(PixelSize, CanvasAnchor)
    case fit(PixelSize, CanvasAnchor)
  }

  package let change: Change
  package let fill: CanvasFill
  /// The name of the mask that covers what is new; `nil`: border, or the next free name.
  package let mask: String?

  package init(_ change: Change, fill: CanvasFill = .transparent, mask: String? = nil) {
    self.change = change
    self.fill = fill
    self.mask = mask
  }
}

package struct ShowRequest: Hashable, Sendable {
  package enum Layer: Hashable, Sendable {
    case picture
    /// What the round was allowed to change.
    case mask
    /// The picture as the provider returned it.
    case raw
  }

  package let selector: Selector
  package let layer: Layer
  /// Where the picture goes instead of the terminal.
  package let destination: Destination?

  package init(_ selector: Selector, layer: Layer = .picture, destination: Destination? = nil) {
    self.selector = selector
    self.layer = layer
    self.destination = destination
  }
}

package struct EditRequest: Hashable, Sendable {
  package let text: String
  /// The mask's name; `nil` means the mask in use, if any.
  package let mask: String?
  /// Never merged with others when true.
  package let alone: Bool
  /// Names of reference pictures.
  package let references: [String]
  /// `nil` takes the setting.
  package let variants: Int?

  package init(
    _ text: String, mask: String? = nil, alone: Bool = false, references: [String] = [],
    variants: Int? = nil
  ) {
    self.text = text
    self.mask = mask
    self.alone = alone
    self.references = references
    self.variants = variants
  }
}

package enum ReferenceRequest: Hashable, Sendable {
  case list
  /// Without a name it takes the file's.
  case add(file: String, name: String?)
  case remove(String)
}

/// A picture to be made from words.
package struct GenerateRequest: Hashable, Sendable {
  package let name: String
  package let words: String
  package let provider: String
  package let model: String?
  package let size: PixelSize?
  package let quality: String?
  package let variants: Int
  package let spending: Spending

  package init(
    name: String, words: String, provider: String, model: String?, size: PixelSize?, quality: String?,
    variants: Int, spending: Spending
  ) {
    self.name = name
    self.words = words
    self.provider = provider
    self.model = model
    self.size = size
    self.quality = quality
    self.variants = variants
    self.spending = spending
  }
}

/// What the user allows a command to cost.
package struct Spending: Hashable, Sendable {
  package let maximum: Money?
  /// True when nothing is asked, which needs a maximum.
  package let asksNothing: Bool

  package init(maximum: Money? = nil, asksNothing: Bool = false) {
    self.maximum = maximum
    self.asksNothing = asksNothing
  }
}

/// What the program gives the shell so that it can be a simulated service.
///
/// It serves until the task is cancelled, and says by `note` where it listens.
package typealias Simulation =
  @Sendable (SimulateRequest, _ note: @escaping @Sendable (String) -> Void) async throws(Problem) -> Void

/// How the simulated service is to behave.
package struct SimulateRequest: Hashable, Sendable {
  package let port: Int
  package let tier: Int
  package let faults: String?
  /// False answers at once.
  package let hasLatency: Bool
  package let speed: Double
  package let seed: Int

  package init(
    port: Int = 0, tier: Int = 1, faults: String? = nil, hasLatency: Bool = false, speed: Double = 1,
    seed: Int = 1
  ) {
    self.port = port
    self.tier = tier
    self.faults = faults
    self.hasLatency = hasLatency
    self.speed = speed
    self.seed = seed
  }
}

package enum QueueRequest: Hashable, Sendable {
  case list
  case remove([QueueID])
  /// To the position counted from 1 in the queue as it is listed.
  case move(QueueID, position: Int)
  case hold([QueueID])
  case release([QueueID])
  case clear
}

package struct PlanRequest: Hashable, Sendable {
  package let merges: Bool
  /// Every lever and decision of each call.
  package let showsReasons: Bool
  package let showsPrompts: Bool
  /// How tokens are counted.
  package let rule: TokenRule
  package let whatIf: WhatIfRequest?
  /// The accepted instructions instead of the queue.
  package let final: FinalRequest?
  /// False plans every call as one to be made.
  package let usesStored: Bool

  package init(
    merges: Bool = true, showsReasons: Bool = false, showsPrompts: Bool = false, rule: TokenRule = .measured,
    whatIf: WhatIfRequest? = nil, final: FinalRequest? = nil, usesStored: Bool = true
  ) {
    self.usesStored = usesStored
    self.merges = merges
    self.showsReasons = showsReasons
    self.showsPrompts = showsPrompts
    self.rule = rule
    self.whatIf = whatIf
    self.final = final
  }
}

package struct RunRequest: Hashable, Sendable {
  /// Most calls to make; `nil` means all of the plan.
  package let calls: Int?
  package let merges: Bool
  /// True when a stored result may not answer.
  package let fresh: Bool
  package let dryRun: Bool
  /// The accepted instructions instead of the queue.
  package let final: FinalRequest?
  package let spending: Spending

  package init(
    calls: Int? = nil, merges: Bool = true, fresh: Bool = false, dryRun: Bool = false,
    final: FinalRequest? = nil, spending: Spending = Spending()
  ) {
    self.final = final
    self.calls = calls
    self.merges = merges
    self.fresh = fresh
    self.dryRun = dryRun
    self.spending = spending
  }
}

/// What a round was asked, to be asked anew.
package struct RetryRequest: Hashable, Sendable {
  package let selector: Selector
  /// Each instruction in a call of its own.
  package let splits: Bool
  package let spending: Spending

  package init(_ selector: Selector, splits: Bool = false, spending: Spending = Spending()) {
    self.selector = selector
    self.splits = splits
    self.spending = spending
  }
}

package enum TagRequest: Hashable, Sendable {
  case add(String, Selector)
  case remove(String)
}

package enum OperationRequest: Hashable, Sendable {
  case log
  case show(Int)
  case restore(Int)
}
