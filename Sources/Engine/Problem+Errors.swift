internal import Codecs
internal import EditModel
internal import Providers
internal import Raster
internal import Store

/// Runs `body` and turns a module's error into the house's one, about `subject`.
func problem<Result, Failure: Error>(
  about subject: String, _ body: () throws(Failure) -> Result
) throws(Problem) -> Result {
  do {
    return try body()
  } catch let error as StoreError {
    throw Problem(store: error, about: subject)
  } catch let error as CodecError {
    throw Problem(codec: error, about: subject)
  } catch let error as RasterError {
    throw Problem(raster: error, about: subject)
  } catch let error as ByteStreamError {
    throw Problem(stream: error, about: subject)
  } catch let error as AnnotationError {
    throw Problem(annotation: error, about: subject)
  } catch {
    throw Problem(.bug, subject, underlying: "\(type(of: error))")
  }
}

extension Problem {
  init(stream error: ByteStreamError, about subject: String) {
    let code: Code =
      switch error.code {
      case .notReadable: .notReadable
      case .diskFull: .diskFull
      case .ioFailed: .ioFailed
      case .tooLarge: .tooLarge
      }
    self.init(code, subject, underlying: error.underlying)
  }

  init(store error: StoreError, about subject: String) {
    let code: Code =
      switch error.code {
      case .noSession: .noSession
      case .notASession: .notASession
      case .laterFormat: .laterFormat
      case .sessionExists: .sessionExists
      case .locked: .locked
      case .damaged, .objectMissing, .objectDamaged: .damagedSession
      case .notWriting, .conflict: .bug
      case .fileMissing: .fileMissing
      case .fileExists: .fileExists
      case .notAFile: .notReadable
      case .tooLarge: .tooLarge
      case .notReadable: .notReadable
      case .notWritable: .notWritable
      case .diskFull: .diskFull
      case .ioFailed: .ioFailed
      }
    let place = error.line.map { "\(error.path) line \($0)" }
    let object = error.code == .objectMissing || error.code == .objectDamaged
    self.init(
      code, subject,
      found: error.code == .damaged ? place : object ? "\(error.path)" : error.found,
      allowed: error.allowed.map { [$0] } ?? [],
      underlying: error.underlying ?? Self.detail(of: error))
  }

  private static func detail(of error: StoreError) -> String? {
    switch error.code {
    case .notAFile: "it is no file"
    case .notWriting, .conflict: "\(error.code.rawValue) \(error.found ?? "")"
    default: nil
    }
  }

  init(codec error: CodecError, about subject: String) {
    let chunk = error.chunk.map { "chunk \($0)" }
    switch error.code {
    case .emptyFile:
      self.init(.notAPicture, subject, found: "it is empty")
    case .notAPicture:
      self.init(.notAPicture, subject)
    case .unsupportedFormat(let format):
      self.init(.unsupportedFormat, subject, found: format.rawValue, allowed: Self.readFormats)
    case .unsupportedChunk:
      self.init(
        .unsupportedFormat, subject, found: "PNG with \(chunk ?? "an unknown chunk")", allowed: ["png"])
    case .truncated:
      let counts = error.found.flatMap { found in
        error.allowed.map { "\(found) bytes, at least \($0) are needed" }
      }
      self.init(.truncatedFile, subject, found: counts ?? chunk)
    case .badCRC:
      self.init(.damagedFile, subject, found: "wrong check sum" + (chunk.map { " in \($0)" } ?? ""))
    case .damaged(let defect):
      self.init(.damagedFile, subject, found: error.underlying ?? chunk ?? defect.rawValue)
    case .tooLarge(let quantity):
      self.init(
        .tooLarge, subject, found: "\(error.found ?? 0) \(quantity.rawValue)",
        allowed: ["\(error.allowed ?? 0)"])
    case .noAlpha:
      self.init(.noAlpha, subject)
    case .noLabels:
      self.init(
        .unsupportedFormat, subject, found: "a picture without label numbers",
        allowed: ["a PNG with a palette or greys, or --label #rrggbb"])
    case .outOfMemory:
      self.init(.tooLarge, subject, found: "no memory left", allowed: ["what the machine has"])
    case .unsupportedCoding, .libraryMissing, .byteLimitUnreachable, .qualityOutOfRange, .notEncodable:
      self.init(writing: error, about: subject)
    }
  }

  private static let readFormats = ["png", "jpeg", "webp"]

