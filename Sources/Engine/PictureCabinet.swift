internal import Codecs
internal import EditModel
internal import Raster
internal import Store

/// Pictures and masks of a session, decoded; the few that were used last are kept.
final class PictureCabinet {
  private enum Kept {
    case bitmap(Bitmap)
    case mask(Mask)
  }

  /// Decoded pictures are large; a round in work needs its base, its raw picture and its result.
  private static let capacity = 4

  private let folder: SessionFolder
  private let bands: Bands
  private let libraries: SystemLibraries
  private var kept: [(object: Digest, value: Kept)] = []
  private var facts: [Digest: MaskFacts] = [:]
  /// Masks that stand nowhere: what each is scaled from.
  private var scaled: [Digest: (origin: StoredPicture, size: PixelSize)] = [:]

  init(folder: SessionFolder, bands: Bands, libraries: SystemLibraries) {
    self.folder = folder
    self.bands = bands
    self.libraries = libraries
  }

  func bitmap(_ stored: StoredPicture) throws(Problem) -> Bitmap {
    if case .bitmap(let bitmap) = recall(stored.object) { return bitmap }
    let bytes = try object(stored.object)
    let bitmap = try problem(about: "objects/\(stored.object.short)") { () throws(CodecError) in
      try PictureFile.decode(
        bytes, limits: stored.limits, libraries: libraries, bands: bands
      ).bitmap
    }
    keep(.bitmap(bitmap), as: stored.object)
    return bitmap
  }

  /// A picture that came as a file, with what its file says of it.
  func decoded(_ stored: StoredPicture) throws(Problem) -> DecodedPicture {
    let bytes = try object(stored.object)
    return try problem(about: "objects/\(stored.object.short)") { () throws(CodecError) in
      try PictureFile.decode(bytes, limits: stored.limits, libraries: libraries, bands: bands)
    }
  }

  /// What is known of a picture that came as a file and stands in the objects as it came.
  ///
  /// - Throws: `Problem` with code `notAPicture`, `damagedFile` and the like.
  func received(_ object: Digest) throws(Problem) -> StoredPicture {
    let bytes = try self.object(object)
    let bitmap = try problem(about: "objects/\(object.short)") { () throws(CodecError) in
      try PictureFile.decode(bytes, libraries: libraries, bands: bands).bitmap
    }
    let stored = StoredPicture(
      object: object, pixels: bitmap.pixelDigest, size: bitmap.size, byteCount: bytes.count)
    keep(.bitmap(bitmap), as: object)
    return stored
  }

  func mask(_ stored: StoredPicture) throws(Problem) -> Mask {
    if case .mask(let mask) = recall(stored.object) { return mask }
    if let source = scaled[stored.object] {
      let mask = try resized(source.origin, to: source.size)
      keep(.mask(mask), as: stored.object)
      return mask
    }
    let bytes = try object(stored.object)
    let mask = try problem(about: "objects/\(stored.object.short)") { () throws(CodecError) in
      try PNG.decodeMask(bytes, limits: stored.limits, interpretation: .stated(.whiteIsEdit)).mask
    }
    keep(.mask(mask), as: stored.object)
    return mask
  }

  /// A mask scaled for planning, without writing anything: it is made again whenever it is asked for.
  func scaled(_ stored: StoredPicture, to size: PixelSize) throws(Problem) -> StoredPicture {
    let mask = try resized(stored, to: size)
    // Nothing else has this name: what stands in the objects is named by the digest of a file.
    let name = mask.pixelDigest
    scaled[name] = (stored, size)
    facts[name] = mask.facts(bands: bands)
    keep(.mask(mask), as: name)
    return StoredPicture(object: name, pixels: name, size: size, byteCount: stored.byteCount)
  }

  /// A mask at another size.
  func resized(_ stored: StoredPicture, to size: PixelSize) throws(Problem) -> Mask {
    let mask = try mask(stored)
    return try problem(about: "masks") { () throws(RasterError) in try mask.resized(to: size, bands: bands) }
  }

  /// The mask's figures, computed once for each digest.
  func maskFacts(_ stored: StoredPicture) throws(Problem) -> MaskFacts {
    if let known = facts[stored.pixels] { return known }
    let computed = try mask(stored).facts(bands: bands)
    facts[stored.pixels] = computed
    return computed
  }

  /// Stores a picture losslessly and says where it stands.
  func store(_ bitmap: Bitmap) throws(Problem) -> StoredPicture {
    let bytes = try problem(about: "picture") { () throws(CodecError) in
      try PNG.encode(bitmap, effort: .wire)
    }
    let stored = StoredPicture(
      object: try put(bytes), pixels: bitmap.pixelDigest, size: bitmap.size, byteCount: bytes.count)
    keep(.bitmap(bitmap), as: stored.object)
    return stored
  }

  /// Stores a mask as grey PNG, white = edit.
  func store(_ mask: Mask) throws(Problem) -> StoredPicture {
    let bytes = try problem(about: "mask") { () throws(CodecError) in
      try PNG.encode(mask: mask, as: .whiteIsEdit)
    }
    let stored = StoredPicture(
      object: try put(bytes), pixels: mask.pixelDigest, size: mask.size, byteCount: bytes.count)
    keep(.mask(mask), as: stored.object)
    return stored
  }

  /// Stores bytes as they are.
  func put(_ bytes: [UInt8]) throws(Problem) -> Digest {
    try problem(about: "objects") { () throws(StoreError) in try folder.put(bytes) }
  }

  func object(_ digest: Digest) throws(Problem) -> [UInt8] {
    try problem(about: "objects/\(digest.short)") { () throws(StoreError) in
      try folder.object(digest)
    }
  }

  private func recall(_ object: Digest) -> Kept? {
    guard let index = kept.firstIndex(where: { $0.object == object }) else { return nil }
    let entry = kept.remove(at: index)
    kept.append(entry)
    return entry.value
  }

  private func keep(_ value: Kept, as object: Digest) {
    kept.removeAll { $0.object == object }
    kept.append((object, value))
    if kept.count > Self.capacity { kept.removeFirst() }
  }
}

extension StoredPicture {
  /// What the session itself has written is read back, however large it is.
  fileprivate var limits: DecodeLimits {
    DecodeLimits(
      maxPixels: size.pixelCount ?? .max, maxSide: max(size.width, size.height), maxBytes: byteCount)
  }
}
