internal import Billing
public import EditModel
internal import Planner
internal import Providers
internal import Raster
internal import Store

extension Session {
  /// The final that `run` would make: the accepted instructions, all again on the first picture, in as few calls
  /// as the rules allow; reads only.
  ///
  /// - Throws: `Problem` with code `nothingAccepted`, `frameChanged`, `badValue`.
  public func finalPlan(
    _ final: FinalOptions = FinalOptions(), _ options: PlanOptions = PlanOptions()
  ) throws(Problem) -> FinalPlan {
    try catchUp()
    let stage = try finalStage(final) { mask, size throws(Problem) in try pictures.scaled(mask, to: size) }
    return try finalPlan(of: stage, options)
  }

  func finalPlan(of stage: FinalStage, _ options: PlanOptions) throws(Problem) -> FinalPlan {
    var request = try planRequest(for: stage.queue, on: stage.size, options)
    request.settings.quality = stage.quality
    request.settings.draft = nil
    // A final is rendered as large as the model can, whatever its drafts were.
    request.wholeSize = max(request.wholeSize, stage.size.width, stage.size.height)
    let pixels = options.usesStored ? try startingPixels(of: stage) : nil
    func credited(_ plan: Plan, _ references: [ReferencePicture] = []) throws(Problem) -> Plan {
      guard let pixels else { return plan }
      return try crediting(plan, on: pixels, with: references)
    }
    let bare = Plan(request)
    let alone = try credited(bare)
    let isHosted = try provider() is any HostedProvider
    var accompanied: Plan?
    if isHosted, leavesRoomForReference(stage.instructions, model: request.capabilities.model) {
      request.extraReferences = [stage.accepted.picture.size]
      request.standingWords = FinalReference.words(after: request.standingWords)
      let plan = Plan(request)
      if FinalReference.isWorthIt(plan, than: bare) { accompanied = try credited(plan, [stage.reference]) }
    }
    // A picture that was made before costs nothing, so nothing beside it is worth its price.
    if alone.calls.first?.stored != nil, accompanied?.calls.first?.stored == nil { accompanied = nil }
    let plan = (accompanied ?? alone).withoutAdvice.measured(against: bare)
    return FinalPlan(
      scope: stage.scope, size: stage.size, quality: stage.quality, sendsAccepted: accompanied != nil,
      isNewPicture: isHosted && plan.calls.contains { $0.route == .provider && $0.stored == nil },
      plan: plan)
  }

  /// The pixels of the picture that the first call starts from.
  private func startingPixels(of stage: FinalStage) throws(Problem) -> Digest {
    guard stage.isScaled else { return stage.start.picture.pixels }
    return try scaledStart(of: stage).pixelDigest
  }

  func scaledStart(of stage: FinalStage) throws(Problem) -> Bitmap {
    let picture = try pictures.bitmap(stage.start.picture)
    return try problem(about: "--size") { () throws(RasterError) in
      try picture.resized(to: stage.size, bands: configuration.bands)
    }
  }

  /// True when a call may take one more picture than its instructions have.
  private func leavesRoomForReference(_ instructions: [Instruction], model: String) -> Bool {
    let most = instructions.map(\.references.count).max() ?? 0
    return most < (providers.models.model(named: model)?.options?.referenceLimit ?? 0)
  }

  /// Gathers what a final is made of.
  ///
  /// - Parameter scaling: Makes the mask of an instruction as large as the final.
  func finalStage(
    _ options: FinalOptions, scaling: (StoredPicture, PixelSize) throws(Problem) -> StoredPicture
  ) throws(Problem) -> FinalStage {
    let quality = options.quality ?? view.value(of: "quality")
    _ = try Setting.named("quality")?.checked(quality)
    let scope = try finalScope()
    let start = try existingRound(scope.start)
    let size = try finalSize(options.size, of: start.picture.size)
    var instructions: [Instruction] = []
    for instruction in scope.instructions {
      let mask = try instruction.mask.map { mask throws(Problem) in
        try scaled(mask, from: start.picture.size, to: size, scaling)
      }
      instructions.append(instruction.with(mask: mask))
    }
    return FinalStage(
      scope: scope, start: start, accepted: try existingRound(scope.accepted), instructions: instructions,
      size: size, quality: quality)
  }

  /// A mask of the picture's size along with the picture; others stay as they are.
  func scaled(
    _ mask: MaskVersion, from old: PixelSize, to size: PixelSize,
    _ scaling: (StoredPicture, PixelSize) throws(Problem) -> StoredPicture
  ) throws(Problem) -> MaskVersion {
    guard mask.stored.size == old, size != old else { return mask }
    return MaskVersion(
      name: mask.name, stored: try scaling(mask.stored, size),
      recipe: mask.recipe + [FinalStage.scaling(to: size)])
  }

  private func finalSize(_ longest: Int?, of size: PixelSize) throws(Problem) -> PixelSize {
    guard let longest else { return size }
    let range = Self.finalSides
    guard range.contains(longest) else {
      throw Problem(
        .badValue, "--size", found: "\(longest)", allowed: ["\(range.lowerBound) to \(range.upperBound)"])
    }
    return size.scaled(toLongest: longest)
  }

  /// Up to the longest side that a model renders.
  private static let finalSides = 16...3_840

  private func finalScope() throws(Problem) -> FinalScope {
    var path = [try currentRound()]
    while let parent = path[path.count - 1].parent { path.append(try existingRound(parent)) }
    do throws(FinalObstacle) {
      return try FinalScope(path: path.reversed()) { view.judgement(of: $0)?.verdict }
    } catch {
      throw Problem(error)
    }
  }
}

extension Problem {
  fileprivate init(_ obstacle: FinalObstacle) {
    switch obstacle {
    case .nothingAccepted: self.init(.nothingAccepted, "run --final")
    case .nothingDone(let ids):
      self.init(
        .nothingAccepted, "run --final", found: ids.map(\.description).joined(separator: " "))
    case .frameChanged(let round): self.init(.frameChanged, round.description)
    }
  }
}
