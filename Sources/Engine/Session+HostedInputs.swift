internal import EditModel
internal import Planner
internal import Providers
internal import Raster
internal import Store

extension Session {
  /// The files of a call, and what they are billed as.
  struct CallInputs {
    let pictures: [HostedInput]
    let mask: HostedInput?
    let sizes: [PixelSize]
  }

  /// The files of a call: the picture on its canvas, the mask, and the references.
  ///
  /// - Parameter extra: References beside those of the instructions; they come last.
  func inputs(
    of call: PlannedCall, on base: Round, _ frame: SentFrame, extra: [ReferencePicture]
  ) throws(Problem) -> CallInputs {
    let references = call.instructions[0].references + extra
    let files = try HostedInputs(
      base: base.picture, frame: frame, masks: masks(of: call), references: references, encoded: encoded,
      libraries: configuration.libraries, bands: configuration.bands,
      stored: { digest throws(Problem) in try source(of: digest) },
      bitmap: { () throws(Problem) in try pictures.bitmap(base.picture) })
    noteCacheFailure()
    return CallInputs(
      pictures: ([files.picture] + files.references).map(HostedInput.init),
      mask: files.mask.map(HostedInput.init),
      sizes: [frame.canvas] + references.map(\.stored.size))
  }

  /// The masks of a call; `nil` when an instruction has none, so that nothing is locked.
  private func masks(of call: PlannedCall) -> HostedInputs.Masks? {
    guard let stored = storedMasks(of: call) else { return nil }
    return HostedInputs.Masks(pixels: stored.map(\.pixels)) { [pictures, configuration] () throws(Problem) in
      var masks: [Mask] = []
      for mask in stored { masks.append(try pictures.mask(mask)) }
      let made = try problem(about: "masks") { () throws(RasterError) in
        try EditMasks(masks, support: .hint, bands: configuration.bands)
      }
      guard let made else { throw Problem(.bug, "masks that lock nothing") }
      return made
    }
  }

  func storedMasks(of call: PlannedCall) -> [StoredPicture]? {
    let stored = call.instructions.compactMap(\.mask?.stored)
    return stored.isEmpty || stored.count < call.instructions.count ? nil : stored
  }

  /// What was done for the files of this session's calls.
  package var inputCounts: EncodedInputs.Counts { encoded.counts }

  /// Says once that the cache could not be used; the work goes on without it.
  func noteCacheFailure() {
    guard let failure = encoded.takeFailure() else { return }
    notices.append(Notice(.cacheUnusable(Problem(store: failure, about: configuration.cache?.path ?? ""))))
  }

  func source(of object: Digest) throws(Problem) -> any ByteSource {
    try problem(about: "objects/\(object.short)") { () throws(StoreError) in
      try folder.source(ofObject: object)
    }
  }
}

extension HostedInput {
  fileprivate init(_ file: HostedInputs.File) {
    self.init(source: file.source, contentType: file.contentType, fileName: file.fileName)
  }
}
