internal import EditModel
internal import Engine
internal import Raster

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

  /// The layouts of annotation files, from the decoder's word.
  private static func layout(_ kind: String) -> String {
    switch kind {
    case "runLengths": "COCO run lengths"
    case "cocoDataset": "COCO dataset"
    case "cocoList": "COCO annotations"
    case "yolo": "YOLO"
    default: kind
    }
  }

  private static func sentence(_ summary: Notice.AnnotationSummary) -> String {
    let labels = summary.labels.isEmpty ? "" : " (\(summary.labels.joined(separator: ", ")))"
    return [
      layout(summary.kind) + (summary.image.map { ", image \($0)" } ?? ""),
      counted(summary.used, "marked thing") + labels,
      summary.boxes == 0 ? nil : "\(summary.boxes) known by a box only",
      summary.skipped == 0 ? nil : "\(counted(summary.skipped, "shape")) without an area passed over",
    ].compactMap(\.self).joined(separator: ": ")
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
    case .outcomeUnknown(let attempt):
      "\(attempt) was cut off before its reply was whole: it may have been billed; recover shows it"
    case .replyUnusable(let attempt):
      "the reply of \(attempt) holds no usable picture; it is kept, and counts as billed"
    case .shutsDown(let model, let day, let successor):
      "\(model) shuts down on \(day)" + (successor.map { "; \($0) takes its place" } ?? "")
    case .sixteenBitRounded:
      "16 bits per sample were rounded to 8; the file itself is kept as it came"
    case .profileKept:
      "the file has a colour profile: pixels are edited as they are, and what is saved carries it"
    case .firstFrame:
      "the file is an animation: its first picture was taken"
    case .trailingBytes(let count):
      "\(counted(count, "byte")) after the picture's end were passed over"
    case .polarity(let polarity, let reason):
      "read as \(polarity == .alpha ? "transparent" : polarity.rawValue) = edit, because \(because(reason))"
    case .annotations(let summary): sentence(summary)
    case .maskCoversNothing(let name):
      "mask \(name) covers no pixel: nothing could be edited with it"
    case .maskScaled(let from, let to, let kernel):
      "the mask was scaled from \(from) to \(to), kernel \(kernel)"
        + (from.width * to.height == to.width * from.height ? "" : "; its ratio was not kept")
    case .maskCleaned(let pixels):
      "\(counted(pixels, "pixel")) within 8 levels of black or white were taken for it, because the file is lossy"
    case .turned:
      "the rows lay as the file's EXIF orientation says; the picture was turned upright"
    case .cacheUnusable(let problem):
      "the cache at \(problem.subject) cannot be used (\(problem.underlying ?? problem.code.rawValue)): what it would have kept is made anew"
    case .notRandom(let ids):
      "nothing in \(ids.map(\.description).joined(separator: " ")) is random: asking again gives the same pixels"
    }
  }
}
