import Billing
import EditModel
import Planner
import Raster

/// A mask drawn on a grid of 8×8 cells of 100 pixels, so that overlaps can be seen in sets of cells.
struct CellMask: Hashable {
  static let side = 8
  static let cell = 100
  static let picture = PixelSize(width: side * cell, height: side * cell)

  let name: String
  let cells: Set<Int>

  var digest: Digest {
    let bits = cells.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
    let digits = String(bits, radix: 16)
    guard let digest = Digest(hex: String(repeating: "0", count: 64 - digits.count) + digits) else {
      preconditionFailure("64 digits are a digest")
    }
    return digest
  }

  var version: MaskVersion {
    let stored = StoredPicture(
      object: digest, pixels: digest, size: Self.picture, byteCount: 100)
    return MaskVersion(name: name, stored: stored, recipe: [])
  }

  var facts: MaskFacts {
    let boxes = cells.map { cell in
      PixelRect(
        x: cell % Self.side * Self.cell, y: cell / Self.side * Self.cell, width: Self.cell,
        height: Self.cell)
    }
    let editable = cells.count * Self.cell * Self.cell
    return MaskFacts(
      pixelCount: Self.picture.width * Self.picture.height, editablePixelCount: editable,
      fullPixelCount: editable,
      bounds: boxes.first.map { first in boxes.reduce(first) { $0.union($1) } })
  }
}

/// A queue in the making, with its masks.
struct QueueBuilder {
  var entries: [QueueEntry] = []
  var masks: [CellMask] = []

  @discardableResult
  mutating func edit(
    _ text: String, _ mask: CellMask? = nil, alone: Bool = false, hold: Hold? = nil,
    references: [PixelSize] = [], variants: Int = 1
  ) -> QueueID {
    let id = QueueID(.instruction, entries.count + 1)
    let instruction = Instruction(
      id: id, text: text, mask: mask?.version, alone: alone,
      references: references.map(Self.reference), variants: variants)
    add(.instruction(instruction), hold: hold)
    if let mask, !masks.contains(where: { $0.digest == mask.digest }) { masks.append(mask) }
    return id
  }

  @discardableResult
  mutating func fence() -> QueueID {
    let id = QueueID(.fence, entries.count + 1)
    add(.fence(id), hold: nil)
    return id
  }

  private static func reference(_ size: PixelSize) -> ReferencePicture {
    let digest = CellMask(name: "reference", cells: [size.width % 64, size.height % 64]).digest
    let stored = StoredPicture(object: digest, pixels: digest, size: size, byteCount: 100)
    return ReferencePicture(name: "reference", stored: stored, format: "png")
  }

  private mutating func add(_ item: QueueEntry.Item, hold: Hold?) {
    entries.append(QueueEntry(item: item, rank: entries.count * 10, hold: hold))
  }

  /// The size rule of the paid models.
  static let sizes = SizeRule(grid: 16, longestSide: 3_840, maximumRatio: 3, pixels: 655_360...8_294_400)

  /// The request for this queue; every pair of masks is compared.
  func request(
    merging: PlanSettings.Merging = .strict, mergeMax: Int = 4, isPaid: Bool = false,
    promptLimit: Int = 32_000, quality: String = "medium", yardstick: String = "gpt-image-2",
    partials: Int = 0, notUnderstood: [QueueID: [String]] = [:]
  ) -> PlanRequest {
    var disjoint: Set<MaskPair> = []
    for left in masks {
      for right in masks where left.cells.isDisjoint(with: right.cells) {
        disjoint.insert(MaskPair(left.digest, right.digest))
      }
    }
    return PlanRequest(
      queue: entries, picture: CellMask.picture,
      masks: Dictionary(uniqueKeysWithValues: masks.map { ($0.digest, $0.facts) }),
      disjoint: disjoint,
      settings: PlanSettings(
        merging: merging, mergeMax: mergeMax, quality: quality, yardstick: yardstick,
        partials: partials),
      capabilities: Capabilities(
        provider: isPaid ? "paid" : "local", model: isPaid ? "gpt-image-2" : "local-1",
        masks: .hint, promptLimit: promptLimit, isPaid: isPaid, sizes: isPaid ? Self.sizes : nil),
      notUnderstood: notUnderstood, prices: .embedded)
  }

  func plan(
    merging: PlanSettings.Merging = .strict, mergeMax: Int = 4, isPaid: Bool = false
  ) -> Plan {
    Plan(request(merging: merging, mergeMax: mergeMax, isPaid: isPaid))
  }
}

extension QueueBuilder {
  /// A queue of random instructions, some masked, with fences, holds, loners and words that point back.
  static func random(count: Int, _ random: inout SplitMix64) -> QueueBuilder {
    let masks = (0..<3).map { number in
      CellMask(
        name: "m\(number)",
        cells: Set((0..<1 + random.next(below: 3)).map { _ in random.next(below: 12) }))
    }
    let words = ["make it blue", "remove the chair", "brighter", "a little sharper, please"]
    var queue = QueueBuilder()
    for _ in 0..<count {
      let mask = random.next(below: 3) == 0 ? nil : masks[random.next(below: masks.count)]
      switch random.next(below: 12) {
      case 0: queue.fence()
      case 1: queue.edit("something else instead", mask)
      case 2: queue.edit("on its own", mask, alone: true)
      case 3: queue.edit("later", mask, hold: .byUser)
      default: queue.edit(words[random.next(below: words.count)], mask)
      }
    }
    return queue
  }
}

extension Plan {
  /// The instructions of each call, by number.
  var groups: [[Int]] { calls.map { $0.instructions.map(\.id.number) } }
}
