import Billing
import EditModel
import Planner
import Raster

/// A random queue on a random picture, with every setting that bears on the price.
struct PlanCase {
  private(set) var request: PlanRequest
  private(set) var boxes: [Digest: PixelRect] = [:]
  /// Instructions that are planned, in order; there are no fences nor holds.
  private(set) var instructions: [Instruction] = []

  static let models = [
    "gpt-image-2-2026-04-21", "gpt-image-2.5-sunburst-2026-09-08", "gpt-image-2.6-flare",
  ]
  private static let pictures = [
    (1_024, 1_024), (1_536, 1_024), (600, 400), (3_000, 2_000), (4_500, 3_001), (512, 512), (2_000, 701),
    (90, 1_000), (4_000, 500), (1_023, 673),
  ]
  private static let rules: [TokenRule] = [
    .measured, .measured, .measured, .base64, .textRates, .flat(Money(nanodollars: 40_000_000)),
  ]
  private static let texts = [
    "make it blue", "remove the chair", "brighter", "a little sharper, please,\nand redder", "löse das auf",
  ]

  /// - Parameter count: Most instructions.
  init(seed: Int, count: Int, isRouted: Bool = true) {
    var random = SplitMix64(seed: UInt64(seed))
    let sides = Self.pictures[random.next(below: Self.pictures.count)]
    let picture = PixelSize(width: sides.0, height: sides.1)
    let model = Self.models[random.next(below: Self.models.count)]
    let qualities = PriceTable.embedded.model(named: model)?.qualities.map(\.name) ?? []
    let settings = PlanSettings(
      merging: random.next(below: 4) == 0 ? .loose : .strict, mergeMax: 1 + random.next(below: 4),
      quality: qualities[random.next(below: qualities.count)],
      draft: random.next(below: 2) == 0 ? nil : qualities[random.next(below: qualities.count)],
      yardstick: model, partials: random.next(below: 6) == 0 ? 2 : 0)
    request = PlanRequest(
      queue: [], picture: picture, masks: [:], disjoint: [], settings: settings,
      capabilities: Capabilities(
        provider: "paid", model: model, masks: .hint, promptLimit: 32_000, isPaid: true,
        sizes: QueueBuilder.sizes), notUnderstood: [:], prices: .embedded)
    request.wholeSize = [1_024, 2_048][random.next(below: 2)]
    request.rule = Self.rules[random.next(below: Self.rules.count)]
    let hasBatch = PriceTable.embedded.model(named: model).map { !$0.batchPrices.isEmpty } ?? false
    request.batch = hasBatch && request.rule != .textRates && random.next(below: 4) == 0
    request.standingWords = random.next(below: 4) == 0 ? "Keep the style." : ""
    if random.next(below: 8) == 0 { request.extraReferences = [picture] }
    addQueue(1 + random.next(below: count), &random)
    if isRouted, random.next(below: 2) == 0 {
      request.understoodByLocal = Set(instructions.map(\.id).filter { _ in random.next(below: 2) == 0 })
    }
  }

  private mutating func addQueue(_ count: Int, _ random: inout SplitMix64) {
    let masks = (0..<3).map { mask(number: $0, &random) }
    for number in 1...count {
      let mask = random.next(below: 3) == 0 ? nil : masks[random.next(below: masks.count)]
      let reference = random.next(below: 8) == 0 ? [Self.reference] : []
      instructions.append(
        Instruction(
          id: QueueID(.instruction, number), text: Self.texts[random.next(below: Self.texts.count)],
          mask: mask, references: reference, variants: random.next(below: 8) == 0 ? 2 : 1))
    }
    request.queue = instructions.map { QueueEntry(item: .instruction($0), rank: $0.id.number) }
  }

  private mutating func mask(number: Int, _ random: inout SplitMix64) -> MaskVersion {
    let picture = request.picture
    let width = 1 + random.next(below: random.next(below: 2) == 0 ? picture.width / 4 : picture.width)
    let height = 1 + random.next(below: random.next(below: 2) == 0 ? picture.height / 4 : picture.height)
    let box = PixelRect(
      x: random.next(below: picture.width - width + 1), y: random.next(below: picture.height - height + 1),
      width: width, height: height)
    let digest = CellMask(name: "", cells: [number]).digest
    boxes[digest] = box
    request.masks[digest] = MaskFacts(
      pixelCount: picture.width * picture.height, editablePixelCount: width * height,
      fullPixelCount: width * height, bounds: box)
    return MaskVersion(
      name: "m\(number)",
      stored: StoredPicture(object: digest, pixels: digest, size: picture, byteCount: 9), recipe: [])
  }

  private static var reference: ReferencePicture {
    let digest = CellMask(name: "reference", cells: [63]).digest
    let stored = StoredPicture(
      object: digest, pixels: digest, size: PixelSize(width: 700, height: 500), byteCount: 9)
    return ReferencePicture(name: "reference", stored: stored, format: "png")
  }
}
