/// Pixels that hang together.
public struct MaskComponent: Hashable, Sendable {
  /// Pixels.
  public let area: Int
  /// The smallest rectangle that holds them.
  public let bounds: PixelRect
  /// Those of them that lie on the frame's edge and are more than half edited.
  public let contact: FrameContact

  package init(area: Int, bounds: PixelRect, contact: FrameContact = FrameContact()) {
    self.area = area
    self.bounds = bounds
    self.contact = contact
  }
}

/// A number of regions and the pixels in all of them.
public struct RegionCount: Hashable, Sendable {
  public var count: Int
  public var pixelCount: Int

  package init(count: Int = 0, pixelCount: Int = 0) {
    self.count = count
    self.pixelCount = pixelCount
  }

  mutating func add(area: Int) {
    count += 1
    pixelCount += area
  }
}

/// The connected components of a mask.
public struct MaskComponents: Hashable, Sendable {
  /// Most components that `largest` lists.
  public static let listLimit = 64

  /// All components, listed or not.
  public let count: Int
  /// Pixels of the smallest component; 0 when there is none.
  public let smallestArea: Int
  /// The largest components, at most `listLimit`: by falling area, then in the order of their first pixels.
  public let largest: [MaskComponent]

  package init(count: Int, smallestArea: Int, largest: [MaskComponent]) {
    self.count = count
    self.smallestArea = smallestArea
    self.largest = largest
  }
}

extension Mask {
  /// The connected components of the pixels with a weight above 0; pixels that share a corner hang together.
  ///
  /// - Complexity: O(pixels), on one thread; memory of O(width).
  public func components() -> MaskComponents {
    var census = ComponentCensus()
    let scan = ComponentScan(mask: self, members: 1...255, connectivity: .eight)
    scan.visit { census.add($0) }
    return census.components(width: width)
  }
}

/// Counts components and keeps the largest.
struct ComponentCensus {
  private var count = 0
  private var smallestArea = 0
  private var largest: [ComponentRecord] = []

  mutating func add(_ record: ComponentRecord) {
    count += 1
    smallestArea = count == 1 ? record.area : min(smallestArea, record.area)
    let isFull = largest.count == MaskComponents.listLimit
    if isFull, let last = largest.last, !Self.precedes(record, last) { return }
    if isFull { largest.removeLast() }
    let place = largest.firstIndex { Self.precedes(record, $0) } ?? largest.endIndex
    largest.insert(record, at: place)
  }

  private static func precedes(_ a: ComponentRecord, _ b: ComponentRecord) -> Bool {
    a.area != b.area ? a.area > b.area : a.first < b.first
  }

  func components(width: Int) -> MaskComponents {
    MaskComponents(
      count: count, smallestArea: smallestArea,
      largest: largest.map { record in
        let top = record.first / width
        let bounds = PixelRect(
          x: record.left, y: top, width: record.right - record.left,
          height: record.bottom - top + 1)
        return MaskComponent(area: record.area, bounds: bounds, contact: record.contact)
      })
  }
}
