internal import Codecs
public import EditModel
public import Raster

extension Session {
  /// Writes a round's picture to a file of the user's.
  ///
  /// What the source's file says beside its pixels goes along as `set metadata` says.
  ///
  /// - Parameter template: The path; `{session}`, `{round}` and `{tag}` are filled in.
  /// - Throws: `Problem` with code `badValue` (no format, another ratio, no tag), `fileExists`,
  ///   `notWritable`, `diskFull`, `libraryMissing`, or `tooLarge` when `maximumBytes` cannot be met.
  @discardableResult
  public func save(
    _ selector: Selector = .current(back: 0), layer: RoundLayer = .picture, to template: String,
    options: SaveOptions = SaveOptions()
  ) throws(Problem) -> SavedFile {
    try catchUp()
    let round = try resolve(selector)
    let naming = FileNaming(
      session: sessionName, round: round.id,
      tags: view.tags.filter { $0.round == round.id }.map(\.name))
    let path = try naming.path(template)
    let bitmap = try scaled(try picture(of: round, layer: layer), to: options.size)
    return try write(bitmap, of: round, to: path, options, effort: .small)
  }

  /// Writes the current picture with a mask as tint and outline.
  @discardableResult
  public func saveMaskPreview(
    _ name: String, to path: String, force: Bool = false
  ) throws(Problem) -> SavedFile {
    try catchUp()
    return try write(
      try maskPreview(name), of: try currentRound(), to: path, SaveOptions(force: force), effort: .wire)
  }

  /// A round's pixels.
  public func bitmap(
    _ selector: Selector = .current(back: 0), layer: RoundLayer = .picture
  ) throws(Problem) -> Bitmap {
    try catchUp()
    return try picture(of: try resolve(selector), layer: layer)
  }

  /// The current picture with a mask as tint and outline.
  ///
  /// - Parameter room: Both are scaled to lie inside before the outline is drawn, so that it can be seen at that
  ///   size; `nil` keeps the picture's size.
  public func maskPreview(_ name: String, within room: PixelSize? = nil) throws(Problem) -> Bitmap {
    let (mask, round) = (try maskWeights(name), try currentRound())
    guard let room, mask.size == round.picture.size else { return try preview(of: [mask], on: round) }
    let scale = min(
      Double(room.width) / Double(mask.width), Double(room.height) / Double(mask.height), 1)
    let size = PixelSize(
      width: max(1, Int((Double(mask.width) * scale).rounded())),
      height: max(1, Int((Double(mask.height) * scale).rounded())))
    let picture = try pictures.bitmap(round.picture)
    return try problem(about: "mask \(name)") { () throws(RasterError) in
      let bands = configuration.bands
      return try picture.resized(to: size, bands: bands).tinted(
        with: try mask.resized(to: size, bands: bands), bands: bands)
    }
  }

  /// The session's folder without its ending.
  private var sessionName: String {
    let folder = lastComponent(of: path)
    return folder.hasSuffix(".session") ? String(folder.dropLast(".session".count)) : folder
  }

  private func picture(of round: Round, layer: RoundLayer) throws(Problem) -> Bitmap {
    switch layer {
    case .picture:
      return try pictures.bitmap(round.picture)
    case .raw:
      guard let raw = round.raw else { throw Problem(.notAnEdit, round.id.description) }
      return try pictures.bitmap(raw)
    case .mask:
      guard round.kind == .edited, let parent = round.parent else {
        throw Problem(.notAnEdit, round.id.description)
      }
      var masks: [Mask] = []
      for case let mask? in round.instructions.map(\.mask) {
        masks.append(try pictures.mask(mask.stored))
      }
      return try preview(of: masks, on: try existingRound(parent))
    }
  }

  private func preview(of masks: [Mask], on round: Round) throws(Problem) -> Bitmap {
    var picture = try pictures.bitmap(round.picture)
    for mask in masks {
      picture = try problem(about: "the mask") { () throws(RasterError) in
        try picture.tinted(with: mask, bands: configuration.bands)
      }
    }
    return picture
  }

  private func scaled(_ bitmap: Bitmap, to size: SaveOptions.Size?) throws(Problem) -> Bitmap {
    guard let size else { return bitmap }
    let target = try size.target(for: bitmap.size)
    try PictureBounds.check(target, of: "--size")
    guard target != bitmap.size else { return bitmap }
    return try problem(about: "--size") { () throws(RasterError) in
      try bitmap.resized(to: target, bands: configuration.bands)
    }
  }

