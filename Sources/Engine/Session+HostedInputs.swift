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
  func inputs(
    of call: PlannedCall, on base: Round, _ frame: SentFrame
  ) throws(Problem) -> CallInputs {
    var masks: [Mask?] = []
    for instruction in call.instructions {
      masks.append(try instruction.mask.map { mask throws(Problem) in try pictures.mask(mask.stored) })
    }
    let made = try problem(about: "masks") { () throws(RasterError) in
      try EditMasks(masks, support: .hint, bands: configuration.bands)
    }
    let references = call.instructions[0].references
    let files = try HostedInputs(
      base: base.picture, frame: frame, masks: made, references: references,
      libraries: configuration.libraries, bands: configuration.bands,
      stored: { digest throws(Problem) in try source(of: digest) },
      bitmap: { () throws(Problem) in try pictures.bitmap(base.picture) })
    return CallInputs(
      pictures: ([files.picture] + files.references).map(HostedInput.init),
      mask: files.mask.map(HostedInput.init),
      sizes: [frame.canvas] + references.map(\.stored.size))
  }

  private func source(of object: Digest) throws(Problem) -> any ByteSource {
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
