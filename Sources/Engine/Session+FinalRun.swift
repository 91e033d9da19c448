internal import Billing
internal import EditModel
internal import Planner
internal import Raster
internal import Store

extension Session {
  /// A final that is about to be run, its masks in the objects.
  func prepareFinal(_ final: FinalOptions, _ options: PlanOptions) throws(Problem) -> FinalRun {
    let stage = try finalStage(final, scaling: storedMask)
    return FinalRun(stage, try finalPlan(of: stage, options))
  }

  private func storedMask(_ mask: StoredPicture, scaledTo size: PixelSize) throws(Problem) -> StoredPicture {
    try pictures.store(try pictures.resized(mask, to: size))
  }

  /// Makes the round that the first call starts from.
  ///
  /// The current round stays until the final is finished, so that one that was cut off can be taken up again:
  /// what was made until then answers as any stored result does.
  func beginFinal(_ final: inout FinalRun, _ work: PaidWork) throws(Problem) {
    let stage = final.stage
    guard stage.isScaled else { return }
    let text = FinalStage.scaling(to: stage.size)
    if let made = try roundScaled(from: stage.start.id, by: text) {
      final.base = made
      return
    }
    let round = Round(
      id: RoundID(folder.nextRound), parent: stage.start.id, kind: .canvas,
      picture: try pictures.store(try scaledStart(of: stage)), canvas: text,
      time: configuration.surroundings.now())
    try commitStep([], rounds: [round], of: work)
    final.base = round
  }

  private func roundScaled(from start: RoundID, by text: String) throws(Problem) -> Round? {
    for record in folder.roundRecords where record.parent == start && record.kind == .canvas {
      let round = try existingRound(record.id)
      if round.canvas == text { return round }
    }
    return nil
  }

  /// Makes a final whose calls are all done the current round, with masks and queue at its size, and compares
  /// it with what was accepted.
  ///
  /// - Returns: `nil` when the run was no final, or calls are left, or one failed.
  func finishFinal(_ run: inout RunInProgress) throws(Problem) -> FinalComparison? {
    guard let final = run.final, run.callsDone == run.plan.calls.count,
      !run.rounds.contains(where: isRejected)
    else { return nil }
    var changes = final.stage.isScaled ? try scaledAlong(final.stage) : []
    changes += run.rounds.flatMap(viewChanges)
    try commitStep(changes + [(.at, .round(final.base.id))], rounds: [], of: run.work)
    run.returned = run.rounds.flatMap(waiting)
    return try comparison(of: final)
  }

  /// Named masks and those of queued instructions, which fit the final as they fitted its first picture.
  private func scaledAlong(_ stage: FinalStage) throws(Problem) -> [(ViewKey, ViewValue?)] {
    var changes: [(ViewKey, ViewValue?)] = []
    func scaled(_ mask: MaskVersion) throws(Problem) -> MaskVersion {
      try self.scaled(mask, from: stage.start.picture.size, to: stage.size, storedMask)
    }
    for mask in view.masks { changes.append((.mask(mask.name), .mask(try scaled(mask)))) }
    for entry in view.queue {
      guard let instruction = entry.instruction, let mask = instruction.mask else { continue }
      var entry = entry
      entry.item = .instruction(instruction.with(mask: try scaled(mask)))
      changes.append((.queue(entry.id), .entry(entry)))
    }
    return changes
  }

  /// One operation of the run's command.
  private func commitStep(
    _ changes: [(ViewKey, ViewValue?)], rounds: [Round], of work: PaidWork
  ) throws(Problem) {
    try commit([
      Operation(
        number: folder.nextOperation, command: work.command, text: work.text,
        time: configuration.surroundings.now(), changes: view.changes(setting: changes), rounds: rounds)
    ])
  }

  private func comparison(of final: FinalRun) throws(Problem) -> FinalComparison {
    let masks = try union(of: final.stage.instructions)
    let pictures = (
      final: (final.base.id, try pictures.bitmap(final.base.picture)),
      accepted: (final.stage.accepted.id, try pictures.bitmap(final.stage.accepted.picture))
    )
    return try problem(about: "final") { () throws(RasterError) in
      try FinalComparison(
        final: pictures.final, accepted: pictures.accepted, within: masks, bands: configuration.bands)
    }
  }

  /// Where instructions may change anything; `nil` when one of them may change all.
  private func union(of instructions: [Instruction]) throws(Problem) -> Mask? {
    var union: Mask?
    for instruction in instructions {
      guard let version = instruction.mask else { return nil }
      let mask = try pictures.mask(version.stored)
      let known = union ?? mask
      union = try problem(about: "masks") { () throws(RasterError) in
        try known.union(mask, bands: configuration.bands)
      }
    }
    return union
  }
}
