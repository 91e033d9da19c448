package import EditModel

/// A problem in words: one line that names the thing, its value and the bound, and the next step if there is one.
package struct ProblemWording {
  package let sentence: String
  package let hint: String?

  package init(_ problem: Problem) {
    sentence = Self.sentence(problem)
    hint = Self.hint(problem)
  }

  /// Sentence and hint in one, for a note about what has not failed yet.
  var warning: String { sentence + (hint.map { "; \($0)" } ?? "") }

  private static func sentence(_ problem: Problem) -> String {
    inputSentence(problem) ?? fileSentence(problem) ?? paidSentence(problem) ?? otherSentence(problem)
  }

  private static func inputSentence(_ problem: Problem) -> String? {
    let subject = problem.subject
    let found = problem.found ?? ""
    switch problem.code {
    case .usage:
      return found.isEmpty
        ? "\(subject): something is missing" : "\(subject): \"\(found)\" does not fit here"
    case .unknownVerb: return "\"\(subject)\" is no command"
    case .badValue: return "\(subject): \"\(found)\" is not \(choice(problem.allowed))"
    case .badName: return "\"\(found)\" is no name: \(problem.allowed.first ?? "")"
    case .notUnderstood: return "\(subject): local does not understand \"\(found)\""
    case .maskNeeded: return "\(subject): needs a mask, it would apply to the whole picture"
    case .unknownMask: return "No mask \"\(subject)\"\(known(problem))"
    case .unknownRound: return "No round \(subject)\(known(problem))"
    case .unknownTag: return "No tag \"\(subject)\"\(known(problem))"
    case .unknownInstruction: return "Nothing queued as \(subject)\(known(problem))"
    case .unknownSetting: return "No setting \"\(subject)\"\(known(problem))"
    case .unknownOperation: return "No operation \(subject)\(known(problem))"
    case .ambiguousSelector: return "\(subject) names \(found): \(problem.allowed.joined(separator: ", "))"
    case .maskEmpty: return "Mask \"\(subject)\" covers no pixel, so nothing could be edited"
    case .sizeDiffers: return "\(subject) is \(found), the picture is \(choice(problem.allowed))"
    case .nothingToUndo: return "Nothing to undo"
    case .nothingToRedo: return "Nothing to redo"
    case .nothingQueued: return "Nothing to run: \(found.isEmpty ? "the queue is empty" : found)"
    case .notAnEdit: return "Round \(subject) is no edit"
    case .unknownAttempt: return "\(subject) is no attempt whose outcome is open\(known(problem))"
    case .unknownReference: return "No reference picture \"\(subject)\"\(known(problem))"
    case .nothingAccepted where found.isEmpty: return "Nothing is accepted on the way to the current picture"
    case .nothingAccepted: return "What was accepted carried out none of its instructions: \(found)"
    case .frameChanged: return "Round \(subject) changed the frame after an edit, so its masks fit no final"
    default: return nil
    }
  }

  private static func fileSentence(_ problem: Problem) -> String? {
    let subject = problem.subject
    let found = problem.found ?? ""
    switch problem.code {
    case .notAPicture: return joined("\(subject) is no picture", problem.found)
    case .unsupportedFormat: return "\(subject) is \(found), and only \(choice(problem.allowed)) is read"
    case .truncatedFile: return joined("\(subject) is cut off", problem.found)
    case .damagedFile: return joined("\(subject) is damaged", problem.found.map(DefectWording.sentence))
    case .noAlpha: return "\(subject) has no alpha channel, so it cannot be read as an alpha mask"
    case .notInFile: return "\(subject): no \(found) in it\(known(problem))"
    case .libraryMissing: return "\(subject) needs \(found), which this machine does not have"
    case .fileExists: return "\(subject) exists and is not written over"
    case .tooLarge: return "\(subject) is too large: \(found), at most \(choice(problem.allowed))"
    case .fileMissing: return "No file or folder \(subject)"
    case .notReadable: return joined("\(subject) cannot be read", problem.underlying)
    case .notWritable: return joined("\(subject) cannot be written", problem.underlying)
    case .diskFull: return joined("No room on the disk for \(subject)", problem.underlying)
    case .ioFailed: return joined("\(subject): reading or writing failed", problem.underlying)
    default: return nil
    }
  }

  private static func otherSentence(_ problem: Problem) -> String {
    let subject = problem.subject
    let found = problem.found ?? ""
    switch problem.code {
    case .noSession:
      return problem.allowed.isEmpty
        ? "No session in \(subject)"
        : "Which session? \(subject) holds \(problem.allowed.joined(separator: ", "))"
    case .notASession: return joined("\(subject) is no session", problem.found)
    case .laterFormat:
      return "\(subject) has session format \(found), this version knows up to \(choice(problem.allowed))"
    case .damagedSession: return joined("\(subject) is damaged", problem.found)
    case .sessionExists: return "\(subject) exists already"
    case .locked:
      return joined("\(subject) is being written by another process", problem.found.map { "pid \($0)" })
    case .busy: return "A run is in progress, so nothing else is written"
    case .unsupported: return "\(subject) \"\(found)\" is not built; there is \(choice(problem.allowed))"
    case .providerRefused:
      let bound = problem.allowed.isEmpty ? "" : "; allowed: \(problem.allowed.joined(separator: ", "))"
      return joined("\(subject): cannot be done", problem.found) + bound
    case .verificationFailed: return joined("Round \(subject) failed verification", problem.found)
    case .interrupted: return "Interrupted"
    case .bug: return joined("Something here is wrong by our own fault: \(subject)", problem.underlying)
    default: return "\(subject): \(problem.code.rawValue)"
    }
  }

  static func joined(_ sentence: String, _ detail: String?) -> String {
    guard let detail, !detail.isEmpty else { return sentence }
    return "\(sentence): \(detail)"
  }

  static func choice(_ allowed: [String]) -> String {
    switch allowed.count {
    case 0: "allowed"
    case 1: allowed[0]
    default: allowed.dropLast().joined(separator: ", ") + " or " + (allowed.last ?? "")
    }
  }

  private static func known(_ problem: Problem) -> String {
    problem.allowed.isEmpty ? "" : "; there is \(problem.allowed.joined(separator: ", "))"
  }
}
