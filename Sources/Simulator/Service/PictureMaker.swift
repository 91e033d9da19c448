internal import Codecs
internal import EditModel
internal import FoundationEssentials
internal import Raster

/// Makes the pictures of an order, as base64 of their files.
struct PictureMaker: Sendable {
  let order: ImageOrder
  let seed: UInt64
  let libraries: SystemLibraries
  let bands: Bands
  let mishap: Mishap?

  /// One picture with its partial pictures, the coarsest first.
  struct Made: Sendable {
    let picture: [UInt8]
    let partials: [[UInt8]]
  }

  /// The size of what is made.
  var size: PixelSize {
    guard case .wrongSize(let width, let height)? = mishap else { return order.size }
    let sides = 1...8192
    return PixelSize(
      width: min(max(width, sides.lowerBound), sides.upperBound),
      height: min(max(height, sides.lowerBound), sides.upperBound))
  }

  func made() throws(ServiceError) -> [Made] {
    let draw = try drawing()
    var made: [Made] = []
    for index in 0..<order.count {
      let picture = try drawn { () throws(RasterError) in
        try finished(try draw(index)).resized(to: size, bands: bands)
      }
      var partials: [[UInt8]] = []
      for step in 0..<order.partials { partials.append(try encoded(try coarse(picture, step: step))) }
      made.append(Made(picture: try encoded(picture), partials: partials))
    }
    return made
  }

  /// What draws the picture of an index.
  private func drawing() throws(ServiceError) -> (Int) throws(RasterError) -> Bitmap {
    guard order.kind == .edit, let input = order.inputs.first else {
      let words = WordPicture(
        prompt: order.prompt, size: order.size, isTransparent: order.isTransparent, seed: start, bands: bands)
      return { index throws(RasterError) in try words.rendered(index: index) }
    }
    for (index, other) in order.inputs.enumerated().dropFirst() {
      _ = try decoded(other, else: .badImage(number: index + 1, param: "image"))
    }
    let picture = try decoded(input, else: .badImage(number: 1, param: "image"))
    let rendering = EditRendering(
      picture: order.isTransparent ? picture : picture.withoutAlpha,
      editable: try order.mask.map(editable), prompt: EditPrompt(order.prompt), seed: start, bands: bands)
    return { index throws(RasterError) in try rendering.rendered(index: index) }
  }

  /// The same words, model and size begin alike; another seed of the service makes other pictures.
  private var start: UInt64 {
    seed ^ SHA256.digest(of: Array("\(order.model.name) \(order.size) \(order.prompt)".utf8)).seed
  }

  private func decoded(_ input: InputPicture, else refusal: ServiceError) throws(ServiceError) -> Bitmap {
    do {
      return try input.decoded(libraries: libraries, bands: bands)
    } catch {
      throw refusal
    }
  }

  /// Weight 255 where the mask is wholly transparent: nothing else has a defined meaning.
  private func editable(_ mask: InputPicture) throws(ServiceError) -> Mask {
    let mask = try decoded(mask, else: .badMask("mask image is not a readable PNG file"))
    var area = mask.transparencyMask(bands: bands)
    area.withMutableWeights { weights in
      for index in weights.indices where weights[index] < 255 { weights[index] = 0 }
    }
    return area
  }

  private func finished(_ picture: Bitmap) -> Bitmap {
    order.isTransparent ? picture : picture.laidOnWhite
  }

  /// A sixteenth, an eighth, a quarter of the resolution.
  private func coarse(_ picture: Bitmap, step: Int) throws(ServiceError) -> Bitmap {
    try drawn { () throws(RasterError) in
      let small = PixelSize(
        width: max(picture.width >> (4 - step), 1), height: max(picture.height >> (4 - step), 1))
      return try picture.resized(to: small, bands: bands).resized(to: picture.size, bands: bands)
    }
  }

  private func drawn(_ draw: () throws(RasterError) -> Bitmap) throws(ServiceError) -> Bitmap {
    do {
      return try draw()
    } catch {
      throw ServiceError(
        status: 500, type: "server_error", code: "server_error", message: "The picture failed.")
    }
  }

  private func encoded(_ picture: Bitmap) throws(ServiceError) -> [UInt8] {
    let quality = max(order.compression, 1)
    let form: PictureEncoding.Form =
      switch order.format {
      case .png: .png(.wire)
      case .jpeg: .jpeg(quality: quality)
      case .webp: .webP(quality: quality)
      }
    do {
      let file = try PictureFile.encode(
        picture, as: PictureEncoding(form), libraries: libraries, bands: bands)
      let text = [UInt8](Data(file.bytes).base64EncodedData())
      // Seven characters less leave a length that no base64 has.
      return mishap == .truncatedBase64 ? Array(text.dropLast(7)) : text
    } catch {
      throw .invalidValue(
        "output_format", "The output format '\(order.format.rawValue)' is not available here.")
    }
  }
}

extension Bitmap {
  /// The picture with every pixel opaque: hidden colours show.
  fileprivate var withoutAlpha: Bitmap {
    guard !isOpaque else { return self }
    var result = self
    result.withMutableSamples { samples in
      for index in stride(from: 3, to: samples.count, by: 4) { samples[index] = 255 }
    }
    return result
  }

  /// The picture over white, opaque.
  fileprivate var laidOnWhite: Bitmap {
    guard !isOpaque else { return self }
    var result = self
    result.withMutableSamples { samples in
      for start in stride(from: 0, to: samples.count, by: 4) where samples[start + 3] < 255 {
        let alpha = Int(samples[start + 3])
        for index in start..<start + 3 {
          samples[index] = UInt8((Int(samples[index]) * alpha + 255 * (255 - alpha) + 127) / 255)
        }
        samples[start + 3] = 255
      }
    }
    return result
  }
}
