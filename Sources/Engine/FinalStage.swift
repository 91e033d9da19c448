internal import EditModel
internal import Planner
internal import Raster

/// What a final is made of, at its size.
struct FinalStage {
  let scope: FinalScope
  /// As it stands on the path.
  let start: Round
  let accepted: Round
  /// Those of the scope, with their masks at the final's size.
  let instructions: [Instruction]
  let size: PixelSize
  let quality: String

  var isScaled: Bool { size != start.picture.size }

  /// What changes the frame, as rounds and masks remember it.
  static func scaling(to size: PixelSize) -> String { "run --final --size \(max(size.width, size.height))" }

  /// The accepted picture, as it goes along with a call.
  var reference: ReferencePicture {
    ReferencePicture(name: "accepted", stored: accepted.picture, format: "png")
  }

  var queue: [QueueEntry] {
    instructions.enumerated().map { QueueEntry(item: .instruction($0.element), rank: $0.offset) }
  }
}

/// A final under way.
struct FinalRun {
  let stage: FinalStage
  let plan: Plan
  /// What goes along with every call beside the pictures of the instructions.
  let references: [ReferencePicture]
  /// What the next call starts from.
  var base: Round

  init(_ stage: FinalStage, _ plan: FinalPlan) {
    self.stage = stage
    self.plan = plan.plan
    references = plan.sendsAccepted ? [stage.reference] : []
    base = stage.start
  }
}
