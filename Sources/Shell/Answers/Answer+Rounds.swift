internal import EditModel
internal import Engine
internal import Raster

extension RoundReport {
  /// One line for the log.
  var line: String {
    let parts = [
      isCurrent ? "@" : " ", pad(round.id.description, 3), pad(kindWords, 8), whatWasAsked,
      outcomeWords.isEmpty ? "" : "· \(outcomeWords)",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private var kindWords: String { round.kind.rawValue }

  private var whatWasAsked: String {
    if let canvas = round.canvas { return "\(canvas) · \(round.picture.size)" }
    if let source = round.source { return "\(source.name) \(round.picture.size)" }
    return round.instructions.map { "\($0.id) \"\($0.shownText)\"" }.joined(separator: ", ")
  }

  private var outcomeWords: String {
    var words: [String] = []
    if let verification = round.verification { words.append(verification.words) }
    if round.kind == .edited { words.append(round.isLocked ? "locked" : "whole picture") }
    if let from = round.maker?.answeredFrom { words.append("from the stored result of round \(from)") }
    if let origin = round.maker?.origin {
      words.append("from the stored result of round \(origin.round) of \(origin.session)")
    }
    if let judgement {
      words.append(judgement.verdict.rawValue + (judgement.reason.map { " (\($0))" } ?? ""))
    }
    words += tags.map { "tag \($0)" }
    return words.joined(separator: ", ")
  }

  var json: JSONValue {
    .members([
      "round": .string(round.id.description), "parent": round.parent.map { .string($0.description) },
      "kind": .string(round.kind.rawValue), "current": .bool(isCurrent), "depth": .integer(depth),
      "on_current_path": .bool(isOnCurrentPath), "locked": .bool(round.isLocked),
      "instructions": .array(round.instructions.map(\.json)), "picture": round.picture.json,
      "raw": round.raw?.json, "provider": round.maker.map { .string($0.provider) },
      "model": round.maker.map { .string($0.model) },
      "attempt": round.maker?.attempt.map { .string($0.description) },
      "answered_from": round.maker?.answeredFrom.map { .string($0.description) },
      "answered_from_session": round.maker?.origin.map { .string($0.session) },
      "answered_from_round": round.maker?.origin.map { .string($0.round.description) },
      "verification": round.verification?.json, "tags": .strings(tags),
      "judgement": judgement.map {
        .members(["verdict": .string($0.verdict.rawValue), "reason": $0.reason.map(JSONValue.string)])
      },
      "source": round.source.map {
        .members([
          "name": .string($0.name), "bytes": .integer($0.byteCount), "object": .string($0.object.hex),
        ])
      },
      "canvas": round.canvas.map(JSONValue.string), "time": .string(round.time.description),
    ])
  }
}

extension StoredPicture {
  var json: JSONValue {
    .members([
      "pixels": .string(pixels.hex), "object": .string(object.hex), "width": .integer(size.width),
      "height": .integer(size.height), "bytes": .integer(byteCount),
    ])
  }
}

extension Instruction {
  var json: JSONValue {
    .members([
      "id": .string(id.description), "text": .string(text), "mask": mask.map { .string($0.name) },
      "mask_pixels": mask.map { .string($0.stored.pixels.hex) }, "alone": .bool(alone),
      "references": .strings(references.map(\.name)), "variants": .integer(variants),
    ])
  }

  /// The words on one line.
  var shownText: String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }

  /// Where it applies, in words.
  var place: String { (mask.map { "mask \($0.name)" } ?? "whole picture") + extras }

  /// What goes along and how many pictures are asked for; empty for most.
  var extras: String {
    let names = references.map { " \($0.name)" }.joined()
    return (names.isEmpty ? "" : ", with\(names)") + (variants > 1 ? ", \(variants) variants" : "")
  }
}

extension Verification {
  /// The verdict, with what was found wanting.
  var words: String {
    let findings = findings.map(\.words).joined(separator: "; ")
    return findings.isEmpty ? verdict.rawValue : "\(verdict.rawValue) (\(findings))"
  }

  var json: JSONValue {
    .members([
      "verdict": .string(verdict.rawValue), "findings": .strings(findings.map(\.rawValue)),
      "outside_before": outsideBefore?.json, "outside_after": outsideAfter?.json,
      "seam_ratio": seamRatio.map(JSONValue.decimal),
      "instructions": .array(
        instructions.map {
          .members([
            "id": .string($0.id.description), "outcome": .string($0.outcome.rawValue),
            "inside": $0.inside.json,
          ])
        }),
    ])
  }
}

extension Verification.Change {
  var json: JSONValue {
    .members([
      "pixels": .integer(pixels), "changed": .integer(changed), "maximum": .integer(maximum),
    ])
  }

  /// The share of pixels that changed, in words.
  var words: String { "\(changed) of \(pixels) pixels changed, at most by \(maximum)" }
}

func pad(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - columns(of: text)))
}

/// How many characters a text has.
func columns(of text: String) -> Int {
  // Counting characters is slow, and of ASCII without line breaks each byte is one.
  let isPlain = text.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\r") }
  return isPlain ? text.utf8.count : text.count
}

/// A count with its noun, `1 call`, `2 calls`.
func counted(_ count: Int, _ noun: String, _ many: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : many ?? noun + "s")"
}
