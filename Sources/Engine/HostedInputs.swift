package import Codecs
package import EditModel
package import Planner
internal import Providers
package import Raster

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

    fileprivate init(png bytes: [UInt8], name: String) {
      self.init(source: MemorySource(bytes), contentType: "image/png", fileName: "\(name).png")
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
  /// do references without alpha.
  ///
  /// - Parameters:
  ///   - base: A picture that the session stored.
  ///   - masks: `nil` when nothing is locked.
  ///   - references: In the order in which they are sent.
  ///   - stored: Where an object's bytes are.
  ///   - bitmap: The base, decoded; asked for only when it is needed.
  /// - Throws: `Problem` with code `tooLarge` for a mask file above what services take, or about an object.
  package init(
    base: StoredPicture, frame: SentFrame, masks: EditMasks?, references: [ReferencePicture] = [],
    libraries: SystemLibraries = .standard, bands: Bands = .standard,
    stored: (Digest) throws(Problem) -> any ByteSource, bitmap: () throws(Problem) -> Bitmap
  ) throws(Problem) {
    let source = try stored(base.object)
    if frame.isWhole(of: base.size), try Self.isOpaquePNG(source) {
      picture = File(source: source, contentType: "image/png", fileName: "picture.png")
    } else {
      picture = try Self.canvas(of: try bitmap(), frame, bands)
    }
    mask = try masks.map { masks throws(Problem) in try Self.mask(masks, frame, bands) }
    var files: [File] = []
    for reference in references {
      let source = try stored(reference.stored.object)
      files.append(try Self.file(of: reference, source, libraries, bands))
    }
    self.references = files
  }

  private static func canvas(
    of bitmap: Bitmap, _ frame: SentFrame, _ bands: Bands
  ) throws(Problem) -> File {
    let opaque = bitmap.isOpaque ? bitmap : bitmap.flattened(over: HostedResult.matte, bands: bands)
    let canvas = try problem(about: "picture") { () throws(RasterError) in
      try opaque.onCanvas(frame, bands: bands)
    }
    return try png(of: canvas, name: "picture", bands)
  }

  private static func png(
    of bitmap: Bitmap, name: String, _ bands: Bands
  ) throws(Problem) -> File {
    let bytes = try problem(about: name) { () throws(CodecError) in
      try PNG.encode(bitmap, effort: .wire, bands: bands)
    }
    return File(png: bytes, name: name)
  }

  /// The mask as services want it, transparent where they may draw; a file that is too large is written again
  /// with more effort.
  private static func mask(
    _ masks: EditMasks, _ frame: SentFrame, _ bands: Bands
  ) throws(Problem) -> File {
    let sent = try problem(about: "mask") { () throws(RasterError) in try masks.sent(on: frame) }
    let limit = MaskConvention.all.first { $0.polarity == .alphaZeroIsEdit }?.byteLimit ?? .max
    var size = 0
    for effort in [PNG.Effort.wire, .small] {
      let bytes = try problem(about: "mask") { () throws(CodecError) in
        try PNG.encode(mask: sent, as: .alphaZeroIsEdit, effort: effort, bands: bands)
      }
      if bytes.count < limit { return File(png: bytes, name: "mask") }
      size = bytes.count
    }
    throw Problem(.tooLarge, "mask", found: "\(size) bytes", allowed: ["less than \(limit) bytes"])
  }

  private static func file(
    of reference: ReferencePicture, _ source: any ByteSource, _ libraries: SystemLibraries, _ bands: Bands
  ) throws(Problem) -> File {
    let name = reference.name
    let asStored = File(
      source: source, contentType: "image/\(reference.format)", fileName: "\(name).\(reference.format)")
    if reference.format == "jpeg" { return asStored }
    let bytes = try Problem.reading(name) { () throws(ByteStreamError) in
      try source.bytes(limit: DecodeLimits.standard.maxBytes)
    }
    let picture = try problem(about: name) { () throws(CodecError) -> DecodedPicture? in
      guard try PictureFile.header(of: bytes).hasAlpha else { return nil }
      return try PictureFile.decode(bytes, libraries: libraries, bands: bands)
    }
    guard let picture, !picture.bitmap.isOpaque else { return asStored }
    return try png(of: picture.bitmap.flattened(over: HostedResult.matte, bands: bands), name: name, bands)
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
