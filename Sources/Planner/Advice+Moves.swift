internal import EditModel

extension Advice {
  /// The best move of each run: the cheapest result, then the fewest instructions passed that may touch
  /// the same pixels, then the shortest way, then the earlier instruction.
  ///
  /// Instructions that point back and the ones right before them stay, and nothing passes them: their place
  /// is part of what they say.
  static func moves(in runs: [Range<Int>], _ grouping: Grouping) -> [Advice?] {
    var tries = triesLimit
    return runs.map { run in
      let size = run.count * (run.count - 1)
      guard run.count > 1, run.count <= longestRun, tries >= size else { return nil }
      tries -= size
      return MoveSearch(run: run, in: grouping).best
    }
  }
}

/// Tries every move of one instruction within a run between two fences.
private struct MoveSearch {
  private let candidates: [Candidate]
  private let grouping: Grouping

  private struct Trial {
    let source: Int
    let target: Int
    let passing: [QueueID]
    let grouping: Grouping

    /// Compared from left to right; less is better.
    var merit: (CallCost, Int, Int, Int) {
      (grouping.partition.cost, passing.count, abs(source - target), source)
    }
  }

  init(run: Range<Int>, in grouping: Grouping) {
    var candidates = Array(grouping.candidates[run])
    candidates[0].fences = []
    self.candidates = candidates
    self.grouping = grouping.regrouped(candidates)
  }

  var best: Advice? {
    guard grouping.partition.calls.count > 1 else { return nil }
    var best: Trial?
    for source in candidates.indices {
      for target in reach(of: source) where target != source {
        let trial = trial(from: source, to: target)
        guard trial.grouping.partition.calls.count < grouping.partition.calls.count,
          trial.grouping.partition.cost < grouping.partition.cost
        else { continue }
        if let known = best, known.merit <= trial.merit { continue }
        best = trial
      }
    }
    return best.flatMap { trial in
      let step = Advice.Step.move(
        candidates[trial.source].id, to: candidates[trial.target].position, passing: trial.passing)
      return Advice(step, from: grouping, to: trial.grouping)
    }
  }

  /// The places around an instruction up to the next one that stays.
  private func reach(of source: Int) -> Range<Int> {
    guard !stays(source) else { return source..<source }
    let first = candidates[..<source].indices.last(where: stays).map { $0 + 1 } ?? 0
    let end = candidates[source...].indices.first(where: stays) ?? candidates.count
    return first..<end
  }

  private func stays(_ index: Int) -> Bool {
    candidates[index].pointsBack != nil
      || (index + 1 < candidates.count && candidates[index + 1].pointsBack != nil)
  }

  private func trial(from source: Int, to target: Int) -> Trial {
    var moved = candidates
    moved.insert(moved.remove(at: source), at: target)
    let passed = source < target ? source + 1..<target + 1 : target..<source
    let touching = candidates[passed].filter { overlap($0, candidates[source]) }
    return Trial(
      source: source, target: target, passing: touching.map(\.id),
      grouping: grouping.regrouped(moved))
  }

  private func overlap(_ left: Candidate, _ right: Candidate) -> Bool {
    grouping.rules.overlaps.meet(left.facts, right.facts)
  }
}
