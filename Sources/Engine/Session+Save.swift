internal import Codecs
public import EditModel
public import Raster

/// A file that was written.
public struct SavedFile: Hashable, Sendable {
  public let path: String
  public let round: RoundID
  public let size: PixelSize
  public let byteCount: Int
  /// The digest of the pixels in the file.
  public let pixels: Digest
}

/// Which picture of a round is meant.
public enum RoundLayer: String, Hashable, Sendable, CaseIterable {
  /// The round's picture.
  case picture
  /// The picture as the provider returned it.
  case raw
  /// The parent with the masks of the round's instructions as tint and outline.
  case mask
}

extension Session {
  /// Writes a round's picture to a file of the user's, as PNG.
  ///
  /// - Parameter force: True may replace a file that exists.
  /// - Throws: `Problem` with code `badValue` for a name that ends otherwise than `.png`,
  ///   `fileExists`, `notWritable`, `diskFull`.
  @discardableResult
  public func save(
    _ selector: Selector = .current(back: 0), layer: RoundLayer = .picture, to path: String,
    force: Bool = false
  ) throws(Problem) -> SavedFile {
    try catchUp()
    let round = try resolve(selector)
    return try save(try picture(of: round, layer: layer), of: round.id, to: path, force: force)
  }

  /// Writes a mask as grey PNG, white = edit.
  @discardableResult
  public func saveMask(
    _ name: String, to path: String, force: Bool = false
  ) throws(Problem) -> SavedFile {
    try requirePNG(path)
    let mask = try maskWeights(name)
    let bytes = try problem(about: path) { () throws(CodecError) in
      try PNG.encode(mask: mask, as: .whiteIsEdit, effort: .small)
    }
    try UserFiles(configuration).write(bytes, to: path, force: force)
    return SavedFile(
      path: path, round: try currentRound().id, size: mask.size, byteCount: bytes.count,
      pixels: mask.pixelDigest)
  }

  /// Writes the current picture with a mask as tint and outline.
  @discardableResult
  public func saveMaskPreview(
    _ name: String, to path: String, force: Bool = false
  ) throws(Problem) -> SavedFile {
    let round = try currentRound()
    let tinted = try preview(of: [try maskWeights(name)], on: round)
    return try save(tinted, of: round.id, to: path, force: force)
  }

  /// A round's pixels.
  public func bitmap(
    _ selector: Selector = .current(back: 0), layer: RoundLayer = .picture
  ) throws(Problem) -> Bitmap {
    try picture(of: try resolve(selector), layer: layer)
  }

  private func picture(of round: Round, layer: RoundLayer) throws(Problem) -> Bitmap {
    switch layer {
    case .picture:
      return try pictures.bitmap(round.picture)
    case .raw:
      guard let raw = round.raw else {
        throw Problem(.notAnEdit, round.id.description)
      }
      return try pictures.bitmap(raw)
    case .mask:
      guard let parent = round.parent else {
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
      picture = try problem(about: "mask") { () throws(RasterError) in
        try picture.tinted(with: mask, bands: configuration.bands)
      }
    }
    return picture
  }

  private func save(
    _ bitmap: Bitmap, of round: RoundID, to path: String, force: Bool
  ) throws(Problem) -> SavedFile {
    try requirePNG(path)
    let bytes = try problem(about: path) { () throws(CodecError) in
      try PNG.encode(bitmap, effort: .small)
    }
    try UserFiles(configuration).write(bytes, to: path, force: force)
    return SavedFile(
      path: path, round: round, size: bitmap.size, byteCount: bytes.count, pixels: bitmap.pixelDigest)
  }

  private func requirePNG(_ path: String) throws(Problem) {
    guard path.lowercased().hasSuffix(".png") else {
      throw Problem(.badValue, "file name", found: path, allowed: ["a name that ends in .png"])
    }
  }
}
