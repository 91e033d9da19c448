internal import EditModel
internal import Engine

/// Notices in words.
enum NoticeWording {
  /// Why a mask file was read as it was, from the decoder's word.
  private static func because(_ reason: String) -> String {
    switch reason {
    case "alphaVaries": "the file has transparent pixels"
    case "alphaIsOpaqueEverywhere": "its alpha is opaque everywhere"
    case "noAlpha": "it has no alpha"
    default: "it was stated"
    }
  }

  static func sentence(_ notice: Notice) -> String {
    switch notice.kind {
    case .tornTail(let file, let count):
      "the last line of the log was torn by a crash; its \(count) bytes are set aside in \(file)"
    case .damage(let file, let line):
      "\(file) is damaged at line \(line); the session is read-only"
    case .roundFinished(let round, let attempt):
      "the reply of \(attempt) had arrived before the run was cut off; it is round \(round) now"
    case .attemptAbandoned(let attempt):
      "\(attempt) was cut off; nothing was billed and its instructions are still queued"
    case .sixteenBitRounded:
      "16 bits per sample were rounded to 8; the file itself is kept as it came"
    case .unusedChunks(let names):
      "\(names.joined(separator: ", ")) of the file not used: colours are taken as sRGB, nothing is turned; "
        + "the file itself is kept as it came"
    case .trailingBytes(let count):
      "\(counted(count, "byte")) after the picture's end were passed over"
    case .polarity(let polarity, let reason):
      "read as \(polarity == .alpha ? "transparent" : polarity.rawValue) = edit, because \(because(reason))"
    case .notRandom(let ids):
      "nothing in \(ids.map(\.description).joined(separator: " ")) is random: asking again gives the same pixels"
    }
  }
}
