internal import EditModel

/// The part of a view that grows with a session's length, which rows take faster than JSON does: where it
/// stands, tags, settings and judgements. Masks, references and the queue are the rest.
struct PlainView {
  private(set) var rows: [(key: ViewKey, value: ViewValue)] = []
  private(set) var rest: [ViewKey: ViewValue] = [:]

  init(_ view: View) {
    for (key, value) in view.values {
      switch (key, value) {
      case (.at, .round), (.tag, .round), (.set, .text), (.judged, .judgement): rows.append((key, value))
      default: rest[key] = value
      }
    }
    rows.sort { Self.order($0.key, $1.key) }
  }

  /// The order in which the keys stand in the table, so that its bytes depend on the view alone.
  private static func order(_ left: ViewKey, _ right: ViewKey) -> Bool {
    switch (left, right) {
    case (.judged(let left), .judged(let right)): left < right
    case (.judged, _): false
    case (_, .judged): true
    default: left < right
    }
  }
}

extension TableWriter {
  /// A row of varying length for each value: which kind of key, its name, its value.
  mutating func add(_ plain: PlainView) {
    rows.add(plain.rows.count)
    for (key, value) in plain.rows {
      switch (key, value) {
      case (.at, .round(let id)):
        rows.add(UInt8(0))
        rows.add(id)
      case (.tag(let name), .round(let id)):
        rows.add(UInt8(1))
        add(name)
        rows.add(id)
      case (.set(let name), .text(let text)):
        rows.add(UInt8(2))
        add(name)
        add(text)
      case (.judged(let id), .judgement(let judgement)):
        rows.add(UInt8(3))
        rows.add(id)
        rows.add(judgement.verdict)
        add(judgement.reason)
      default: preconditionFailure("other values are no plain ones")
      }
    }
  }
}

extension Tables {
  /// The view that these rows and the rest make.
  func view(with rest: View, _ rows: inout RowReader) -> View {
    var values = rest.values
    let count = rows.count(width: 9)
    values.reserveCapacity(values.count + count)
    let verdicts = Judgement.Verdict.allCases
    for _ in 0..<count {
      switch rows.byte() {
      case 0: values[.at] = .round(rows.round())
      case 1: values[.tag(text(&rows))] = .round(rows.round())
      case 2: values[.set(text(&rows))] = .text(text(&rows))
      case 3:
        let (id, verdict) = (rows.round(), rows.element(of: verdicts))
        values[.judged(id)] = .judgement(Judgement(verdict, reason: optionalText(&rows)))
      default: rows.broken(())
      }
    }
    return View(values: values)
  }
}
