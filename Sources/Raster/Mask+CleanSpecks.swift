extension Mask {
  /// A mask without its small components: those with at most `area` pixels become 0.
  ///
  /// A component is made of pixels with a weight above 0, as `components()` counts them.
  ///
  /// - Parameter area: Pixels; 0 or less changes nothing.
  /// - Complexity: O(pixels), on one thread.
  public func cleaningSpecks(upTo area: Int) -> Mask {
    replacingRegions(of: 1...255, .eight, with: 0) { $0.area <= area }
  }

  /// A mask with one weight in all regions that `isReplaced` accepts.
  func replacingRegions(
    of members: ClosedRange<UInt8>, _ connectivity: Connectivity, with weight: UInt8,
    where isReplaced: (ComponentRecord) -> Bool
  ) -> Mask {
    var seeds: [Int] = []
    ComponentScan(mask: self, members: members, connectivity: connectivity).visit {
      if isReplaced($0) { seeds.append($0.first) }
    }
    guard !seeds.isEmpty else { return self }
    var result = self
    var fill = RegionFill(size: size, members: members, connectivity: connectivity)
    result.withMutableWeights { weights in
      for seed in seeds { fill.fill(from: seed, with: weight, in: weights) }
    }
    return result
  }
}
