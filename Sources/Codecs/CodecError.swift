/// Why bytes could not be read as a picture, or a picture could not be written.
///
/// Holds facts only; the words for people are chosen where they are shown. No case holds picture bytes.
public struct CodecError: Error, Hashable, Sendable {
  /// What went wrong.
  public enum Code: Hashable, Sendable {
    /// There are no bytes at all.
    case emptyFile
    /// The bytes are none of the formats that `PictureFormat` knows.
    case notAPicture
    /// A picture or document, but not one that this library reads; another tool must convert it.
    case unsupportedFormat(PictureFormat)
    /// The file needs a chunk that this library does not know; `chunk` names it.
    case unsupportedChunk
    /// The file ends too early; `found` counts the bytes there, `allowed` those needed.
    case truncated
    /// A chunk's check sum is wrong; `chunk` names it where it is known.
    case badCRC
    /// The file breaks the rules of its format in the way that the defect says.
    case damaged(Defect)
    /// The picture exceeds a limit; `found` and `allowed` count the quantity.
    case tooLarge(Quantity)
    /// A mask was to be read from alpha, but the picture has none.
    case noAlpha
    /// The machine has no memory left for the work.
    case outOfMemory
    /// The encoder refused the picture; `underlying` holds its text.
    case notEncodable
  }

  /// The rule of the format that a file breaks.
  public enum Defect: String, Hashable, Sendable {
    /// The first eight bytes are not PNG's, as after a transfer in text mode.
    case signature
    /// A chunk states a length that no chunk can have.
    case chunkLength
    /// A chunk's name is not four letters.
    case chunkName
    /// A chunk stands where it may not, or twice.
    case chunkOrder
    /// The header holds a value that the format does not allow.
    case header
    /// A picture with a palette has no palette chunk.
    case missingPalette
    /// There is no image data chunk.
    case missingImageData
    /// There is many times more image data than the picture can take; `found` and `allowed` count bytes.
    case excessImageData
    /// The decoder refused the content; `underlying` holds its text.
    case content
  }

  /// What a limit counts.
  public enum Quantity: String, Hashable, Sendable {
    case bytes
    case side
    case pixels
  }

  /// Whose doing it is, for exit codes and for the choice of words.
  public enum Blame: String, Hashable, Sendable {
    case input
    case limit
    case unsupported
    case environment
  }

  public let code: Code
  /// The number found, in the unit that the code says.
  public let found: Int?
  /// The number allowed by a limit, or needed by the format.
  public let allowed: Int?
  /// The four-letter name of the chunk in question.
  public let chunk: String?
  /// The decoder's own text, printable ASCII only.
  public let underlying: String?

  package init(
    _ code: Code, found: Int? = nil, allowed: Int? = nil, chunk: String? = nil,
    underlying: String? = nil
  ) {
    self.code = code
    self.found = found
    self.allowed = allowed
    self.chunk = chunk
    self.underlying = underlying
  }

  public var blame: Blame {
    switch code {
    case .emptyFile, .notAPicture, .truncated, .badCRC, .damaged, .noAlpha: .input
    case .unsupportedFormat, .unsupportedChunk, .notEncodable: .unsupported
    case .tooLarge: .limit
    case .outOfMemory: .environment
    }
  }

  /// True when the same call may succeed later.
  public var mayRetryHelp: Bool { blame == .environment }
}