  /// What concerns the choice of a coding, mostly of a file that is written.
  private init(writing error: CodecError, about subject: String) {
    switch error.code {
    case .unsupportedCoding(let coding):
      let count = error.found.map { " (\($0))" } ?? ""
      self.init(
        .unsupportedFormat, subject, found: coding.rawValue + count, allowed: Self.readFormats)
    case .libraryMissing(let library):
      self.init(
        .libraryMissing, subject, found: library.fileName, allowed: [library.debianPackage],
        underlying: error.underlying)
    case .byteLimitUnreachable:
      self.init(
        .tooLarge, subject, found: "\(error.found ?? 0) bytes at least",
        allowed: ["\(error.allowed ?? 0)"])
    case .qualityOutOfRange:
      self.init(.badValue, "--quality", found: "\(error.found ?? 0)", allowed: ["1 to 100"])
    default:
      guard let found = error.found, let allowed = error.allowed else {
        self.init(.bug, subject, underlying: error.underlying)
        return
      }
      self.init(.tooLarge, subject, found: "\(found) pixels on a side", allowed: ["\(allowed)"])
    }
  }

  init(raster error: RasterError, about subject: String) {
    switch error {
    case .sizeDiffers(let found, let expected):
      self.init(.sizeDiffers, subject, found: "\(found)", allowed: ["\(expected)"])
    case .sizeOutOfRange(let found, let maximum):
      self.init(.tooLarge, subject, found: "\(found)", allowed: ["\(maximum) pixels"])
    case .sideTooShort(let found, let minimum):
      self.init(.badValue, subject, found: "\(found)", allowed: ["\(minimum) pixels or more on each side"])
    case .coordinateOutOfRange(let name, let found, let maximum):
      self.init(.badValue, "\(subject) \(name)", found: "\(found)", allowed: ["-\(maximum) to \(maximum)"])
    case .shapeHasNoArea:
      self.init(.badValue, subject, found: "this shape", allowed: ["a shape with an area"])
    case .pointCountOutOfRange(let found, let allowed):
      self.init(
        .badValue, subject, found: "\(found) points",
        allowed: ["\(allowed.lowerBound) to \(allowed.upperBound) points"])
    case .radiusOutOfRange(let found, let allowed):
      self.init(
        .badValue, "\(subject) radius", found: "\(found)",
        allowed: ["\(allowed.lowerBound) to \(allowed.upperBound) pixels"])
    case .sigmaOutOfRange(let found, let allowed):
      self.init(
        .badValue, "\(subject) feather", found: "\(found)",
        allowed: ["\(allowed.lowerBound) to \(allowed.upperBound) pixels"])
    case .sizeTooSmall(let found, let minimum):
      self.init(.badValue, subject, found: "\(found)", allowed: ["\(minimum) or more"])
    case .numberOutOfRange(let name, let found, let allowed):
      self.init(
        .badValue, "\(subject) \(name)", found: "\(found)",
        allowed: ["\(allowed.lowerBound) to \(allowed.upperBound)"])
    case .valueOutOfRange(let name, let found, let allowed):
      self.init(
        .badValue, "\(subject) \(name)", found: "\(found)",
        allowed: ["\(allowed.lowerBound) to \(allowed.upperBound)"])
    case .workTooLarge(let maximum):
      self.init(
        .tooLarge, subject, found: "more work than is done for one shape", allowed: ["\(maximum) steps"])
    case .rectangleOutsideFrame(let found, let frame) where found.width == 1 && found.height == 1:
      self.init(.badValue, subject, found: "\(found.x),\(found.y)", allowed: ["a pixel of \(frame)"])
    case .rectangleOutsideFrame(let found, let frame):
      self.init(.badValue, subject, found: "\(found)", allowed: ["a rectangle inside \(frame)"])
    }
  }

  init(provider error: ProviderError, instruction: QueueID) {
    self.init(provider: error, subject: instruction.description)
  }

  init(provider error: ProviderError, subject: String) {
    self.init(
      Code(provider: error), error.subject ?? subject, found: error.found,
      allowed: error.allowed, underlying: error.message)
  }
}

extension Problem.Code {
  /// What became of the money comes first: only where it surely cost nothing does the reason count.
  fileprivate init(provider error: ProviderError) {
    switch error.effect {
    case .unknown: self = .outcomeUnknown
    case .billedWithoutResult: self = .billedWithoutResult
    case .notExecuted, .rejected: self.init(free: error.code)
    }
  }

  private init(free code: ProviderError.Code) {
    self =
      switch code {
      case .notUnderstood: .notUnderstood
      case .maskNeeded: .maskNeeded
      case .unsupportedSetting: .badValue
      case .retired: .retired
      case .notBuilt: .unsupported
      case .badAddress: .badValue
      case .notConnected, .timedOut, .noReply: .notConnected
      case .inputNotReadable: .notReadable
      case .replyNotWritten: .notWritable
      case .keyRefused: .keyRefused
      case .notPermitted: .notPermitted
      case .quotaExhausted: .quotaExhausted
      case .rateLimited: .rateLimited
      case .overLimit: .overLimit
      case .overloaded: .overloaded
      case .contentRefused: .contentRefused
      case .redirected: .redirected
      case .cancelled: .interrupted
      case .impossible, .badRequest, .modelNotFound, .serverFailed, .brokenReply, .replyTooLarge:
        .providerRefused
      }
  }
}
