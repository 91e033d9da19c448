import EditModel
import FoundationEssentials
import Raster
import Testing

struct ViewTests {
  private let mask = MaskVersion(
    name: "sky",
    stored: StoredPicture(
      object: SHA256.digest(of: [1]), pixels: SHA256.digest(of: [2]), size: PixelSize(width: 3, height: 2),
      byteCount: 5), recipe: ["mask rect sky 0 0 3 2"])

  private var entry: QueueEntry {
    QueueEntry(
      item: .instruction(
        Instruction(id: QueueID(.instruction, 7), text: "make it \"blue\"\u{1}", mask: mask, alone: true)),
      rank: -3, hold: .notDone(RoundID(7, variant: "a")))
  }

  private var values: [ViewKey: ViewValue] {
    [
      .at: .round(RoundID(7, variant: "b")), .tag("best"): .round(.source),
      .queue(QueueID(.instruction, 7)): .entry(entry),
      .queue(QueueID(.fence, 8)): .entry(
        QueueEntry(item: .fence(QueueID(.fence, 8)), rank: -3, hold: .byUser)),
      .mask("sky"): .mask(mask), .set("mask"): .text("sky"),
      .judged(RoundID(2)): .judgement(Judgement(.rejected, reason: "too green")),
    ]
  }

  @Test func changesLeadFromOneViewToAnother() {
    let empty = View()
    let full = View(values: values)
    for (from, to) in [(empty, full), (full, empty), (full, full)] {
      var view = from
      view.apply(from.changes(to: to))
      #expect(view == to)
    }
    #expect(full.changes(to: full).isEmpty)
  }

  @Test func inverseChangesLeadBack() {
    let from = View(values: values)
    let wanted: [(ViewKey, ViewValue?)] = [
      (.at, .round(RoundID(9))), (.tag("best"), nil), (.tag("new"), .round(RoundID(1))),
      (.set("mask"), .text("sky")),
    ]
    let changes = from.changes(setting: wanted)
    #expect(changes.map(\.key) == [.at, .tag("best"), .tag("new")])
    var view = from
    view.apply(changes)
    #expect(view.tag("best") == nil && view.tag("new") == RoundID(1) && view.current == RoundID(9))
    view.apply(changes.reversed().map(\.inverse))
    #expect(view == from)
  }

  @Test func appliesChangesInTheirOrder() {
    var view = View()
    view.apply([
      Change(key: .at, old: nil, new: .round(RoundID(1))),
      Change(key: .at, old: .round(RoundID(1)), new: .round(RoundID(2))),
    ])
    #expect(view.current == RoundID(2))
  }

  @Test func readsBackAsItWasStored() throws {
    let view = View(values: values)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(view)
    #expect(try JSONDecoder().decode(View.self, from: data) == view)
    #expect(try encoder.encode(View(values: values.filter { _ in true })) == data)
    for change in View().changes(to: view) {
      let stored = try encoder.encode(change.inverse)
      #expect(try JSONDecoder().decode(Change.self, from: stored) == change.inverse)
    }
  }

  @Test func readsKeysAsItPrintsThem() {
    for key in values.keys { #expect(ViewKey(key.description) == key) }
    for text in ["", "at/", "tag", "queue/x1", "judged/a", "other/a"] { #expect(ViewKey(text) == nil) }
    #expect(ViewKey("mask/a/b") == .mask("a/b"))
  }

  @Test func listsWhatItHolds() {
    let view = View(values: values)
    #expect(view.current == RoundID(7, variant: "b"))
    #expect(view.queue.map(\.id.description) == ["e7", "f8"])
    #expect(view.queue[0].instruction?.text == entry.instruction?.text)
    #expect(view.masks == [mask] && view.mask(named: "sky") == mask && view.mask(named: "sea") == nil)
    #expect(view.maskInUse == "sky")
    #expect(view.tags.map(\.name) == ["best"])
    #expect(view.judgement(of: RoundID(2))?.verdict == .rejected)
    #expect(View().current == nil && View().queue.isEmpty)
  }

  @Test func queuesByRankThenByID() {
    func entry(_ number: Int, _ rank: Int) -> (ViewKey, ViewValue) {
      let id = QueueID(.fence, number)
      return (.queue(id), .entry(QueueEntry(item: .fence(id), rank: rank)))
    }
    let entries = [entry(1, 30), entry(2, 10), entry(10, 20), entry(9, 20)]
    let view = View(values: Dictionary(uniqueKeysWithValues: entries))
    #expect(view.queue.map(\.id.number) == [2, 9, 10, 1])
  }
}

struct SettingTests {
  @Test func standardValuesAreLegal() throws {
    for setting in Setting.all { #expect(try setting.checked(setting.standard) == setting.standard) }
  }

  @Test func namesAreSortedAndUnique() {
    let keys = Setting.all.map(\.key)
    #expect(keys == Set(keys).sorted())
    #expect(keys.allSatisfy { Setting.named($0)?.key == $0 })
    #expect(Setting.named("none") == nil)
  }

  @Test func startsWithoutCost() {
    #expect(View().value(of: "provider") == "local")
  }

  @Test(arguments: [
    ("merge", "tight", ["strict", "loose"]), ("merge", "", ["strict", "loose"]),
    ("merge-max", "0", ["1 to 16"]), ("merge-max", "17", ["1 to 16"]), ("merge-max", "+4", ["1 to 16"]),
    ("merge-max", "04", ["1 to 16"]), ("merge-max", "4.0", ["1 to 16"]),
  ])
  func refusesOtherValuesAndNamesTheRightOnes(_ key: String, _ value: String, _ allowed: [String]) throws {
    let setting = try #require(Setting.named(key))
    let problem = #expect(throws: Problem.self) { try setting.checked(value) }
    #expect(problem == Problem(.badValue, key, found: value, allowed: allowed))
  }

  @Test func takesTheSessionsValueBeforeTheDefault() {
    let view = View(values: [.set("merge"): .text("loose")])
    #expect(view.value(of: "merge") == "loose")
    #expect(view.setting("merge") == "loose")
    #expect(View().value(of: "merge") == "strict")
    #expect(View().setting("merge") == nil)
  }
}
