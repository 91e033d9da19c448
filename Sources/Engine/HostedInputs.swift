package import Codecs
package import EditModel
package import Planner
internal import Providers
package import Raster
internal import Store

/// The files of one call to a service: the picture, its mask, and pictures that go along.
package struct HostedInputs: Sendable {
  /// One file as it is sent.
  package struct File: Sendable {
    package let source: any ByteSource
    /// Its media type, as `image/png`.
    package let contentType: String
    package let fileName: String

    package init(source: any ByteSource, contentType: String, fileName: String) {
      self.source = source
      self.contentType = contentType
      self.fileName = fileName
    }

    fileprivate init(png source: any ByteSource, name: String) {
      self.init(source: source, contentType: "image/png", fileName: "\(name).png")
    }
  }

  /// The masks of a call, of which each has a place.
  package struct Masks {
    /// The masks' identities.
    let pixels: [Digest]
    /// Makes what is sent of them; asked for only when it is needed.
    let made: () throws(Problem) -> EditMasks

    package init(pixels: [Digest], made: @escaping () throws(Problem) -> EditMasks) {
      self.pixels = pixels
      self.made = made
    }
  }

  package let picture: File
  /// `nil` when nothing is locked.
  package let mask: File?
  package let references: [File]

  /// Makes the files of one call.
  ///
  /// Services look at colours and not at alpha, so what is transparent goes over `HostedResult.matte`. An
  /// opaque picture that is its own canvas goes as it is stored, and is neither decoded nor held in memory; so
  /// do references without alpha. What has to be encoded is taken from the cache where it was before.
  ///
  /// - Parameters:
  ///   - base: A picture that the session stored.
  ///   - masks: `nil` when nothing is locked.
  ///   - references: In the order in which they are sent.
  ///   - encoded: Where files are encoded, and found again.
  ///   - stored: Where an object's bytes are.
  ///   - bitmap: The base, decoded; asked for only when it is needed.
  /// - Throws: `Problem` with code `tooLarge` for a mask file above what services take, or about an object.
  package init(
    base: StoredPicture, frame: SentFrame, masks: Masks?, references: [ReferencePicture] = [],
    encoded: EncodedInputs, libraries: SystemLibraries = .standard, bands: Bands = .standard,
    stored: (Digest) throws(Problem) -> any ByteSource, bitmap: () throws(Problem) -> Bitmap
  ) throws(Problem) {
    let object = try stored(base.object)
    if let key = try Self.pictureKey(base, frame, object) {
      let source = try encoded.source(for: key) { () throws(Problem) in
        try Self.canvas(of: try bitmap(), frame, bands)
      }
      picture = File(png: source ?? object, name: "picture")
    } else {
      picture = File(png: object, name: "picture")
    }
    mask = try masks.flatMap { masks throws(Problem) in
      try encoded.source(for: Self.maskKey(masks.pixels, frame)) { () throws(Problem) in
        try Self.mask(try masks.made(), frame, bands)
      }
    }.map { File(png: $0, name: "mask") }
    var files: [File] = []
    for reference in references {
      let source = try stored(reference.stored.object)
      files.append(try Self.file(of: reference, source, encoded, libraries, bands))
    }
    self.references = files
  }

  /// Of canvases, mattes and masks for services: another number where the same picture or mask and frame give
  /// other pixels than before.
  private static let version = "1"

  /// What a base's file is kept under; `nil` for one that goes as it is stored.
  static func pictureKey(
    _ base: StoredPicture, _ frame: SentFrame, _ source: any ByteSource
  ) throws(Problem) -> CacheKey? {
    if frame.isWhole(of: base.size), try isOpaquePNG(source) { return nil }
    return .input(pixels: base.pixels, frame: frame, version: version)
  }

  static func maskKey(_ pixels: [Digest], _ frame: SentFrame) -> CacheKey {
    .mask(pixels: pixels, frame: frame, version: version)
  }

  private static func canvas(
    of bitmap: Bitmap, _ frame: SentFrame, _ bands: Bands
  ) throws(Problem) -> [UInt8] {
    let opaque = bitmap.isOpaque ? bitmap : bitmap.flattened(over: HostedResult.matte, bands: bands)
    let canvas = try problem(about: "picture") { () throws(RasterError) in
      try opaque.onCanvas(frame, bands: bands)
    }
    return try png(of: canvas, name: "picture", bands)
  }

  private static func png(
    of bitmap: Bitmap, name: String, _ bands: Bands
  ) throws(Problem) -> [UInt8] {
    try problem(about: name) { () throws(CodecError) in
      try PNG.encode(bitmap, effort: .wire, bands: bands)
    }
  }

  /// The mask as services want it, transparent where they may draw; a file that is too large is written again
  /// with more effort.
  private static func mask(
    _ masks: EditMasks, _ frame: SentFrame, _ bands: Bands
  ) throws(Problem) -> [UInt8] {
    let sent = try problem(about: "mask") { () throws(RasterError) in try masks.sent(on: frame) }
    let limit = MaskConvention.all.first { $0.polarity == .alphaZeroIsEdit }?.byteLimit ?? .max
    var size = 0
    for effort in [PNG.Effort.wire, .small] {
      let bytes = try problem(about: "mask") { () throws(CodecError) in
        try PNG.encode(mask: sent, as: .alphaZeroIsEdit, effort: effort, bands: bands)
      }
      if bytes.count < limit { return bytes }
      size = bytes.count
    }
    throw Problem(.tooLarge, "mask", found: "\(size) bytes", allowed: ["less than \(limit) bytes"])
  }

  private static func file(
    of reference: ReferencePicture, _ source: any ByteSource, _ encoded: EncodedInputs,
    _ libraries: SystemLibraries, _ bands: Bands
  ) throws(Problem) -> File {
    let name = reference.name
    let asStored = File(
      source: source, contentType: "image/\(reference.format)", fileName: "\(name).\(reference.format)")
    if reference.format == "jpeg" { return asStored }
    let bytes = try Problem.reading(name) { () throws(ByteStreamError) in
      try source.bytes(limit: DecodeLimits.standard.maxBytes)
    }
    let hasAlpha = try problem(about: name) { () throws(CodecError) in
      try PictureFile.header(of: bytes).hasAlpha
    }
    guard hasAlpha else { return asStored }
    let flat = try encoded.source(for: referenceKey(reference)) { () throws(Problem) in
      let bitmap = try problem(about: name) { () throws(CodecError) in
        try PictureFile.decode(bytes, libraries: libraries, bands: bands).bitmap
      }
      if bitmap.isOpaque { return nil }
      return try png(of: bitmap.flattened(over: HostedResult.matte, bands: bands), name: name, bands)
    }
    return flat.map { File(png: $0, name: name) } ?? asStored
  }

  /// A reference is a canvas of its own.
  private static func referenceKey(_ reference: ReferencePicture) -> CacheKey {
    let size = reference.stored.size
    let whole = SentFrame(crop: PixelRect(frameOf: size), placed: PixelRect(frameOf: size), canvas: size)
    return .input(pixels: reference.stored.pixels, frame: whole, version: version)
  }

  /// True when a picture that was stored by the session has no alpha channel, by its file's header.
  ///
  /// - Note: Source: W3C, Portable Network Graphics (PNG) Specification, third edition, 11.2.1: the colour type
  ///   is the tenth byte of the first chunk's data.
  private static func isOpaquePNG(_ source: any ByteSource) throws(Problem) -> Bool {
    let head = try Problem.reading("picture") { () throws(ByteStreamError) in
      try source.bytes(in: 0..<min(26, source.byteCount))
    }
    let (grey, colours): (UInt8, UInt8) = (0, 2)
    return head.count == 26 && PictureFormat.sniff(head) == .png && [grey, colours].contains(head[25])
  }
}

extension Problem {
  /// Runs `body` and says of what it was that could not be read.
  fileprivate static func reading<Result>(
    _ subject: String, _ body: () throws(ByteStreamError) -> Result
  ) throws(Problem) -> Result {
    do {
      return try body()
    } catch {
      throw Problem(
        error.code == .tooLarge ? .tooLarge : .notReadable, subject, underlying: error.underlying)
    }
  }
}
