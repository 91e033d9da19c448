extension Mask {
  /// Radii, in pixels, by which a mask can be feathered inwards.
  package static let inwardRadii = 0...16

  /// The mask with its edge to weight 0 softened on its inner side alone.
  ///
  /// With `d` the distance from a pixel's centre to the nearest one of weight 0, each weight is the smaller of
  /// itself and `255 * d / (r + 1)`, rounded: no weight grows, weight 0 stays, and from `r + 1` pixels inside the
  /// mask is as it was. An edge that is softer than this stays as it is, as do steps between weights above 0.
  ///
  /// Thin parts get a smaller `r`, so that they keep their full weight in the middle: with `t` the thickness
  /// around the pixel, `r` is the smaller of `radius` and `(t - 1) / 2`. A line of one or two pixels stays
  /// whole, one of nine is softened over two pixels on each side. The thickness is the largest `d` of a pixel
  /// whose distance is at most that `d`; from there on it falls by two for each pixel of distance, so that a
  /// corner counts as thick and a strand beside something thick as thin. Outside the frame nothing counts as
  /// weight 0, so that an area does not fade at the frame's edge.
  ///
  /// Integer arithmetic with distances in whole parts, `255 / (2 * radius + 1)` of them a pixel.
  ///
  /// - Parameter radius: Pixels, in `inwardRadii`; zero returns an equal mask.
  /// - Throws: `numberOutOfRange`.
  /// - Complexity: O(pixels), and O(radius * radius) for each one near an edge.
  package func featheredInwards(by radius: Int, bands: Bands = .standard) throws(RasterError) -> Mask {
    guard Self.inwardRadii.contains(radius) else {
      throw .numberOutOfRange(name: "radius", found: radius, allowed: Self.inwardRadii)
    }
    guard radius > 0 else { return self }
    let scale = DepthScale(limit: 2 * radius + 1)
    let depths = try depths(on: scale, bands: bands)
    let ramps = depths.ramps(radius: radius, scale: scale, bands: bands)
    return try intersection(ramps, bands: bands)
  }

  /// For each pixel its distance to the nearest one of weight 0, coded by `scale`.
  private func depths(on scale: DepthScale, bands: Bands) throws(RasterError) -> Mask {
    var depths = try thresholded(at: 1, bands: bands)
    let tiles = UniformTiles(of: depths, bands: bands)
    let update = TiledUpdate(tiles: tiles, reach: scale.limit, bands: bands)
    depths.withMutableWeights { weights in
      update.apply(to: weights) { column, row in
        !tiles.surroundings(column: column, row: row, reach: scale.limit).isUniform
      } compute: { source, pixels, result in
        DepthPatch(source: source, pixels: pixels, scale: scale).compute(into: result)
      }
    }
    return depths
  }

  /// For each depth the largest weight that its pixel may keep.
  private func ramps(radius: Int, scale: DepthScale, bands: Bands) -> Mask {
    var ramps = self
    let tiles = UniformTiles(of: self, bands: bands)
    let ramp = InwardRamp(radius: radius, scale: scale)
    let update = TiledUpdate(tiles: tiles, reach: ramp.reach, bands: bands)
    ramps.withMutableWeights { weights in
      update.apply(to: weights) { column, row in
        tiles[column, row].lowest < 255 && tiles[column, row].highest > 0
      } compute: { source, pixels, result in
        ramp.compute(source, pixels, into: result)
      }
    }
    return ramps
  }
}
