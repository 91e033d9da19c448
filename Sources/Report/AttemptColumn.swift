internal import Billing
internal import EditModel

/// The columns of a table of attempts, in their order.
enum AttemptColumn: String, CaseIterable {
  case session, path, attempt, command, kind, intended, base, instructions, masks, provider, model, quality
  case size, variants, address, keyLabel, keyDigest, label, state, estimateLow, estimateHigh, reserved, billed
  case unpriced, possible, textIn, imageIn, cachedIn, imageOut, textOut, milliseconds, problem, priceRows

  var heading: String {
    switch self {
    case .keyLabel: "key_label"
    case .keyDigest: "key_digest"
    case .estimateLow: "estimate_low_usd"
    case .estimateHigh: "estimate_high_usd"
    case .reserved, .billed, .possible: "\(rawValue)_usd"
    case .textIn: "text_in"
    case .imageIn: "image_in"
    case .cachedIn: "cached_in"
    case .imageOut: "image_out"
    case .textOut: "text_out"
    case .milliseconds: "ms"
    case .priceRows: "price_rows"
    default: rawValue
    }
  }

  func cell(_ source: AuditSource, _ record: CallRecord, _ state: AuditState) -> CSVCell {
    switch self {
    case .session: .text(source.session)
    case .path: .text(source.path)
    case .attempt: .text(record.attempt.description)
    case .command: .number(record.command)
    case .kind: .text(record.kind.rawValue)
    case .intended: .text(record.intended.description)
    case .base: .text(record.base.description)
    case .instructions: .list(record.instructions.map(\.description))
    case .masks: .list(record.masks.map { $0 ?? "" })
    case .provider: .text(record.provider)
    case .model: .text(record.model)
    case .quality: .text(record.quality)
    case .size: .text(record.size)
    case .variants: .number(record.variants)
    case .address: .text(record.address)
    case .keyLabel: .text(record.keyLabel)
    case .keyDigest: .text(record.keyDigest)
    case .label: .text(record.label)
    case .state: .text(state.rawValue)
    default: amount(record)
    }
  }

  private func amount(_ record: CallRecord) -> CSVCell {
    switch self {
    case .estimateLow: .amount(record.estimate?.low)
    case .estimateHigh: .amount(record.estimate?.high)
    case .reserved: .amount(record.reservation.amount ?? .zero)
    case .billed: .amount(record.actual?.amount)
    case .unpriced: .number(record.actual == .unpriced ? 1 : 0)
    case .possible: .amount(record.possible)
    case .textIn: .number(record.usage?.textIn)
    case .imageIn: .number(record.usage?.imageIn)
    case .cachedIn: .number(record.usage?.cachedIn)
    case .imageOut: .number(record.usage?.imageOut)
    case .textOut: .number(record.usage?.textOut)
    case .milliseconds: .number(record.milliseconds)
    case .problem: .text(record.problem)
    default: .list(record.rowsNamed)
    }
  }
}

extension CallRecord {
  /// The price rows of the bill, or of the estimate where nothing was billed.
  fileprivate var rowsNamed: [String] {
    if case .billed(_, let row)? = actual { return [row] }
    return priceRows
  }
}
