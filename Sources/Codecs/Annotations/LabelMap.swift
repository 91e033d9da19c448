public import Raster

/// A picture whose pixels are numbers of classes or objects, asked for masks by number or by colour.
public struct LabelMap: Sendable {
  /// One number that occurs in a label map.
  public struct Entry: Hashable, Sendable {
    public let label: Int
    /// The palette's colour of this number, where there is a palette that reaches so far.
    public let colour: Colour?
    public let pixelCount: Int
  }

  public let size: PixelSize
  private let labels: [UInt16]
  private let palette: [Colour]?

  /// Wraps the numbers of a picture, top row first.
  ///
  /// - Precondition: both sides are positive and `labels.count == width * height`.
  public init(width: Int, height: Int, labels: [UInt16], palette: [Colour]? = nil) {
    precondition(width > 0 && height > 0, "a label map has at least one pixel")
    precondition(labels.count == width * height, "label count does not fit the map's size")
    size = PixelSize(width: width, height: height)
    self.labels = labels
    self.palette = palette
  }

  /// The numbers that occur, ascending.
  public var entries: [Entry] {
    var counts = [Int](repeating: 0, count: 1 << 16)
    for label in labels { counts[Int(label)] += 1 }
    return counts.indices.filter { counts[$0] > 0 }.map {
      Entry(label: $0, colour: colour(of: $0), pixelCount: counts[$0])
    }
  }

  /// A mask with weight 255 where the picture has this number and 0 elsewhere.
  ///
  /// - Parameters:
  ///   - label: The palette index or grey value as the file stores it.
  ///   - expected: The size that the mask has to have; `nil` takes the map's.
  /// - Throws: `AnnotationError` with `labelNotFound`, which lists the numbers that occur, or `sizeDiffers`.
  public func mask(label: Int, size expected: PixelSize? = nil) throws(AnnotationError) -> Mask {
    try size.require(expected)
    let mask = mask { $0 == label }
    guard mask.weights.contains(255) else {
      throw AnnotationError(
        .labelNotFound, wanted: String(label), listing: AnnotationListing(entries.map { "\($0.label)" }))
    }
    return mask
  }

  /// A mask with weight 255 where the palette gives the picture this colour and 0 elsewhere.
  ///
  /// The alpha of the colour is not looked at; palette entries that are fully transparent have no colour.
  ///
  /// - Throws: `AnnotationError` with `labelNotFound`, which lists the colours that occur as `#rrggbb`, none
  ///   without a palette; or `sizeDiffers`.
  public func mask(colour: Colour, size expected: PixelSize? = nil) throws(AnnotationError) -> Mask {
    try size.require(expected)
    let mask = mask { self.colour(of: $0)?.hasSameShade(as: colour) ?? false }
    guard mask.weights.contains(255) else {
      var seen: Set<String> = []
      let colours = entries.compactMap(\.colour).filter { $0.alpha > 0 }.map(\.hexadecimal)
        .filter { seen.insert($0).inserted }
      throw AnnotationError(
        .labelNotFound, wanted: colour.hexadecimal, listing: AnnotationListing(colours))
    }
    return mask
  }

  private func colour(of label: Int) -> Colour? {
    guard let palette, label < palette.count else { return nil }
    return palette[label]
  }

  private func mask(where isWanted: (Int) -> Bool) -> Mask {
    let weights = (0..<1 << 16).map { isWanted($0) ? 255 : 0 as UInt8 }
    return Mask(width: size.width, height: size.height, weights: labels.map { weights[Int($0)] })
  }
}

extension Bitmap {
  /// Most colours of a picture that is taken for a label map.
  public static let maximumLabelColourCount = 4096

  /// A mask with weight 255 where the picture has exactly this colour and 0 elsewhere.
  ///
  /// The alpha of the colour is not looked at; pixels that are fully transparent have no colour.
  ///
  /// - Throws: `AnnotationError` with `labelNotFound`, which lists the colours that occur as `#rrggbb`, the
  ///   most frequent first; `notALabelMap` when these are too many for a list; or `sizeDiffers`.
  public func labelMask(
    colour: Colour, size expected: PixelSize? = nil
  ) throws(AnnotationError) -> Mask {
    try size.require(expected)
    var weights = [UInt8](repeating: 0, count: width * height)
    var isThere = false
    samples.withUnsafeBufferPointer { samples in
      for index in weights.indices {
        let sample = 4 * index
        guard samples[sample] == colour.red, samples[sample + 1] == colour.green,
          samples[sample + 2] == colour.blue, samples[sample + 3] > 0
        else { continue }
        weights[index] = 255
        isThere = true
      }
    }
    guard isThere else {
      throw AnnotationError(
        .labelNotFound, wanted: colour.hexadecimal,
        listing: AnnotationListing(try labelColours().map(\.colour.hexadecimal)))
    }
    return Mask(width: width, height: height, weights: weights)
  }

  /// The colours that occur and their pixels, the most frequent first; transparent pixels have none.
  ///
  /// - Throws: `AnnotationError` with `notALabelMap` when there are more than `maximumLabelColourCount`.
  public func labelColours() throws(AnnotationError) -> [(colour: Colour, pixelCount: Int)] {
    var counts: [Colour: Int] = [:]
    for y in 0..<height {
      var x = 0
      while x < width {
        var colour = self[x, y]
        let start = x
        repeat { x += 1 } while x < width && self[x, y] == colour
        guard colour.alpha > 0 else { continue }
        colour.alpha = 255
        counts[colour, default: 0] += x - start
        guard counts.count <= Self.maximumLabelColourCount else {
          throw AnnotationError(.notALabelMap, allowed: Self.maximumLabelColourCount)
        }
      }
    }
    // A total order, so that the dictionary's own never shows.
    return counts.map { (colour: $0.key, pixelCount: $0.value) }.sorted {
      ($1.pixelCount, $0.colour.hexadecimal) < ($0.pixelCount, $1.colour.hexadecimal)
    }
  }
}

extension Colour {
  /// `#rrggbb`, small letters.
  fileprivate var hexadecimal: String {
    "#"
      + [red, green, blue].map { value in
        let digits = String(value, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }

  fileprivate func hasSameShade(as other: Colour) -> Bool {
    alpha > 0 && red == other.red && green == other.green && blue == other.blue
  }
}

extension PixelSize {
  fileprivate func require(_ expected: PixelSize?) throws(AnnotationError) {
    guard let expected, expected != self else { return }
    throw AnnotationError(.sizeDiffers(found: self, expected: expected))
  }
}
