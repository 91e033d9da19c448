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
  } catch {
    throw Problem(.bug, subject, underlying: "\(type(of: error))")
  }
}

extension Problem {
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
      self.init(.unsupportedFormat, subject, found: format.rawValue, allowed: ["png"])
    case .unsupportedChunk:
      self.init(
        .unsupportedFormat, subject, found: "PNG with \(chunk ?? "an unknown chunk")", allowed: ["png"])
    case .truncated:
      let counts = error.found.flatMap { found in error.allowed.map { "\(found) of \($0) bytes" } }
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
    case .outOfMemory:
      self.init(.tooLarge, subject, found: "no memory left", allowed: ["what the machine has"])
    case .notEncodable:
      self.init(.bug, subject, underlying: error.underlying)
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
    case .rectangleOutsideFrame(let found, let frame):
      self.init(.badValue, subject, found: "\(found)", allowed: ["a rectangle inside \(frame)"])
    }
  }

  init(provider error: ProviderError, instruction: QueueID) {
    let code: Code =
      switch error.code {
      case .notUnderstood: .notUnderstood
      case .maskNeeded: .maskNeeded
      case .impossible: .providerRefused
      }
    self.init(code, instruction.description, found: error.found, allowed: error.allowed)
  }
}
