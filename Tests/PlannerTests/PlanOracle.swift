import Billing
import EditModel
import Planner
import Raster

/// Plans by trying everything: each way to cut the queue, and each way to make each call.
///
/// Prompts, prices and the rules of merging are stated a second time; frames are asked of the canvas solver.
struct PlanOracle {
  let example: PlanCase
  private var request: PlanRequest { example.request }
  private let masked: CanvasSolver
  private let open: CanvasSolver
  private let naiveCanvas: PixelSize
  let quality: String

  struct Call: Equatable {
    let numbers: [Int]
    let route: PlannedCall.Route
    let frame: SentFrame?
    let price: Estimate
    let pixels: Int
  }

  init?(_ example: PlanCase) {
    let request = example.request
    guard let rule = request.capabilities.sizes, let canvas = rule.nearestSize(to: request.picture) else {
      return nil
    }
    self.example = example
    naiveCanvas = canvas
    quality = Self.quality(of: request, canvas)
    let pricing = Self.pricing(request, quality, canvas)
    masked = CanvasSolver(rule: rule, cost: CanvasCost(pricing, isMasked: true))
    open = CanvasSolver(rule: rule, cost: CanvasCost(pricing, isMasked: false))
  }

  private static func pricing(_ request: PlanRequest, _ quality: String, _ canvas: PixelSize) -> CallPricing?
  {
    guard let model = request.prices.model(named: request.capabilities.model) else { return nil }
    let size = BilledSize(width: canvas.width, height: canvas.height)
    return try? CallPricing(
      model: model, quality: quality, output: size, inputs: [size], partials: request.settings.partials,
      rule: request.rule, batch: request.batch)
  }

  /// The draft if its naive price is no higher at either end.
  private static func quality(of request: PlanRequest, _ canvas: PixelSize) -> String {
    let final = request.settings.quality
    guard let draft = request.settings.draft else { return final }
    let prices = [draft, final].map { pricing(request, $0, canvas)?.amount(text: .zero) ?? .zero }
    return prices[0].low <= prices[1].low && prices[0].high <= prices[1].high ? draft : final
  }

  /// What the instruction at this place costs naively.
  func naive(_ index: Int) -> Estimate {
    let item = example.instructions[index]
    let prompt = item.text + ending
    return price(prompt, item, on: naiveCanvas, isMasked: item.mask != nil, request.settings.quality)
  }

  var best: [Call] {
    let count = example.instructions.count
    var best: (calls: [Call], key: Key)?
    for partition in partitions(of: count) where partition.allSatisfy(allows) {
      var calls: [Call] = []
      for run in partition {
        let ways = ways(of: run).filter { isNoDearerThanNaive($0, run) }
        guard let way = ways.min(by: { Key([$0]) < Key([$1]) }) else { break }
        calls.append(way)
      }
      let key = Key(calls)
      guard calls.count == partition.count, best.map({ key < $0.key }) ?? true else { continue }
      best = (calls, key)
    }
    return best?.calls ?? []
  }

  private func isNoDearerThanNaive(_ call: Call, _ run: Range<Int>) -> Bool {
    let naive = run.map(naive).reduce(.zero, +)
    return call.price.low <= naive.low && call.price.high <= naive.high
  }

  /// The order of plans; of equal ones the one that merges earlier.
  private struct Key: Comparable {
    let figures: [Int]

    init(_ calls: [Call]) {
      let price = calls.map(\.price).reduce(.zero, +)
      figures =
        [
          Int(price.high.nanodollars), Int(price.low.nanodollars), calls.count,
          calls.map(\.pixels).reduce(0, +),
        ] + calls.map { -$0.numbers.count }
    }

    static func < (left: Key, right: Key) -> Bool { left.figures.lexicographicallyPrecedes(right.figures) }
  }

  private func ways(of run: Range<Int>) -> [Call] {
    let members = example.instructions[run]
    let numbers = members.map(\.id.number)
    if let local = request.understoodByLocal, members.allSatisfy({ local.contains($0.id) }) {
      return [Call(numbers: numbers, route: .local, frame: nil, price: .zero, pixels: 0)]
    }
    let boxes = members.compactMap { member in member.mask.flatMap { example.boxes[$0.stored.pixels] } }
    let isMasked = boxes.count == members.count
    var frames = [whole(isMasked: isMasked)]
    if isMasked {
      let union = boxes.dropFirst().reduce(boxes[0]) { $0.union($1) }
      if let region = masked.crop(union, in: request.picture) { frames.append(region) }
    }
    return frames.compactMap { frame in
      guard let frame else { return nil }
      let prompt = prompt(Array(members), on: frame)
      return Call(
        numbers: numbers, route: .provider, frame: frame,
        price: price(prompt, members[run.lowerBound], on: frame.canvas, isMasked: isMasked, quality),
        pixels: frame.canvas.width * frame.canvas.height)
    }
  }

