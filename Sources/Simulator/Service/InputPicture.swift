internal import Codecs
internal import Raster

/// A picture that came with a request: its bytes, and what its header says.
struct InputPicture: Sendable {
  let bytes: ArraySlice<UInt8>
  let format: PictureFormat
  /// Upright.
  let size: PixelSize
  let hasAlpha: Bool

  /// - Throws: `CodecError` for what is no PNG, JPEG or WebP picture.
  init(_ bytes: ArraySlice<UInt8>) throws(CodecError) {
    let header = try PictureFile.header(of: bytes.span.bytes)
    self.bytes = bytes
    format = header.format
    size = header.uprightSize
    hasAlpha = header.hasAlpha
  }

  /// The pixels.
  func decoded(libraries: SystemLibraries, bands: Bands) throws(CodecError) -> Bitmap {
    try PictureFile.decode(bytes.span.bytes, libraries: libraries, bands: bands).bitmap
  }
}

/// Reads the pictures of an edit, from the files of a form or the references of a JSON body.
struct InputReader {
  let fields: RequestFields
  let files: (String) -> StoredFile?

  static let mostPictures = 16
  /// Bytes that one picture stays below.
  static let pictureLimit = 50_000_000
  /// Bytes that the mask stays below: the stricter of two published numbers.
  static let maskLimit = 4_000_000
  /// Most characters of an `image_url`.
  static let addressLimit = 20_971_520

  private static let types: Set<String> = ["image/png", "image/jpeg", "image/webp"]

  /// One file of the request with the name that errors call it by.
  private struct Source {
    let bytes: ArraySlice<UInt8>
    let param: String
  }

  func pictures() throws(ServiceError) -> [InputPicture] {
    let sources = fields.isForm ? try formSources() : try jsonSources()
    var pictures: [InputPicture] = []
    for (index, source) in sources.enumerated() {
      guard source.bytes.count < Self.pictureLimit else {
        throw .invalidValue(source.param, "Invalid file '\(source.param)': it must be smaller than 50 MB.")
      }
      do {
        pictures.append(try InputPicture(source.bytes))
      } catch {
        throw .badImage(number: index + 1, param: source.param)
      }
    }
    return pictures
  }

  private func formSources() throws(ServiceError) -> [Source] {
    let single = try fields.files("image")
    let list = try fields.files("image[]")
    guard single.count < 2, single.isEmpty || list.isEmpty else { throw .duplicate("image") }
    let files = single + list
    guard !files.isEmpty else { throw .missing("image") }
    guard files.count <= Self.mostPictures else {
      throw .tooMany("image", count: files.count, limit: Self.mostPictures)
    }
    var sources: [Source] = []
    for (index, file) in files.enumerated() {
      sources.append(try source(file, param: list.isEmpty ? "image" : "image[\(index)]"))
    }
    return sources
  }

  private func source(_ file: RequestFields.File, param: String) throws(ServiceError) -> Source {
    guard Self.types.contains(file.contentType) else {
      throw .unsupportedFileType(file.contentType, param: param)
    }
    return Source(bytes: file.bytes, param: param)
  }

  private func jsonSources() throws(ServiceError) -> [Source] {
    guard case .json(let value)? = try fields.value("images") else { throw .missing("images") }
    guard case .array(let references) = value else {
      throw .invalidType("images", expected: "an array of objects", found: value.kind)
    }
    guard !references.isEmpty else {
      throw ServiceError(
        code: "array_below_min_length", param: "images",
        message: "Invalid 'images': empty array. Expected an array with minimum length 1.")
    }
    guard references.count <= Self.mostPictures else {
      throw .tooMany("images", count: references.count, limit: Self.mostPictures)
    }
    var sources: [Source] = []
    for (index, reference) in references.enumerated() {
      sources.append(try source(reference, param: "images[\(index)]"))
    }
    return sources
  }

