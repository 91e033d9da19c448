internal import EditModel
internal import Engine
internal import Planner
internal import Raster

extension FinalPlan {
  /// What is rendered again, and what that means, before it is paid.
  var lines: [String] {
    let what =
      "final: \(counted(scope.instructions.count, "accepted instruction")) of round \(scope.accepted) again on "
      + "round \(scope.start), at \(size)"
    let left = scope.leftOut.map { "left out: \($0.words)" }
    return [what] + left + nature
  }

  private var nature: [String] {
    guard isNewPicture else { return [] }
    let reference = sendsAccepted ? "; round \(scope.accepted) goes along to show what was accepted" : ""
    return ["there is no seed: the final is a new picture, not the accepted one refined\(reference)"]
  }
}

extension FinalScope.LeftOut {
  fileprivate var words: String {
    switch reason {
    case .rejected: "\(id), its round \(round) was rejected"
    case .notDone: "\(id), round \(round) did not do it"
    }
  }
}

extension FinalComparison {
  /// How near the final is to what was accepted.
  var words: String {
    var parts = ["colours differ by \(Self.decimal(colour.mean)) (mean CIEDE2000)"]
    if let similarity { parts.append("structural similarity \(Self.decimal(similarity))") }
    if let outside { parts.append("outside the masks \(outside.changedPixelCount) pixels differ") }
    let scale = isScaled ? ", compared at \(size)" : ""
    return "final \(final) against accepted round \(accepted)\(scale): \(parts.joined(separator: ", "))"
  }

  var json: JSONValue {
    .members([
      "final": .string(final.description), "accepted": .string(accepted.description),
      "size": .string("\(size)"), "scaled": .bool(isScaled), "colour_difference": .decimal(colour.mean),
      "similarity": similarity.map { .decimal($0) },
      "changed_outside": outside.map { .integer($0.changedPixelCount) },
    ])
  }

  /// Two decimals.
  private static func decimal(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let fraction = String(hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    return "\(sign)\(hundredths.magnitude / 100).\(fraction.count < 2 ? "0" : "")\(fraction)"
  }
}
