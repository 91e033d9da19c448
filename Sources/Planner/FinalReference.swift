package import Billing
internal import EditModel

/// The accepted picture as a reference of its final.
///
/// There is no seed by which a service would draw the same again, so a final is a new picture; what was
/// accepted shows it how the changes were to look, where that is worth its price.
package enum FinalReference {
  /// Of a call's price, in percent, at most so much may be the price of sending the accepted picture.
  package static let mostPercent = 10

  /// Ends the prompt of a call that the accepted picture goes along with, as the last of the pictures.
  ///
  /// A call may carry out some of the changes only, so it says that not all that is seen there is wanted.
  package static let words =
    "Edit the first picture. The last picture is a draft that was accepted: let the changes asked for here "
    + "look as they do there, and take nothing else from it."

  /// The standing words of a final's calls.
  ///
  /// - Parameter standing: The user's own, empty without any; they come first.
  package static func words(after standing: String) -> String {
    standing.isEmpty ? words : standing + "\n" + words
  }

  /// True when the accepted picture costs each call at most a tenth of its price, at both ends of the range.
  ///
  /// What it costs is what the calls cost more with it, its words included. Where no price is known, or the
  /// reference changes which calls there are, nobody can say so of a call.
  ///
  /// - Parameters:
  ///   - with: The plan with the reference.
  ///   - without: The plan of the same request without it.
  package static func isWorthIt(_ with: Plan, than without: Plan) -> Bool {
    let pairs = zip(with.calls, without.calls)
    return !with.calls.isEmpty && with.calls.count == without.calls.count
      && pairs.allSatisfy { call, bare in
        guard call.instructions.map(\.id) == bare.instructions.map(\.id),
          case .estimated(let price) = call.price,
          case .estimated(let barePrice) = bare.price
        else { return false }
        return isWorthIt(price.amount, beside: barePrice.amount)
      }
  }

  package static func isWorthIt(_ price: Estimate, beside bare: Estimate) -> Bool {
    func isSmall(_ price: Money, _ bare: Money) -> Bool {
      price > .zero && (price - bare) * 100 <= price * mostPercent
    }
    return isSmall(price.high, bare.high) && isSmall(price.low, bare.low)
  }
}
