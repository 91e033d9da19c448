internal import Billing
internal import EditModel

extension AuditFinding {
  /// What is at odds, and where.
  var words: String {
    let place = [session, attempt?.description].compactMap(\.self).joined(separator: " ")
    let value = found.map { " (\($0))" } ?? ""
    return (place.isEmpty ? "" : "\(place): ") + code.words + value
  }
}

extension AuditFinding.Code {
  fileprivate var words: String {
    switch self {
    case .sumDiffers: "the rows do not add up to the total"
    case .noPriceRow: "an amount names no price row"
    case .settledWithoutActual: "settled, and nobody wrote what it cost"
    case .refundedYetBilled: "given back, and yet billed"
    case .amountDiffers: "the bill is not what its price rows give for its tokens"
    case .attemptTwice: "two attempts have the same number"
    case .attemptMissing: "a round names an attempt that is not there"
    case .masksDiffer: "not as many masks as instructions"
    }
  }
}

extension AuditRepricing.Reason {
  var words: String {
    switch self {
    case .unpriced: "nobody knows how much was billed"
    case .unknownOutcome: "nobody knows whether it was billed"
    case .noUsage: "the reply did not say for what it was billed"
    case .unknownSize: "its size is not known"
    case .illegalSize: "the model does not render its size"
    case .unknownQuality: "the model has no such quality"
    case .unknownInputs: "nobody knows which pictures were sent"
    case .noPrice: "the model has no price for it"
    }
  }
}
