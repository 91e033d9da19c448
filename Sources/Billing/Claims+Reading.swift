extension Claims {
  /// Reads a table; its records and their fields stand in its head.
  ///
  /// - Throws: `BillingError` with `malformedTable`; `found` says table, line and field.
  package init(reading bytes: [UInt8], named name: String = "claims.tsv") throws(BillingError) {
    var claims: [Claim] = []
    var readings: [Reading] = []
    for record in TableRecord.all(in: bytes, table: name) {
      switch record.fields[0] {
      case "claim":
        let claim = try Claim(
          record.named([
            "id", "text", "kind", "parameters", "low", "high", "decimals", "unit", "verdict",
          ]))
        guard !claims.contains(where: { $0.id == claim.id }) else {
          throw record.fault("the same record again")
        }
        claims.append(claim)
      case "reading": readings.append(try Reading(record.named(["kind", "parameters", "value"])))
      default: throw record.fault(field: 0, allowed: ["claim", "reading"])
      }
    }
    self.init(claims: claims, readings: readings)
  }
}

extension Claim {
  fileprivate init(_ record: TableRecord) throws(BillingError) {
    id = record.text(1)
    text = record.text(2)
    kind = try record.choice(3)
    parameters = try record.parameters(4)
    low = try record.thousandMillionths(5)
    high = try record.thousandMillionths(6)
    guard low <= high else { throw record.fault(field: 6, allowed: ["\(record.text(5)) or more"]) }
    guard let digits = Int(record.text(7)), (-6...9).contains(digits) else {
      throw record.fault(field: 7, allowed: ["-6 to 9"])
    }
    decimals = digits
    let unit: ClaimUnit = try record.choice(8)
    guard unit == kind.unit else { throw record.fault(field: 8, allowed: [kind.unit.rawValue]) }
    expected = try record.choice(9)
    seen = record.seen
    source = record.source
  }
}

extension Claims.Reading {
  fileprivate init(_ record: TableRecord) throws(BillingError) {
    kind = try record.choice(1)
    parameters = try record.parameters(2)
    value = try record.thousandMillionths(3)
    seen = record.seen
    source = record.source
  }
}

extension TableRecord {
  fileprivate func choice<Value: RawRepresentable & CaseIterable>(
    _ field: Int
  ) throws(BillingError) -> Value where Value.RawValue == String {
    guard let value = Value(rawValue: text(field)) else {
      throw fault(field: field, allowed: Value.allCases.map(\.rawValue))
    }
    return value
  }

  /// Names and values, `quality=low size=1024x1024`.
  fileprivate func parameters(_ field: Int) throws(BillingError) -> [ClaimParameter: String] {
    var parameters: [ClaimParameter: String] = [:]
    for pair in (optional(field) ?? "").split(separator: " ") {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let name = ClaimParameter(rawValue: parts[0]), parameters[name] == nil else {
        throw fault(field: field, allowed: ClaimParameter.allCases.map { "\($0.rawValue)=" })
      }
      parameters[name] = parts[1]
    }
    return parameters
  }

  /// A number with up to nine decimals, as amounts are written.
  fileprivate func thousandMillionths(_ field: Int) throws(BillingError) -> Int64 {
    guard let number = Money(dollars: text(field)), number <= Money(nanodollars: 1_000_000_000_000_000_000)
    else {
      throw fault(field: field, allowed: ["a number to a thousand million with at most nine decimals"])
    }
    return number.nanodollars
  }
}
