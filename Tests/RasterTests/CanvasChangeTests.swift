import Raster
import Testing

@Suite struct CanvasChangeTests {
  static let old = PixelSize(width: 7, height: 5)

  /// Changes that copy pixels, with the place of the old picture's first pixel in the new frame.
  static let copies: [(CanvasChange, PixelSize, x: Int, y: Int)] = {
    func size(_ width: Int, _ height: Int) -> PixelSize { PixelSize(width: width, height: height) }
    let slots: [(CanvasAnchor, Int, Int)] = [
      (.topLeft, 0, 0), (.top, 2, 0), (.topRight, 5, 0), (.left, 0, 1), (.centre, 2, 1),
      (.right, 5, 1), (.bottomLeft, 0, 3), (.bottom, 2, 3), (.bottomRight, 5, 3),
    ]
    return slots.map { (.pad(to: size(12, 8), anchor: $0.0), size(12, 8), $0.1, $0.2) } + [
      (.extend(left: 3, top: 1, right: 2, bottom: 70), size(12, 76), 3, 1),
      (.extend(bottom: 2), size(7, 7), 0, 0),
      (.extend(), old, 0, 0),
      (.pad(to: old), old, 0, 0),
      (.pad(to: size(8, 5)), size(8, 5), 0, 0),
      (.crop(PixelRect(x: 2, y: 1, width: 4, height: 3)), size(4, 3), -2, -1),
      (.crop(PixelRect(x: 0, y: 0, width: 7, height: 5)), old, 0, 0),
      (.fit(in: old), old, 0, 0),
      (.fit(in: size(9, 5), anchor: .right), size(9, 5), 2, 0),
      (.fit(in: size(7, 9), anchor: .bottom), size(7, 9), 0, 4),
    ]
  }()

  private func isInside(_ x: Int, _ y: Int) -> Bool {
    x >= 0 && y >= 0 && x < Self.old.width && y < Self.old.height
  }

  @Test(arguments: copies.indices)
  func copiesEveryPixelToItsPlace(index: Int) throws {
    let (change, frame, x, y) = Self.copies[index]
    let bitmap = RandomRasters.bitmap(width: 7, height: 5, seed: 1, opaque: false)
    let colour = Colour(red: 9, green: 200, blue: 31, alpha: 77)
    let fills: [(CanvasFill, Colour?)] = [
      (.transparent, Colour(red: 0, green: 0, blue: 0, alpha: 0)), (.colour(colour), colour),
      (.edge, nil),
    ]
    #expect(try change.size(from: Self.old) == frame)
    for (fill, background) in fills {
      var expected = Bitmap(width: frame.width, height: frame.height, filledWith: .white)
      for v in 0..<frame.height {
        for u in 0..<frame.width {
          let nearest = bitmap[min(max(u - x, 0), 6), min(max(v - y, 0), 4)]
          expected[u, v] = isInside(u - x, v - y) ? nearest : background ?? nearest
        }
      }
      for bands in RandomRasters.allBands() {
        #expect(try change.applied(to: bitmap, fill: fill, bands: bands) == expected)
      }
    }
  }

  @Test(arguments: copies.indices)
  func carriesMasksByTheSameGeometry(index: Int) throws {
    let (change, frame, x, y) = Self.copies[index]
    let mask = RandomRasters.mask(width: 7, height: 5, seed: 2)
    var carried = Mask(width: frame.width, height: frame.height, filledWith: 0)
    var area = Mask(width: frame.width, height: frame.height, filledWith: 255)
    for v in 0..<frame.height {
      for u in 0..<frame.width where isInside(u - x, v - y) {
        carried[u, v] = mask[u - x, v - y]
        area[u, v] = 0
      }
    }
    #expect(try change.applied(to: mask) == carried)
    #expect(try change.newArea(from: Self.old) == (area.facts().isEmpty ? nil : area))
  }

