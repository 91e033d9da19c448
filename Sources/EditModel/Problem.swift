/// Any error as facts; the shell finds the words.
public struct Problem: Error, Hashable, Sendable {
  /// Who can mend it.
  public enum Blame: String, Sendable, Codable {
    case input
    case caller
    case limit
    case unsupported
    case environment
    case provider
    case bug
  }

  public let code: Code
  /// The thing that it is about: a path, a name, an id, a command.
  public let subject: String
  /// The value that was found.
  public let found: String?
  /// The bound or the values that would have been right.
  public let allowed: [String]
  /// What a library or the system said, cleaned of secrets and of picture bytes.
  public let underlying: String?

  public init(
    _ code: Code, _ subject: String, found: String? = nil, allowed: [String] = [],
    underlying: String? = nil
  ) {
    self.code = code
    self.subject = subject
    self.found = found
    self.allowed = allowed
    self.underlying = underlying
  }

  public var blame: Blame { code.blame }
}

extension Problem: CustomStringConvertible {
  /// The code alone: facts may hold paths and prompts, which do not belong into logs by default.
  public var description: String { "Problem.\(code.rawValue)" }
}

extension Problem {
  /// What went wrong, one code for one wording and one exit code.
  public enum Code: String, Sendable, Codable, CaseIterable {
    // Input: the user's words and files.
    case usage
    case unknownVerb
    case badValue
    case badName
    case notUnderstood
    case unknownMask
    case unknownRound
    case unknownTag
    case unknownInstruction
    case unknownSetting
    case unknownOperation
    case ambiguousSelector
    case maskNeeded
    case maskEmpty
    case sizeDiffers
    case notAPicture
    case unsupportedFormat
    case truncatedFile
    case damagedFile
    case noAlpha
    case notInFile
    case fileExists
    case nothingToUndo
    case nothingToRedo
    case nothingQueued
    case notAnEdit
    // Limits of ours.
    case tooLarge
    // The machine and its files.
    case fileMissing
    case libraryMissing
    case notReadable
    case notWritable
    case diskFull
    case ioFailed
    case noSession
    case notASession
    case laterFormat
    case damagedSession
    case sessionExists
    case locked
    case busy
    // What is not built or not offered.
    case unsupported
    // Providers and results.
    case providerRefused
    case verificationFailed
    case interrupted
    // Ours.
    case bug

    /// Who can mend it.
    public var blame: Blame {
      switch self {
      case .usage, .unknownVerb, .badValue, .badName, .notUnderstood, .unknownMask, .unknownRound,
        .unknownTag, .unknownInstruction, .unknownSetting, .unknownOperation, .ambiguousSelector,
        .maskNeeded, .maskEmpty, .sizeDiffers, .notAPicture, .unsupportedFormat, .truncatedFile,
        .damagedFile, .noAlpha, .notInFile, .fileExists, .nothingToUndo, .nothingToRedo, .nothingQueued,
        .notAnEdit:
        .input
      case .tooLarge: .limit
      case .fileMissing, .libraryMissing, .notReadable, .notWritable, .diskFull, .ioFailed, .noSession,
        .notASession,
        .laterFormat, .damagedSession, .sessionExists, .locked:
        .environment
      case .busy, .interrupted: .caller
      case .unsupported: .unsupported
      case .providerRefused, .verificationFailed: .provider
      case .bug: .bug
      }
    }

    /// True when the same request may succeed later without anybody changing it.
    public var retryMayHelp: Bool {
      switch self {
      case .locked, .busy, .diskFull, .ioFailed, .interrupted: true
      default: false
      }
    }
  }
}
