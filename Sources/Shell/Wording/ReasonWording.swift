internal import EditModel
internal import Planner

extension MergeReason {
  var words: String {
    switch self {
    case .bothWholePicture: "both apply to the whole picture"
    case .sameMask: "same mask"
    case .disjointMasks: "their masks share no pixel"
    case .looselyMixed: "merge loose allows masked beside unmasked"
    }
  }
}

extension SplitReason {
  var words: String {
    switch self {
    case .first: "the first of the plan"
    case .mergingOff: "merging is off"
    case .fence(let id): "fence \(id)"
    case .alone(let id): "\(id) asks to be alone"
    case .pointsBack(let words): "\"\(words)\" points back at what was done before"
    case .maskBesideWholePicture(let id):
      "beside \(id), one has a mask and the other has none, so the joined call could lock nothing"
    case .overlapping(let id): "its mask overlaps the different mask of \(id)"
    case .otherReferences(let id): "it goes with other reference pictures than \(id)"
    case .otherVariants(let id): "it asks for another number of variants than \(id)"
    case .mergeMax(let limit): "a call takes at most \(counted(limit, "instruction")) (merge-max)"
    case .promptLimit(let characters, let limit):
      "the joined prompt would have \(characters) characters, at most \(limit)"
    case .otherRoute: "the one is for local and the other is not"
    case .cheaperApart: "another grouping costs less"
    }
  }
}

extension Refusal.Reason {
  var words: String {
    switch self {
    case .notUnderstood: "not understood"
    case .emptyMask(let name): "mask \(name) covers no pixel"
    case .maskSizeDiffers(let name): "mask \(name) has another size than the picture"
    case .promptTooLong(let characters, let limit): "\(characters) characters, at most \(limit)"
    }
  }
}