  /// Old size, frame, and the size that the picture gets inside.
  static let fits = [
    (PixelSize(width: 100, height: 50), PixelSize(width: 64, height: 64), 64, 32),
    (PixelSize(width: 50, height: 100), PixelSize(width: 64, height: 64), 32, 64),
    (PixelSize(width: 30, height: 20), PixelSize(width: 90, height: 80), 90, 60),
    (PixelSize(width: 1000, height: 3), PixelSize(width: 50, height: 50), 50, 1),
    (PixelSize(width: 3, height: 7), PixelSize(width: 1, height: 1), 1, 1),
    (PixelSize(width: 33, height: 17), PixelSize(width: 64, height: 40), 64, 33),
    (PixelSize(width: 1, height: 1), PixelSize(width: 13, height: 9), 9, 9),
  ]

  @Test(arguments: fits)
  func fitsPicturesAndMasksInTheMiddle(
    old: PixelSize, frame: PixelSize, width: Int, height: Int
  ) throws {
    let change = CanvasChange.fit(in: frame)
    let place = PixelRect(
      x: (frame.width - width) / 2, y: (frame.height - height) / 2, width: width, height: height)
    #expect(try change.placement(from: old) == place)
    let bitmap = RandomRasters.bitmap(width: old.width, height: old.height, seed: 3, opaque: true)
    let fitted = try change.applied(to: bitmap, fill: .colour(.black))
    #expect(fitted.size == frame)
    #expect(try fitted.cropped(to: place) == bitmap.resized(to: place.size))
    let mask = RandomRasters.mask(width: old.width, height: old.height, seed: 3)
    let carried = try change.applied(to: mask)
    #expect(try carried.cropped(to: place) == mask.resized(to: place.size))
    let area = try change.newArea(from: old)
    #expect(area?.facts().fullPixelCount ?? 0 == frame.width * frame.height - width * height)
    if let area { #expect(try carried.isDisjoint(from: area)) }
  }

  @Test func aFittedPictureFillsAFrameOfItsRatio() throws {
    let change = CanvasChange.fit(in: PixelSize(width: 300, height: 200), anchor: .topLeft)
    #expect(try change.newArea(from: PixelSize(width: 30, height: 20)) == nil)
  }

  static let refusals: [(CanvasChange, String)] = [
    (.extend(left: -1), "numberOutOfRange"),
    (.extend(bottom: Int.min), "numberOutOfRange"),
    (.extend(top: Int.max), "numberOutOfRange"),
    (.extend(left: 1 << 30, top: 1 << 30, right: 1 << 30, bottom: 1 << 30), "sizeOutOfRange"),
    (.crop(PixelRect(x: 0, y: 0, width: 0, height: 5)), "rectangleOutsideFrame"),
    (.crop(PixelRect(x: 3, y: 0, width: Int.max, height: 5)), "rectangleOutsideFrame"),
    (.crop(PixelRect(x: Int.min, y: 0, width: 3, height: 3)), "rectangleOutsideFrame"),
    (.pad(to: PixelSize(width: 6, height: 100)), "sizeTooSmall"),
    (.pad(to: PixelSize(width: 100, height: 4)), "sizeTooSmall"),
    (.pad(to: PixelSize(width: Int.max, height: Int.max)), "sizeOutOfRange"),
    (.fit(in: PixelSize(width: 0, height: 3)), "sizeOutOfRange"),
    (.fit(in: PixelSize(width: -4, height: -3)), "sizeOutOfRange"),
  ]

  @Test(arguments: refusals.indices)
  func refusesWhatCannotBeMade(index: Int) {
    let (change, code) = Self.refusals[index]
    let bitmap = Bitmap(width: 7, height: 5, filledWith: .white)
    let mask = Mask(width: 7, height: 5, filledWith: 3)
    let refused: (RasterError?) -> Bool = { $0?.code == code }
    #expect(refused(#expect(throws: RasterError.self) { try change.size(from: Self.old) }))
    #expect(
      refused(#expect(throws: RasterError.self) { try change.applied(to: bitmap, fill: .edge) }))
    #expect(refused(#expect(throws: RasterError.self) { try change.applied(to: mask) }))
    #expect(refused(#expect(throws: RasterError.self) { try change.newArea(from: Self.old) }))
  }

  @Test func refusesAnOldFrameWithoutPixels() {
    #expect(throws: RasterError.self) {
      try CanvasChange.extend(left: 1).size(from: PixelSize(width: 0, height: Int.max))
    }
  }
}
