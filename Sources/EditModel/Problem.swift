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
    case unknownAttempt
    case unknownReference
    /// A final renders accepted instructions again, and there are none that were carried out.
    case nothingAccepted
    /// A round changed the frame between the edits that a final would render again.
    case frameChanged
    // Limits of ours, and of the account with a provider.
    case tooLarge
    /// A request that no waiting makes legal: alone it is above the account's limit.
    case overLimit
    // Money.
    case noBudget
    case overBudget
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
    case noKey
    /// Nothing reached the provider: name, route, connection or certificate.
    case notConnected
    // What is not built or not offered.
    case unsupported
    /// A model or an endpoint that has been shut down.
    case retired
    // Providers and results.
    case providerRefused
    case keyRefused
    case notPermitted
    case quotaExhausted
    case rateLimited
    case overloaded
    case contentRefused
    /// An answer that leads to another address; it is never followed.
    case redirected
    /// Several failures in a row: nothing more is sent until the user asks for a trial.
    case breakerOpen
    /// It may have been billed, and nobody here can know.
    case outcomeUnknown
    case billedWithoutResult
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
        .notAnEdit, .unknownAttempt, .unknownReference, .nothingAccepted, .frameChanged:
        .input
      case .tooLarge, .overLimit: .limit
      case .fileMissing, .libraryMissing, .notReadable, .notWritable, .diskFull, .ioFailed, .noSession,
        .notASession,
        .laterFormat, .damagedSession, .sessionExists, .locked, .noKey, .notConnected:
        .environment
      case .busy, .interrupted, .noBudget, .overBudget: .caller
      case .unsupported, .retired: .unsupported
      case .providerRefused, .verificationFailed, .keyRefused, .notPermitted, .quotaExhausted, .rateLimited,
        .overloaded, .contentRefused, .redirected, .breakerOpen, .outcomeUnknown, .billedWithoutResult:
        .provider
      case .bug: .bug
      }
    }

    /// True when the same request may succeed later without anybody changing it.
    public var retryMayHelp: Bool {
      switch self {
      case .locked, .busy, .diskFull, .ioFailed, .interrupted, .notConnected, .rateLimited, .overloaded,
        .breakerOpen:
        true
      default: false
      }
    }

    /// True when money may have been spent although nothing came of it.
    public var mayHaveCost: Bool {
      switch self {
      case .outcomeUnknown, .billedWithoutResult, .contentRefused: true
      default: false
      }
    }
  }
}
