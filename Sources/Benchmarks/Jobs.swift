import Codecs
import EditModel
import Raster
import Retouch

/// One piece of work that is measured, in a process of its own.
struct Job: Sendable {
  /// Before the slash the names are those of `fixtures/bench/peers.py`.
  let name: String
  /// Prepares what is not to be measured, and measures the rest.
  let measure: @Sendable (Inputs, Int) throws -> Measurement

  static let all: [Job] = masks + files + pixels + small

  static func named(_ name: String) -> Job? { all.first { $0.name == name } }

  /// A job that is prepared once; the closure gets what was prepared and a copy is its own to change.
  private init<Prepared>(
    _ name: String, runs: Int = 5, prepare: @escaping @Sendable (Inputs, Bands) throws -> Prepared,
    work: @escaping @Sendable (inout Prepared, Bands) throws -> Int?
  ) {
    self.name = name
    measure = { inputs, threads in
      let bands = Bands(workers: threads)
      var prepared = try prepare(inputs, bands)
      return try Measurement(name, threads: threads, runs: runs) { try work(&prepared, bands) }
    }
  }

  private static let masks = [
    Job(
      "mask.draw.4k", prepare: { _, _ in }, work: { _, bands in unmeasured(try BenchmarkMask.drawn(bands)) }),
    Job(
      "mask.pipeline.4k", prepare: { _, _ in },
      work: { _, bands in
        var mask = try BenchmarkMask.drawn(bands)
        try mask.grow(by: 12, bands: bands)
        try mask.feather(sigma: 16, bands: bands)
        return unmeasured(mask)
      }),
    Job(
      "mask.pipeline-busy.4k", prepare: { _, _ in BenchmarkMask.busy() },
      work: { busy, bands in
        var mask = busy
        try mask.grow(by: 12, bands: bands)
        try mask.feather(sigma: 16, bands: bands)
        return unmeasured(mask)
      }),
    Job(
      "mask.encode.4k", prepare: { _, bands in try BenchmarkMask.drawn(bands) },
      work: { mask, bands in
        try PNG.encode(mask: mask, as: .alphaZeroIsEdit, bands: bands).count
      }),
    Job(
      "mask.validate.4k", prepare: { inputs, _ in try inputs.mask },
      work: { file, _ in
        unmeasured(
          try PNG.validateMask(file.span.bytes, interpretation: .stated(.alphaZeroIsEdit)))
      }),
  ]

  private static let files = [
    Job(
      "png.decode.4k", runs: 3, prepare: { inputs, _ in try inputs.photo },
      work: { file, _ in
        unmeasured(try PNG.decode(file))
      }),
    Job(
      "png.encode.4k", runs: 3, prepare: { inputs, _ in try PNG.decode(inputs.photo).bitmap },
      work: {
        photo, bands in try PNG.encode(photo, effort: .wire, bands: bands).count
      }),
  ]

  private static let pixels = [
    Job(
      "composite.4k", prepare: Layers.init,
      work: { layers, bands in
        try layers.base.compose(layers.edited, through: layers.mask, bands: bands)
        return nil
      }),
    Job(
      "psnr.4k", prepare: Layers.init,
      work: { layers, bands in
        unmeasured(try layers.base.peakSignalToNoiseRatio(to: layers.edited, bands: bands))
      }),
    Job(
      "resize.4k-1k.lanczos", runs: 3, prepare: { inputs, _ in try PNG.decode(inputs.photo).bitmap },
      work: {
        photo, bands in
        unmeasured(try photo.resized(to: PixelSize(width: 1024, height: 1024), bands: bands))
      }),
    Job(
      "deltaE2000.1k", prepare: Layers.corners,
      work: { layers, bands in
        unmeasured(try layers.base.colourShift(to: layers.edited, bands: bands))
      }),
    Job(
      "ssim.1k", prepare: Layers.corners,
      work: { layers, bands in
        unmeasured(try StructuralSimilarity(of: layers.base, and: layers.edited, bands: bands))
      }),
  ]

  private static let small = [
    Job(
      "inpaint.512", runs: 3, prepare: Portrait.init,
      work: { portrait, bands in
        unmeasured(try portrait.picture.inpainted(hole: portrait.hole, seed: 1, bands: bands))
      }),
    Job(
      "sha256.8MiB", runs: 9, prepare: { inputs, _ in try Array(inputs.photo.prefix(8 << 20)) },
      work: {
        bytes, _ in unmeasured(SHA256.digest(of: bytes))
      }),
  ]
}

/// A picture, its edited copy and a soft mask.
private struct Layers {
  var base: Bitmap
  let edited: Bitmap
  let mask: Mask

  init(_ inputs: Inputs, _ bands: Bands) throws {
    base = try PNG.decode(inputs.photo).bitmap
    edited = try PNG.decode(inputs.edited).bitmap
    mask = try BenchmarkMask.drawn(bands).feathered(sigma: 16, bands: bands)
  }

  /// The upper left 1024 pixels square of both pictures.
  static func corners(_ inputs: Inputs, _ bands: Bands) throws -> Layers {
    let whole = try Layers(inputs, bands)
    let corner = PixelRect(x: 0, y: 0, width: 1024, height: 1024)
    return Layers(
      base: try whole.base.cropped(to: corner), edited: try whole.edited.cropped(to: corner),
      mask: try whole.mask.cropped(to: corner))
  }

  private init(base: Bitmap, edited: Bitmap, mask: Mask) {
    self.base = base
    self.edited = edited
    self.mask = mask
  }
}

/// The portrait with the hole that `peers.py` cuts into it.
private struct Portrait {
  let picture: Bitmap
  let hole: Mask

  init(_ inputs: Inputs, _ bands: Bands) throws {
    picture = try PNG.decode(inputs.portrait).bitmap
    hole = try Mask.ellipse(
      in: picture.size, centreX: 220, centreY: 110, radiusX: 70, radiusY: 80, bands: bands
    ).thresholded(at: 128, bands: bands)
  }
}

/// A job without a figure of its own; the value is made and let go.
private func unmeasured<Value>(_ value: Value) -> Int? {
  withExtendedLifetime(value) { nil }
}