  private func write(
    _ bitmap: Bitmap, of round: Round, to path: String, _ options: SaveOptions, effort: PNG.Effort
  ) throws(Problem) -> SavedFile {
    guard let format = options.format ?? FileFormat(ofName: path) else {
      throw Problem(
        .badValue, "file name", found: path,
        allowed: FileFormat.allCases.map { "a name that ends in .\($0.rawValue)" })
    }
    let (metadata, dropped) = try metadata(for: round)
    let encoding = PictureEncoding(
      try format.form(quality: options.quality, effort: effort), maxBytes: options.maximumBytes)
    let encoded = try problem(about: path) { () throws(CodecError) in
      try PictureFile.encode(
        bitmap, as: encoding, metadata: metadata, libraries: configuration.libraries,
        bands: configuration.bands)
    }
    let pixels = try pixels(of: encoded, from: bitmap, path)
    try UserFiles(configuration).write(encoded.bytes, to: path, force: options.force)
    return SavedFile(
      path: path, round: round.id, size: bitmap.size, byteCount: encoded.bytes.count, pixels: pixels,
      format: format, quality: encoded.quality,
      wasFlattened: encoded.wasFlattened,
      dropped: dropped + encoded.dropped
        + (encoded.losesHiddenColour ? ["colour under transparent pixels"] : []))
  }

  /// The digest of what a reader of the file gets.
  private func pixels(
    of encoded: EncodedPicture, from bitmap: Bitmap, _ path: String
  ) throws(Problem) -> Digest {
    let isExact = encoded.quality == nil && !encoded.wasFlattened && !encoded.losesHiddenColour
    guard !isExact else { return bitmap.pixelDigest }
    return try problem(about: path) { () throws(CodecError) in
      try PictureFile.decode(encoded.bytes, libraries: configuration.libraries, bands: configuration.bands)
    }.bitmap.pixelDigest
  }
}

extension SaveOptions.Size {
  /// The size for a picture of this size.
  ///
  /// - Throws: `Problem` with code `badValue` for another ratio than the picture's.
  fileprivate func target(for size: PixelSize) throws(Problem) -> PixelSize {
    let sides = 1...DecodeLimits.standard.maxSide
    switch self {
    case .longerSide(let side):
      guard sides.contains(side) else { throw Self.outOfRange("\(side)", sides) }
      return size.scaled(toLongerSide: side)
    case .exact(let target):
      let side = max(target.width, target.height)
      guard sides.contains(side), target.width > 0, target.height > 0 else {
        throw Self.outOfRange("\(target)", sides)
      }
      let straight = size.scaled(toLongerSide: side)
      // Rounding may fall one pixel to either side; more is a distortion that nobody asked for.
      guard abs(straight.width - target.width) <= 1, abs(straight.height - target.height) <= 1 else {
        throw Problem(
          .badValue, "--size", found: "\(target)",
          allowed: ["of the picture's ratio, as \(straight)", "\(side) for the longer side"])
      }
      return target
    }
  }

  private static func outOfRange(_ found: String, _ sides: ClosedRange<Int>) -> Problem {
    Problem(
      .badValue, "--size", found: found, allowed: ["\(sides.lowerBound) to \(sides.upperBound) a side"])
  }
}

extension PixelSize {
  /// The size with this longer side and the nearest ratio; no side falls below 1.
  fileprivate func scaled(toLongerSide side: Int) -> PixelSize {
    let longer = max(width, height)
    func scaled(_ length: Int) -> Int { max(1, (2 * length * side + longer) / (2 * longer)) }
    return PixelSize(width: scaled(width), height: scaled(height))
  }
}

extension FileFormat {
  /// The form of the file; WebP of quality 100 is taken for the wish to lose nothing.
  ///
  /// - Throws: `Problem` with code `badValue` for a quality of PNG, which has none.
  fileprivate func form(quality: Int?, effort: PNG.Effort) throws(Problem) -> PictureEncoding.Form {
    switch self {
    case .png:
      if let quality {
        throw Problem(.badValue, "--quality", found: "\(quality)", allowed: ["for PNG, which loses nothing"])
      }
      return .png(effort)
    case .jpeg: return quality.map { .jpeg(quality: $0) } ?? .jpeg
    case .webp: return quality == 100 ? .losslessWebP : quality.map { .webP(quality: $0) } ?? .webP
    }
  }
}