  /// The bytes of `{"file_id": …}` or `{"image_url": …}`.
  private func source(_ reference: JSONValue, param: String) throws(ServiceError) -> Source {
    guard case .object(let members) = reference else {
      throw .invalidType(param, expected: "an object", found: reference.kind)
    }
    let names: Set = ["file_id", "image_url"]
    if let stranger = members.first(where: { !names.contains($0.name) }) {
      throw .unknown("\(param).\(stranger.name.prefix(64))")
    }
    let stated = members.filter { $0.value != .null }
    guard stated.count == 1, let member = stated.first else {
      throw .invalidValue(param, "Exactly one of 'file_id' and 'image_url' must be given in '\(param)'.")
    }
    guard case .string(let text) = member.value else {
      throw .invalidType("\(param).\(member.name)", expected: "a string", found: member.value.kind)
    }
    return member.name == "file_id" ? try stored(text, param) : try linked(text, param)
  }

  private func stored(_ id: String, _ param: String) throws(ServiceError) -> Source {
    guard let file = files(id) else {
      throw ServiceError(
        code: "image_file_not_found", param: "\(param).file_id",
        message: "No such File object: \(id.prefix(64))")
    }
    return Source(bytes: file.bytes[...], param: param)
  }

  private func linked(_ text: String, _ param: String) throws(ServiceError) -> Source {
    let count = text.utf8.count
    guard count <= Self.addressLimit else {
      throw .tooLong("\(param).image_url", count: count, limit: Self.addressLimit)
    }
    if text.hasPrefix("https://") || text.hasPrefix("http://") {
      // The simulator fetches nothing.
      throw .invalidValue("url", "Error while downloading file. Upstream status code: 404.")
    }
    guard let data = DataAddress(text) else {
      throw .invalidValue(
        "\(param).image_url", "Invalid '\(param).image_url': expected a URL or a base64-encoded data URL.")
    }
    guard Self.types.contains(data.contentType) else {
      throw .unsupportedFileType(data.contentType, param: param)
    }
    return Source(bytes: data.bytes[...], param: param)
  }
}

extension InputReader {
  /// The mask, checked as far as its header tells; `nil` where none is sent.
  ///
  /// An overlay with drawings (`markup`) is checked and has no other effect.
  ///
  /// - Parameter picture: The first picture, which both must fit.
  func mask(over picture: InputPicture, for model: SimModel) throws(ServiceError) -> InputPicture? {
    if let markup = try file("markup") {
      guard model.hasMarkup else {
        throw .invalidValue("markup", "The model '\(model.name)' does not support the 'markup' parameter.")
      }
      guard !fields.has("mask") else {
        throw .invalidValue("markup", "'markup' and 'mask' cannot be used together.")
      }
      let drawing = try overlay(markup, on: picture, limit: Self.pictureLimit)
      guard let pixels = try? drawing.decoded(libraries: .standard, bands: .standard), !pixels.isOpaque else {
        throw .invalidValue("markup", "'markup' must contain transparent pixels.")
      }
      return nil
    }
    return try file("mask").map { source throws(ServiceError) in
      try overlay(source, on: picture, limit: Self.maskLimit)
    }
  }

  private func file(_ name: String) throws(ServiceError) -> Source? {
    if fields.isForm {
      let files = try fields.files(name)
      guard files.count < 2 else { throw .duplicate(name) }
      return try files.first.map { file throws(ServiceError) in try source(file, param: name) }
    }
    guard case .json(let reference)? = try fields.value(name) else { return nil }
    return try source(reference, param: name)
  }

  private func overlay(
    _ source: Source, on picture: InputPicture, limit: Int
  ) throws(ServiceError) -> InputPicture {
    guard source.bytes.count < limit else {
      throw .badMask("mask image must be smaller than \(limit / 1_000_000) MB", param: source.param)
    }
    guard let overlay = try? InputPicture(source.bytes), overlay.format == .png else {
      throw .badMask("mask image is not a readable PNG file", param: source.param)
    }
    guard overlay.hasAlpha else { throw .badMask("mask image missing alpha channel", param: source.param) }
    guard overlay.size == picture.size else {
      throw .badMask("mask size does not match image size", param: source.param)
    }
    return overlay
  }
}
