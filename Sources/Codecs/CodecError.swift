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
    /// Labels were to be read, but the pixels are colours and no indices or grey levels.
    case noLabels
    /// The machine has no memory left for the work.
    case outOfMemory
    /// The encoder refused the picture; `underlying` holds its text, or `found` and `allowed` the longer side.
    case notEncodable
    /// A file of a format that is read here, in a coding of it that is not; `found` holds its number, if any.
    case unsupportedCoding(Coding)
    /// The system library that decodes or encodes the format cannot be opened; `underlying` says why.
    case libraryMissing(ExternalLibrary)
    /// No allowed quality makes the file small enough; `found` is the smallest byte count that was reached.
    case byteLimitUnreachable
    /// A quality outside `1...100`; `found` holds it.
    case qualityOutOfRange
  }

  /// A coding that its format allows and that is not decoded here.
  public enum Coding: String, Hashable, Sendable {
    /// JPEG's lossless processes (ITU-T T.81, annex H).
    case losslessJPEG
    /// JPEG in several differential frames (ITU-T T.81, annex J).
    case hierarchicalJPEG
    /// JPEG with other than 8 bits a sample; `found` counts them.
    case jpegPrecision
    /// JPEG with other than one, three or four components; `found` counts them.
    case jpegComponents
    /// JPEG that states its height only after the first scan.
    case jpegHeightAfterScan
    /// WebP with frames to be shown one after the other.
    case animatedWebP
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
    /// JPEG: other bytes where a marker must stand.
    case marker
    /// JPEG: the header of a scan contradicts that of the frame.
    case scan
    /// An XMP packet is not the XML and RDF that it must be.
    case xmp
  }

  /// What a limit counts.
  public enum Quantity: String, Hashable, Sendable {
    case bytes
    case side
    case pixels
    /// Passes over the picture of one JPEG.
    case scans
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
  /// The name of the chunk or segment in question, as `IDAT`, `APP1` or `VP8X`.
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
    case .emptyFile, .notAPicture, .truncated, .badCRC, .damaged, .noAlpha, .noLabels,
      .qualityOutOfRange:
      .input
    case .unsupportedFormat, .unsupportedChunk, .unsupportedCoding, .notEncodable: .unsupported
    case .tooLarge, .byteLimitUnreachable: .limit
    case .outOfMemory, .libraryMissing: .environment
    }
  }

  /// True when the same call may succeed later.
  public var mayRetryHelp: Bool { blame == .environment }
}
