extension Mask {
  /// Refuses a coordinate or length that is not finite or too large.
  static func requireCoordinates(_ values: [(name: String, value: Double)]) throws(RasterError) {
    for (name, value) in values where !(abs(value) <= maximumCoordinate) {
      throw .coordinateOutOfRange(name: name, found: value, maximum: maximumCoordinate)
    }
  }

  /// Refuses a level or a difference of levels outside `0...255`.
  static func requireLevel(_ name: String, _ value: Int) throws(RasterError) {
    guard 0...255 ~= value else { throw .numberOutOfRange(name: name, found: value, allowed: 0...255) }
  }

  /// Refuses a number that is none or lies outside `allowed`.
  static func requireNumber(
    _ name: String, _ value: Double, in allowed: ClosedRange<Double>
  ) throws(RasterError) {
    guard allowed.contains(value) else {
      throw .valueOutOfRange(name: name, found: value, allowed: allowed)
    }
  }
}
