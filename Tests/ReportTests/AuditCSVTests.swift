import Billing
import EditModel
import Report
import Testing

@Suite struct AuditCSVTests {
  private static func record(_ number: Int, _ nanodollars: Int64, mask: String?) -> CallRecord {
    CallRecord(
      attempt: AttemptID(number), command: number, intended: Timestamp(milliseconds: 0), base: .source,
      instructions: [QueueID(.instruction, 1), QueueID(.instruction, 2)], masks: [mask, nil],
      provider: "openai", model: "m", reservation: .free, state: .settled,
      actual: .billed(Money(nanodollars: nanodollars), row: "prices.tsv:1,2 m 2026-11-20"))
  }

  private static func audit(
    _ records: [CallRecord], by grouping: AuditGrouping?, session: String = "hero"
  ) -> Audit {
    Audit([AuditSource(session: session, path: "/home/hero", records: records)], by: grouping)
  }

  /// A reader of RFC 4180 that takes nothing else; `nil` for text that is not.
  private static func parsed(_ text: String) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var rest = Array(text.unicodeScalars)[...]
    while !rest.isEmpty {
      var cell = ""
      if rest.first == "\"" {
        rest = rest.dropFirst()
        while let scalar = rest.popFirst() {
          if scalar != "\"" {
            cell.unicodeScalars.append(scalar)
          } else if rest.first == "\"" {
            cell.unicodeScalars.append("\"")
            rest = rest.dropFirst()
          } else {
            break
          }
        }
      } else {
        while let scalar = rest.first, !",\r\n\"".unicodeScalars.contains(scalar) {
          cell.unicodeScalars.append(scalar)
          rest = rest.dropFirst()
        }
      }
      row.append(cell)
      if rest.first == "," {
        rest = rest.dropFirst()
        if rest.first == "\r" { row.append("") }
      }
      if rest.first == "\r" {
        guard rest.dropFirst().first == "\n" else { return nil }
        rest = rest.dropFirst(2)
        rows.append(row)
        row = []
      } else if rest.first == "\n" || rest.isEmpty {
        return nil
      }
    }
    return rows
  }

  private static func column(_ name: String, of rows: [[String]]) -> [String] {
    guard let place = rows.first?.firstIndex(of: name) else { return [] }
    return rows.dropFirst().map { $0[place] }
  }

  /// Nano-dollars of a cell with nine decimals.
  private static func nanodollars(_ cell: String) -> Int64? {
    let parts = cell.split(separator: ".")
    guard parts.count == 2, parts[1].count == 9 else { return nil }
    return Int64(parts[0] + parts[1])
  }

  @Test(arguments: [nil] + AuditGrouping.allCases.map(Optional.some))
  func aSpreadsheetsSumIsTheTotal(grouping: AuditGrouping?) throws {
    let records = [Self.record(1, 100_000_001, mask: "sky"), Self.record(2, 12_345_678_901, mask: nil)]
    let audit = Self.audit(records, by: grouping)
    let rows = try #require(Self.parsed(AuditCSV.groups(audit)))
    #expect(rows.count == 1 + (grouping == nil ? 1 : audit.rows.count))
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    #expect(rows[0][2] == grouping?.rawValue ?? "total")
    for name in ["billed_usd", "done_billed_usd"] {
      let amounts = Self.column(name, of: rows).map(Self.nanodollars)
      #expect(amounts.allSatisfy { $0 != nil })
      #expect(amounts.compactMap(\.self).reduce(0, +) == 12_445_678_902)
    }
  }

  @Test func aRowForEachAttemptSaysWhatItCost() throws {
    let text = AuditCSV.attempts(
      Self.audit([Self.record(1, 53_783_000, mask: "sky"), Self.record(2, 1, mask: nil)], by: nil))
    let rows = try #require(Self.parsed(text))
    #expect(Self.column("attempt", of: rows) == ["a1", "a2"])
    #expect(Self.column("billed_usd", of: rows) == ["0.053783000", "0.000000001"])
    #expect(Self.column("instructions", of: rows) == ["e1; e2", "e1; e2"])
    #expect(Self.column("masks", of: rows) == ["sky; ", "; "])
    #expect(Self.column("intended", of: rows) == ["1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z"])
    #expect(Self.column("price_rows", of: rows) == Array(repeating: "prices.tsv:1,2 m 2026-11-20", count: 2))
    #expect(Self.column("possible_usd", of: rows) == ["", ""])
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"), ("a=1", "a=1"), ("say \"hi\", twice", "say \"hi\", twice"),
    ("two\nlines", "two\nlines"),
    ("=\"a\",b", "'=\"a\",b"), ("Žluť, 日本", "Žluť, 日本"), ("\r\n", "'\r\n"), ("", ""),
  ])
  func textIsQuotedAndNeverAFormula(label: String, cell: String) throws {
    var record = Self.record(1, 1, mask: nil)
    record.label = label
    let byLabel = try #require(Self.parsed(AuditCSV.groups(Self.audit([record], by: .label))))
    #expect(Self.column("label", of: byLabel) == [cell])
    let attempts = try #require(Self.parsed(AuditCSV.attempts(Self.audit([record], by: nil, session: label))))
    #expect(Self.column("label", of: attempts) == [cell])
    #expect(Self.column("session", of: attempts) == [cell])
  }

  /// A number is no text: it may be negative.
  @Test func aNegativeSavingStaysANumber() throws {
    var record = Self.record(1, 1, mask: nil)
    let saving = Estimate(low: Money(nanodollars: -1_000_000_001), high: Money(nanodollars: -1))
    record.savings = [LeverSaving(.canvas, saving: saving)]
    let rows = try #require(Self.parsed(AuditCSV.groups(Self.audit([record], by: nil))))
    #expect(Self.column("saved_canvas_low_usd", of: rows) == ["-1.000000001"])
    #expect(Self.column("saved_canvas_high_usd", of: rows) == ["-0.000000001"])
    #expect(Self.column("saved_crop_low_usd", of: rows) == ["0.000000000"])
  }
}
