internal import Codecs
public import EditModel
internal import Raster

extension Session {
  /// Writes a mask as PNG.
  ///
  /// - Parameter polarity: What marks the part to edit; `automatic` means white.
  @discardableResult
  public func saveMask(
    _ name: String, to path: String, as polarity: MaskFileOptions.Polarity = .white, force: Bool = false
  ) throws(Problem) -> SavedFile {
    guard FileFormat(ofName: path) == .png else {
      throw Problem(.badValue, "file name", found: path, allowed: ["a name that ends in .png"])
    }
    try catchUp()
    let mask = try maskWeights(name)
    let bytes = try problem(about: path) { () throws(CodecError) in
      try PNG.encode(mask: mask, as: polarity.written, effort: .small, bands: configuration.bands)
    }
    try proveReadable(bytes, as: polarity, mask, path)
    try UserFiles(configuration).write(bytes, to: path, force: force)
    return SavedFile(
      path: path, round: try currentRound().id, size: mask.size, byteCount: bytes.count,
      pixels: mask.pixelDigest, format: .png, quality: nil, wasFlattened: false, dropped: [])
  }

  /// Reads a written mask back by libpng, row by row, before it leaves: what others will see is what was meant.
  private func proveReadable(
    _ bytes: [UInt8], as polarity: MaskFileOptions.Polarity, _ mask: Mask, _ path: String
  ) throws(Problem) {
    let validation = try problem(about: path) { () throws(CodecError) in
      try PNG.validateMask(bytes.span.bytes, interpretation: .stated(polarity.written))
    }
    guard validation.size == mask.size, validation.facts == mask.facts(bands: configuration.bands) else {
      throw Problem(.bug, path, underlying: "the written mask reads back otherwise")
    }
  }

  /// The mask that a file holds, of the current picture's size.
  func loadedMask(
    _ path: String, _ options: MaskFileOptions, size: PixelSize
  ) throws(Problem) -> Mask {
    let bytes = try UserFiles(configuration).read(path)
    guard PictureFormat.sniff(bytes) == .unknown else {
      return try maskFromPicture(bytes, path, options, size: size)
    }
    return try maskFromAnnotations(bytes, path, options, size: size)
  }

  private func maskFromPicture(
    _ bytes: [UInt8], _ path: String, _ options: MaskFileOptions, size: PixelSize
  ) throws(Problem) -> Mask {
    if let odd = options.image.map({ _ in "--image" }) ?? options.instance.map({ _ in "--instance" }) {
      throw Problem(.usage, "mask load", found: odd, allowed: ["\(odd) with an annotation file"])
    }
    if let label = options.label { return try maskFromLabels(bytes, path, label, size: size) }
    let reading = try problem(about: path) { () throws(CodecError) in
      try PictureFile.decodeMask(
        bytes, interpretation: options.polarity.interpretation, libraries: configuration.libraries,
        bands: configuration.bands)
    }
    if options.polarity == .automatic {
      notices.append(
        Notice(.polarity(.init(codec: reading.polarity), reason: reading.reason.rawValue)))
    }
    if reading.snappedPixelCount > 0 {
      notices.append(Notice(.maskCleaned(pixels: reading.snappedPixelCount)))
    }
    return try sized(reading.mask, size, path, scaling: options.fits)
  }

  private func maskFromLabels(
    _ bytes: [UInt8], _ path: String, _ label: String, size: PixelSize
  ) throws(Problem) -> Mask {
    if let colour = Colour(hex: label) {
      let picture = try problem(about: path) { () throws(CodecError) in
        try PictureFile.decode(bytes, libraries: configuration.libraries).bitmap
      }
      return try problem(about: path) { () throws(AnnotationError) in
        try picture.labelMask(colour: colour, size: size)
      }
    }
    guard let index = Int(label) else {
      throw Problem(
        .badValue, "--label", found: label, allowed: ["an index", "#rrggbb"])
    }
    let picture = try problem(about: path) { () throws(CodecError) in
      try PNG.labels(of: bytes.span.bytes)
    }
    let map = LabelMap(
      width: picture.size.width, height: picture.size.height, labels: picture.labels, palette: picture.palette
    )
    return try problem(about: path) { () throws(AnnotationError) in
      try map.mask(label: index, size: size)
    }
  }

  private func maskFromAnnotations(
    _ bytes: [UInt8], _ path: String, _ options: MaskFileOptions, size: PixelSize
  ) throws(Problem) -> Mask {
    let file = try problem(about: path) { () throws(AnnotationError) in try AnnotationFile(reading: bytes) }
    if options.polarity != .automatic || options.fits {
      let odd = options.fits ? "--fit" : "--polarity"
      throw Problem(.usage, "mask load", found: odd, allowed: ["\(odd) with a picture file"])
    }
    let found = try problem(about: path) { () throws(AnnotationError) in
      try file.mask(
        image: options.image, label: options.label, instance: options.instance?.codec ?? .all, size: size,
        bands: configuration.bands)
    }
    notices.append(Notice(.annotations(Notice.AnnotationSummary(found))))
    return found.mask
  }

  private func sized(
    _ mask: Mask, _ size: PixelSize, _ path: String, scaling: Bool
  ) throws(Problem) -> Mask {
    guard mask.size != size else { return mask }
    guard scaling else {
      throw Problem(.sizeDiffers, path, found: "\(mask.size)", allowed: ["\(size)"])
    }
    notices.append(Notice(.maskScaled(from: mask.size, to: size, kernel: Mask.resampling.rawValue)))
    return try problem(about: path) { () throws(RasterError) in
      try mask.resized(to: size, bands: configuration.bands)
    }
  }
}

extension Notice.AnnotationSummary {
  fileprivate init(_ mask: AnnotatedMask) {
    self.init(
      kind: mask.kind.rawValue, image: mask.image, labels: mask.labels, used: mask.instanceCount,
      boxes: mask.boxCount, skipped: mask.skippedShapeCount)
  }
}

extension MaskFileOptions.Instance {
  fileprivate var codec: InstanceChoice {
    switch self {
    case .all: .all
    case .number(let number): .number(number)
    }
  }
}

extension MaskFileOptions.Polarity {
  var interpretation: MaskInterpretation {
    self == .automatic ? .automatic : .stated(written)
  }

  fileprivate var written: MaskPolarity {
    switch self {
    case .white, .automatic: .whiteIsEdit
    case .black: .blackIsEdit
    case .alpha: .alphaZeroIsEdit
    }
  }

  init(codec: MaskPolarity) {
    switch codec {
    case .whiteIsEdit: self = .white
    case .blackIsEdit: self = .black
    case .alphaZeroIsEdit: self = .alpha
    }
  }
}
