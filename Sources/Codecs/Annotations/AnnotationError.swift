public import Raster

/// Why an annotation file or a label map gave no mask.
///
/// Holds facts only; the words for people are chosen where they are shown. Texts that come from the file are
/// cut short and stand in no code.
public struct AnnotationError: Error, Hashable, Sendable {
  /// What went wrong.
  public enum Code: Hashable, Sendable {
    /// There are no bytes, or only blank ones.
    case emptyFile
    /// The bytes are neither JSON nor lines of numbers.
    case notAnnotations
    /// The JSON has none of the keys by which a layout is told; `listing` holds the keys that it has.
    case unknownLayout
    /// The file breaks the rules of its format; `place` says where.
    case malformed(Defect)
    /// The file or the work that it asks for exceeds a limit; `found` and `allowed` count the quantity.
    case tooLarge(Quantity)
    /// The file holds several images and none was named; `listing` holds them.
    case imageNeeded
    /// No image has the name or number `wanted`; `listing` holds those that there are.
    case imageNotFound
    /// Several images fit `wanted`; `listing` holds their numbers.
    case imageAmbiguous
    /// No instance in the image has the label `wanted`; `listing` holds the labels that there are.
    case labelNotFound
    /// There is no instance of the number `found`; they run from 1 to `allowed`, zero when there are none.
    case instanceNotFound
    /// What was chosen has no area; `found` counts the shapes without one, such as lines and points.
    case nothingWithArea
    /// The annotation is made for a picture of another size.
    case sizeDiffers(found: PixelSize, expected: PixelSize)
    /// A picture with more than `allowed` colours is no label map.
    case notALabelMap
    /// A shape that the rasteriser refuses.
    case raster(RasterError)
  }

  /// The rule that a file breaks.
  public enum Defect: String, Hashable, Sendable {
    /// Not the JSON that the layout asks for: a syntax error, a missing key or a value of another type.
    case json
    /// A list of coordinates with an odd number of values, or a shape with too few.
    case coordinateCount
    /// A coordinate that is not a number or beyond `±allowed` pixels.
    case coordinate
    /// A line of a YOLO file that has no number where one belongs.
    case number
    /// A YOLO class that is not a whole number from zero.
    case classNumber
    /// A YOLO line with a number of values that fits neither a box nor a polygon; `found` counts them.
    case valueCount
    /// A YOLO coordinate far outside `0...1`, as when pixels were written.
    case notNormalised
    /// A run-length size that is not two numbers above zero.
    case runSize
    /// A run length below zero or too large for a number.
    case runLength
    /// A compressed run-length text with a character outside its alphabet, or cut in the middle of a number.
    case runText
    /// Run lengths that do not add up to width times height; `found` and `allowed` count the pixels.
    case runSum
    /// A mask picture inside the file that cannot be decoded, or does not fit its rectangle.
    case embeddedMask
  }

  /// What a limit counts.
  public enum Quantity: String, Hashable, Sendable {
    case bytes
    case nesting
    /// Numbers, texts and containers of a file.
    case values
    case instances
    /// Corners of one polygon.
    case points
    /// Runs of one run-length mask.
    case runs
    /// Steps to draw the chosen shapes, as `AnnotationLimits.maxWork` counts them.
    case work
  }

  public let code: Code
  /// The number found, in the unit that the code says.
  public let found: Int?
  /// The number allowed by a limit, or needed by the format.
  public let allowed: Int?
  /// Where in the file: a path of keys, as in `annotations[3].segmentation`, or a line, as in `line 12`.
  public let place: String?
  /// The image or label that was asked for, cut short.
  public let wanted: String?
  /// What could have been asked for.
  public let listing: AnnotationListing?

  package init(
    _ code: Code, found: Int? = nil, allowed: Int? = nil, place: String? = nil, wanted: String? = nil,
    listing: AnnotationListing? = nil
  ) {
    self.code = code
    self.found = found
    self.allowed = allowed
    self.place = place
    self.wanted = wanted.map(AnnotationListing.shortened)
    self.listing = listing
  }

  /// Whose doing it is.
  ///
  /// A choice that is not there and a size that differs are the input's fault as much as a broken file:
  /// another file, or another choice, helps.
  public var blame: CodecError.Blame {
    switch code {
    case .tooLarge: .limit
    case .unknownLayout, .notALabelMap: .unsupported
    default: .input
    }
  }

  /// False always: the same file gives the same answer.
  public var mayRetryHelp: Bool { false }
}

/// A bounded list of names from a file, for a message that says what could have been chosen.
public struct AnnotationListing: Hashable, Sendable {
  /// Most names that are kept.
  public static let maximumNameCount = 20
  /// Most characters of a name that are kept.
  public static let maximumNameLength = 80

  /// The first names in the order of the file, each cut short.
  public let names: [String]
  /// How many there are in all, which may be more than `names` holds.
  public let count: Int

  package init(_ all: some Collection<String>) {
    names = all.prefix(Self.maximumNameCount).map(Self.shortened)
    count = all.count
  }

  package static func shortened(_ name: String) -> String {
    // By scalars: one character may hold any number of combining marks.
    let scalars = name.unicodeScalars
    guard
      let end = scalars.index(scalars.startIndex, offsetBy: maximumNameLength, limitedBy: scalars.endIndex),
      end != scalars.endIndex
    else { return name }
    return String(scalars[..<end]) + "…"
  }
}
