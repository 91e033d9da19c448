public import Billing
public import EditModel

/// What is likely to disappoint, said before anything is paid.
public enum PlanWarning: Hashable, Sendable {
  /// A quoted text of this many words; models misspell longer ones.
  case longQuote(QueueID, words: Int)
  /// The call, counted from 1, asks for this many things at once; models lose some.
  case manyObjects(call: Int, count: Int)
  /// The mask of this name covers so little of what is sent, in hundredths of a percent, that models may miss it.
  case smallMask(QueueID, mask: String, basisPoints: Int)
  /// A transparent background is asked of a model that makes none.
  case transparency(model: String)
  /// The dearest call costs more than the dearest one of the last run, also at the lower end; `now` is the upper.
  case priceRise(last: Money, now: Money)
}
