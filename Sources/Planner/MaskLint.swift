public import Raster

/// Finds what is likely to go wrong with a mask, before anything is paid.
///
/// Pure: it judges numbers that were measured elsewhere, and says nothing in words.
public enum MaskLint {
  /// What may be found.
  public enum Code: String, CaseIterable, Hashable, Sendable {
    case noAlpha
    case nothingEditable
    case everythingEditable
    case sizeDiffers
    case haze
    case specks
    case touchesFrame
    case likelyInverted
    case tooSmallForGrid
    case fileTooLarge
    case pictureTransparent
  }

  public enum Severity: String, Comparable, Hashable, Sendable {
    case warning
    case error

    public static func < (a: Severity, b: Severity) -> Bool { a == .warning && b == .error }
  }

  /// One thing that was found.
  public struct Finding: Hashable, Sendable {
    public let code: Code
    public let severity: Severity
    /// What was measured, the number first that the finding hangs on.
    public let numbers: [Number]

    public init(code: Code, severity: Severity, numbers: [Number]) {
      self.code = code
      self.severity = severity
      self.numbers = numbers
    }

    /// The number of this name, if the finding has it.
    public subscript(name: NumberName) -> Double? { numbers.first { $0.name == name }?.value }
  }

  /// One measured number.
  public struct Number: Hashable, Sendable {
    public let name: NumberName
    public let value: Double

    public init(name: NumberName, value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// What a number counts; pixels unless it says something else.
  public enum NumberName: String, Hashable, Sendable {
    case framePixels
    case editablePixels
    case partialPixels
    case keptPixels
    /// Sides of the mask and of the picture.
    case maskWidth, maskHeight, pictureWidth, pictureHeight
    /// Components of weights `1...8`, and of `247...254`, and the pixels in them.
    case lowHazeCount, lowHazePixels, highHazeCount, highHazePixels
    /// Specks and pinholes, the pixels in them, and the most pixels that one has.
    case speckCount, speckPixels, pinholeCount, pinholePixels, speckArea
    /// Pixels of the mask on each side of the frame.
    case left, top, right, bottom
    case largestHolePixels
    /// Side of the largest square that fits in the mask, and of one cell of the model, in mask pixels.
    case widestSquare, cell
    case byteCount, byteLimit
    case transparentPixels, picturePixels
  }

  /// What is known of a mask and of where it is to be sent.
  public struct Facts: Hashable, Sendable {
    /// Whether the mask's file says by alpha what may change.
    public enum Alpha: String, Hashable, Sendable {
      /// Nobody asked for it.
      case notNeeded
      case present
      /// It was asked for, and the file has none.
      case missing
    }

    public var maskSize: PixelSize
    public var pictureSize: PixelSize
    /// `nil` when the mask could not be read as one; then only its file and size are judged.
    public var analysis: MaskAnalysis?
    public var alpha: Alpha
    /// Pixels of the picture with an alpha below 255.
    public var transparentPixelCount: Int
    /// Bytes of the mask as it would be sent, and the most that the provider takes; `nil` when it has no
    /// such limit or nothing is sent.
    public var byteCount: Int?
    public var byteLimit: Int?
    /// The side, in pixels of this mask, of the cells in which the model sees the picture: its grid divided
    /// by the factor by which the picture is scaled before it is sent. `nil` without a model.
    public var cell: Double?

    public init(
      maskSize: PixelSize, pictureSize: PixelSize, analysis: MaskAnalysis?, alpha: Alpha = .notNeeded,
      transparentPixelCount: Int = 0, byteCount: Int? = nil, byteLimit: Int? = nil,
      cell: Double? = nil
    ) {
      self.maskSize = maskSize
      self.pictureSize = pictureSize
      self.analysis = analysis
      self.alpha = alpha
      self.transparentPixelCount = transparentPixelCount
      self.byteCount = byteCount
      self.byteLimit = byteLimit
      self.cell = cell
    }
  }

  /// All findings, in the order of `Code`; none for a mask that can be sent as it is.
  ///
  /// An empty mask has no other finding about what it covers: there is nothing to say of it.
  public static func findings(_ facts: Facts, limits: MaskLintLimits = .standard) -> [Finding] {
    limits.rows.compactMap { row in
      guard let numbers = numbers(row.code, facts, row.limit) else { return nil }
      return Finding(code: row.code, severity: row.severity, numbers: numbers)
    }
  }
}
