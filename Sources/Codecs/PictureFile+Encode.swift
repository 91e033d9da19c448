public import Raster

extension PictureFile {
  /// Writes a picture as a file, with the metadata that the format has a place for.
  ///
  /// Defaults of the forms: JPEG and WebP of quality 90. Grey pictures become grey JPEG files. JPEG has no
  /// alpha: a picture with alpha is laid on white, and the result says so. WebP changes the colour under wholly
  /// transparent pixels (see `losesHiddenColour`). With a byte limit, qualities up to the stated one are tried
  /// by halving, eight encodings at most, and JPEG is written progressively, which is smaller; PNG and lossless
  /// WebP have one size only.
  ///
  /// The size that the EXIF block states is set to the picture's. A profile for other colours than the file's
  /// is dropped.
  ///
  /// - Parameters:
  ///   - bitmap: Upright. JPEG: sides up to 65,500; WebP: up to 16,383.
  ///   - metadata: What goes along; `dropped` names what does not.
  ///   - libraries: Where libturbojpeg and libwebp are; not looked at for PNG.
  /// - Throws: `CodecError` with `libraryMissing`, `notEncodable`, `qualityOutOfRange`, `outOfMemory`, or
  ///   `byteLimitUnreachable` with the smallest byte count that was reached.
  public static func encode(
    _ bitmap: Bitmap, as encoding: PictureEncoding, metadata: PictureMetadata = PictureMetadata(),
    libraries: SystemLibraries = .standard, bands: Bands = .standard
  ) throws(CodecError) -> EncodedPicture {
    let writer = PictureWriter(
      bitmap, form: encoding.form, isLimited: encoding.maxBytes != nil, metadata: metadata,
      libraries: libraries, bands: bands)
    let first = try writer.write(quality: encoding.form.quality)
    guard let limit = encoding.maxBytes, first.count > limit else {
      return writer.result(first, quality: encoding.form.quality, encodingCount: 1)
    }
    guard let quality = encoding.form.quality else {
      throw CodecError(.byteLimitUnreachable, found: first.count, allowed: limit)
    }
    return try writer.writeBest(below: quality, limit: limit, smallest: first.count)
  }
}

/// One picture on its way into files of one form.
private struct PictureWriter {
  private let form: PictureEncoding.Form
  private let bitmap: Bitmap
  private let isGrey: Bool
  private let isLimited: Bool
  private let wasFlattened: Bool
  private let losesHiddenColour: Bool
  private let metadata: PictureMetadata
  private let unfit: [String]
  private let libraries: SystemLibraries
  private let bands: Bands

  struct File {
    let bytes: [UInt8]
    let dropped: [String]
    var count: Int { bytes.count }
  }

  init(
    _ source: Bitmap, form: PictureEncoding.Form, isLimited: Bool, metadata: PictureMetadata,
    libraries: SystemLibraries, bands: Bands
  ) {
    wasFlattened = form.format == .jpeg && !source.isOpaque
    bitmap = wasFlattened ? source.laidOnWhite : source
    // A grey picture with a profile for three colours keeps the three, and WebP has no other than three.
    let isProfileRGB = metadata.profile.map { ICCProfile.space(of: $0) == .rgb } ?? false
    isGrey = form.format != .webp && !isProfileRGB && PNGLayout(neededBy: bitmap, bands: bands).isGrey
    losesHiddenColour = form.format == .webp && bitmap.hasHiddenColour
    (self.metadata, unfit) = metadata.fitting(form.format, size: bitmap.size, isGrey: isGrey)
    self.form = form
    self.isLimited = isLimited
    self.libraries = libraries
    self.bands = bands
  }

  func write(quality: Int?) throws(CodecError) -> File {
    switch form {
    case .png(let effort):
      let file = try PNG.encodeNamingDropped(bitmap, effort: effort, metadata: metadata, bands: bands)
      return File(bytes: file.bytes, dropped: file.dropped)
    case .jpeg(let stated):
      let plain = try JPEG.encode(
        bitmap, isGrey: isGrey, quality: quality ?? stated, isProgressive: isLimited, libraries: libraries)
      let file = JPEG.file(plain, with: metadata)
      return File(bytes: file.bytes, dropped: file.dropped)
    case .webP, .losslessWebP:
      let plain = try WebP.encode(bitmap, quality: quality, libraries: libraries)
      let file = try WebP.file(plain, with: metadata)
      return File(bytes: file.bytes, dropped: file.dropped)
    }
  }

  /// The highest quality below a stated one whose file keeps the limit, as far as sizes grow with quality.
  func writeBest(below stated: Int, limit: Int, smallest first: Int) throws(CodecError) -> EncodedPicture {
    var best: (file: File, quality: Int)?
    var candidates = 1..<max(stated, 1)
    var smallest = first
    var encodingCount = 1
    while !candidates.isEmpty {
      let quality = (candidates.lowerBound + candidates.upperBound) / 2
      let file = try write(quality: quality)
      encodingCount += 1
      smallest = min(smallest, file.count)
      if file.count <= limit {
        best = (file, quality)
        candidates = (quality + 1)..<candidates.upperBound
      } else {
        candidates = candidates.lowerBound..<quality
      }
    }
    guard let best else { throw CodecError(.byteLimitUnreachable, found: smallest, allowed: limit) }
    return result(best.file, quality: best.quality, encodingCount: encodingCount)
  }

  func result(_ file: File, quality: Int?, encodingCount: Int) -> EncodedPicture {
    EncodedPicture(
      bytes: file.bytes, format: form.format, quality: quality, wasFlattened: wasFlattened,
      losesHiddenColour: losesHiddenColour, dropped: unfit + file.dropped, encodingCount: encodingCount)
  }
}

extension PictureMetadata {
  /// The metadata as it is true of a file of the format, and names of what is not.
  fileprivate func fitting(
    _ format: PictureFormat, size: PixelSize, isGrey: Bool
  ) -> (metadata: PictureMetadata, dropped: [String]) {
    var result = self
    var dropped: [String] = []
    result.exif = exif.map { EXIF.block($0, stating: size) }
    if let profile, ICCProfile.space(of: profile) != (isGrey ? .grey : .rgb) {
      result.profile = nil
      dropped.append("colour profile")
    }
    guard format != .png, result.profile == nil else { return (result, dropped) }
    // Without a profile, gamma and primaries of a PNG file say how its colours look; others have no place.
    if let gamma, !(45_000...46_000).contains(gamma) { dropped.append("gamma") }
    if chromaticities != nil, renderingIntent == nil { dropped.append("chromaticities") }
    return (result, dropped)
  }
}

extension Bitmap {
  /// The picture over white, opaque: c·α + 255·(1 − α), rounded.
  fileprivate var laidOnWhite: Bitmap {
    var result = self
    result.withMutableSamples { samples in
      for start in stride(from: 0, to: samples.count, by: 4) where samples[start + 3] < 255 {
        let alpha = UInt32(samples[start + 3])
        for index in start..<(start + 3) {
          samples[index] = UInt8((UInt32(samples[index]) * alpha + 255 * (255 - alpha) + 127) / 255)
        }
        samples[start + 3] = 255
      }
    }
    return result
  }

  /// True when a wholly transparent pixel has another colour than black.
  fileprivate var hasHiddenColour: Bool {
    samples.withUnsafeBufferPointer { samples in
      stride(from: 0, to: samples.count, by: 4).contains {
        samples[$0 + 3] == 0 && (samples[$0] | samples[$0 + 1] | samples[$0 + 2]) != 0
      }
    }
  }
}