  /// The solver's, unless an end of its price is above that of the nearest size.
  private func whole(isMasked: Bool) -> SentFrame? {
    let solver = isMasked ? masked : open
    let frame = solver.whole(request.picture, wholeSize: request.wholeSize, mayCap: !isMasked)
    guard let canvas = frame?.canvas, canvas != naiveCanvas else { return frame }
    let prices = [canvas, naiveCanvas].map { canvas in
      let size = BilledSize(width: canvas.width, height: canvas.height)
      let estimate = try? request.prices.estimate(
        model: request.capabilities.model, quality: quality, output: size, inputs: [size], text: .zero,
        isMasked: isMasked, rule: request.rule, batch: request.batch)
      return estimate?.amount ?? .zero
    }
    return prices[0].low <= prices[1].low && prices[0].high <= prices[1].high ? frame : naiveFrame
  }

  /// The picture in the middle of the nearest size, reduced if it must be.
  private var naiveFrame: SentFrame {
    let (picture, canvas) = (request.picture, naiveCanvas)
    let isWide = picture.width * canvas.height >= picture.height * canvas.width
    let (length, whole) = isWide ? (canvas.width, picture.width) : (canvas.height, picture.height)
    func placed(_ side: Int, _ limit: Int) -> Int {
      whole <= length ? side : max(1, min(limit, (2 * side * length + whole) / (2 * whole)))
    }
    let width = placed(picture.width, canvas.width)
    let height = placed(picture.height, canvas.height)
    return SentFrame(
      crop: PixelRect(frameOf: picture),
      placed: PixelRect(
        x: (canvas.width - width) / 2, y: (canvas.height - height) / 2, width: width, height: height),
      canvas: canvas)
  }

  private func price(
    _ prompt: String, _ item: Instruction, on canvas: PixelSize, isMasked: Bool, _ quality: String
  ) -> Estimate {
    let sizes = [canvas] + item.references.map(\.stored.size) + request.extraReferences
    let inputs = sizes.map { BilledSize(width: $0.width, height: $0.height) }
    let estimate = try? request.prices.estimate(
      model: request.capabilities.model, quality: quality, output: inputs[0], inputs: inputs,
      text: .prompt(TextMeasure(prompt), pictures: inputs.count), isMasked: isMasked,
      variants: item.variants, partials: request.settings.partials, rule: request.rule,
      batch: request.batch)
    return estimate?.amount ?? .zero
  }

  private var ending: String { request.standingWords.isEmpty ? "" : "\n" + request.standingWords }

  private func prompt(_ members: [Instruction], on frame: SentFrame) -> String {
    guard members.count > 1 else { return members[0].text + ending }
    var lines = ["Make these \(members.count) changes to the picture and leave everything else as it is."]
    for (index, member) in members.enumerated() {
      let place = member.mask.flatMap { example.boxes[$0.stored.pixels] }
        .map { Self.place(frame.place(of: $0), of: frame.canvas) }
      let words = member.text.split(separator: "\n").joined(separator: " ")
      lines.append("\(index + 1). \(place ?? "Over the whole picture"): \(words)")
    }
    return lines.joined(separator: "\n") + ending
  }

  private static func place(_ box: PixelRect, of canvas: PixelSize) -> String {
    func third(_ start: Int, _ length: Int, _ whole: Int) -> Int {
      length * 3 >= whole * 2 ? 3 : max(0, min(2, (2 * start + length) * 3 / (2 * whole)))
    }
    let names = [
      ["the upper left", "the middle left", "the lower left", "the whole height of the left part"],
      ["the upper centre", "the centre", "the lower centre", "the whole height of the centre part"],
      ["the upper right", "the middle right", "the lower right", "the whole height of the right part"],
      [
        "the whole width of the upper part", "the whole width of the middle part",
        "the whole width of the lower part", "most of the picture",
      ],
    ]
    let words = names[third(box.x, box.width, canvas.width)][third(box.y, box.height, canvas.height)]
    return "In \(words), x \(box.x) to \(box.x + box.width - 1) and y \(box.y) to "
      + "\(box.y + box.height - 1) of \(canvas.width)x\(canvas.height) pixels"
  }

  /// The rules of merging without fences, loners and words that point back; all masks whose boxes meet overlap.
  private func allows(_ run: Range<Int>) -> Bool {
    let members = Array(example.instructions[run])
    guard members.count > 1 else { return true }
    let isMixed = Set(members.map { $0.mask == nil }).count > 1
    guard members.count <= request.settings.mergeMax, request.settings.merging == .loose || !isMixed,
      Set(members.map(\.references)).count == 1, Set(members.map(\.variants)).count == 1
    else { return false }
    let digests = Set(members.compactMap { $0.mask?.stored.pixels })
    let boxes = digests.compactMap { example.boxes[$0] }
    if boxes.count > 1 {
      for left in boxes.indices {
        for right in boxes.indices where left < right {
          if !boxes[left].intersection(boxes[right]).isEmpty { return false }
        }
      }
    }
    return true
  }
}
