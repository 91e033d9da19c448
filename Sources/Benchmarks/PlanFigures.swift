import Billing
import EditModel
import Foundation
import Planner
import Raster

/// How long a plan of many instructions takes, given the facts of their masks.
///
/// `Benchmarks plan [--runs N]`: plans a queue of 1,000 instructions with 200 masks on a picture of 3000x2000, for
/// a paid model and for the embedded one. Each figure is the median of the runs in one process; `first` is the
/// first run of the process, which also makes the tables of canvases.
enum PlanFigures {
  private struct Figure: Encodable {
    let name: String
    let instructions: Int
    let calls: Int
    let ms: Double
    let first: Double
    /// The project's goal.
    let goal: Double
  }

  static func run(_ arguments: Arguments) throws -> Bool {
    let queue = LongQueue()
    var reached = true
    for isPaid in [true, false] {
      let request = queue.request(isPaid: isPaid)
      var times: [Double] = []
      var calls = 0
      for _ in 0..<max(arguments.number("--runs", else: 101), 1) {
        times.append(milliseconds(ContinuousClock().measure { calls = Plan(request).calls.count }))
      }
      let figure = Figure(
        name: isPaid ? "plan.paid" : "plan.local", instructions: LongQueue.instructions, calls: calls,
        ms: times.sorted()[times.count / 2], first: times[0], goal: 10)
      try printLine(figure)
      reached = reached && figure.ms < figure.goal
    }
    return reached
  }

  private static func milliseconds(_ duration: Duration) -> Double { duration / .milliseconds(1) }
}

/// Instructions as they might be queued on one picture: four of five with one of 200 masks.
private struct LongQueue {
  static let instructions = 1_000
  private static let maskCount = 200
  private static let picture = PixelSize(width: 3_000, height: 2_000)

  private var masks: [MaskVersion] = []
  private var facts: [Digest: MaskFacts] = [:]
  private var queue: [QueueEntry] = []

  init() {
    var random = SplitMix64(seed: 5)
    for number in 0..<Self.maskCount { addMask(number, &random) }
    for number in 0..<Self.instructions {
      let mask = random.next(below: 5) == 0 ? nil : masks[random.next(below: Self.maskCount)]
      let instruction = Instruction(
        id: QueueID(.instruction, number + 1),
        text: "make the thing number \(number) a little bluer and brighter",
        mask: mask)
      queue.append(QueueEntry(item: .instruction(instruction), rank: number))
    }
  }

  private mutating func addMask(_ number: Int, _ random: inout SplitMix64) {
    let (width, height) = (20 + random.next(below: 300), 20 + random.next(below: 200))
    let box = PixelRect(
      x: random.next(below: Self.picture.width - width), y: random.next(below: Self.picture.height - height),
      width: width, height: height)
    let pixels = SHA256.digest(of: Array("mask \(number)".utf8))
    facts[pixels] = MaskFacts(
      pixelCount: Self.picture.width * Self.picture.height, editablePixelCount: width * height,
      fullPixelCount: width * height, bounds: box)
    masks.append(
      MaskVersion(
        name: "m\(number)",
        stored: StoredPicture(object: pixels, pixels: pixels, size: Self.picture, byteCount: 1), recipe: []))
  }

  func request(isPaid: Bool) -> PlanRequest {
    let model = "gpt-image-2-2026-04-21"
    let sizes = PriceTable.embedded.model(named: model)?.sizes
    return PlanRequest(
      queue: queue, picture: Self.picture, masks: facts, disjoint: [],
      settings: PlanSettings(merging: .strict, mergeMax: 4, quality: "high", yardstick: model),
      capabilities: Capabilities(
        provider: isPaid ? "openai" : "local", model: isPaid ? model : "local",
        masks: isPaid ? .hint : .exact, promptLimit: 32_000, isPaid: isPaid, sizes: isPaid ? sizes : nil),
      notUnderstood: [:], prices: .embedded)
  }
}
