/// What is known of a request's fate, from the engine's words.
enum EvidenceWording {
  /// The journal's words before the code.
  private static let effects = ["unknown: ", "rejected: ", "notExecuted: ", "billedWithoutResult: "]

  /// What each code says; an empty text where the sentence around it says as much.
  private static let codes = [
    "timedOut": "no answer in time", "noReply": "the connection ended without an answer",
    "serverFailed": "the service says that it failed", "brokenReply": "the answer is cut or damaged",
    "replyTooLarge": "the answer is larger than any right one",
    "replyNotWritten": "the answer could not be written down here", "cancelled": "given up by the user",
    "badRequest": "the service did not accept the request", "modelNotFound": "the service has no such model",
    "inputNotReadable": "a file could not be read while it was sent",
    "notConnected": "", "keyRefused": "", "notPermitted": "", "quotaExhausted": "", "rateLimited": "",
    "overloaded": "", "contentRefused": "", "redirected": "", "overLimit": "",
    "noPicture": "it holds no picture",
  ]

  /// `serverFailed, HTTP 500` and `unknown: serverFailed; …` as people say it.
  static func words(_ evidence: String) -> String {
    let effect = effects.first(where: evidence.hasPrefix) ?? ""
    let rest = evidence.dropFirst(effect.count)
    let code = rest.prefix { $0.isLetter }
    guard let words = codes[String(code)] else { return String(rest) }
    let tail = rest.dropFirst(code.count)
    return words.isEmpty ? String(tail.drop { ", ;".contains($0) }) : words + tail
  }
}
