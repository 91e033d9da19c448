internal import Retouch

extension ProviderError {
  /// What the embedded craft says, in terms that hold for every provider.
  init(retouch error: RetouchError, text: String) {
    switch error.code {
    case .nothingAsked, .notUnderstood, .tooManyAdjustments:
      self.init(.notUnderstood, found: error.words ?? text, allowed: LocalInstruction.understood)
    case .needsMask:
      self.init(.maskNeeded, found: error.words)
    case .amountOutOfRange:
      self.init(
        .impossible, found: error.found.map { "amount \($0)" }, allowed: error.allowed.map { [$0] } ?? [])
    case .maskSizeDiffers:
      self.init(
        .impossible, found: error.found.map { "mask \($0)" }, allowed: error.allowed.map { [$0] } ?? [])
    case .backgroundNotPlain:
      self.init(
        .impossible,
        found: "the background is not plain, only \(error.found ?? "little") of the border has one colour",
        allowed: ["\(error.allowed ?? "more"), or a mask over the background"])
    case .cannotBeRemoved:
      self.init(
        .impossible, found: "the mask leaves too little of the picture to copy from",
        allowed: ["a mask that leaves some of the picture"])
    }
  }
}
