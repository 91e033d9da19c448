internal import Codecs
internal import EditModel

extension Session {
  /// What goes along into a file of this round, and in words what the source's file has and does not go along.
  func metadata(for round: Round) throws(Problem) -> (PictureMetadata, dropped: [String]) {
    let source = try sourceMetadata()
    switch view.value(of: "metadata") {
    case "strip":
      let kept = source.colourOnly
      return (kept, source.parts(missingFrom: kept) + source.notCarried)
    case "mark":
      guard let origin = try origin(of: round) else { return (source, source.notCarried) }
      return try marked(source, as: origin)
    default:
      return (source, source.notCarried)
    }
  }

  /// What the source's file says; nothing where a model made the first picture.
  private func sourceMetadata() throws(Problem) -> PictureMetadata {
    guard let file = try self.round(.source)?.source else { return PictureMetadata() }
    let bytes = try pictures.object(file.object)
    return try problem(about: file.name) { () throws(CodecError) in
      try PictureFile.metadata(of: bytes)
    }
  }

  /// The metadata with the mark; a packet that cannot be read gives way to one that holds the mark alone.
  private func marked(
    _ source: PictureMetadata, as origin: DigitalSourceType
  ) throws(Problem) -> (PictureMetadata, dropped: [String]) {
    var marked = source
    do throws(CodecError) {
      marked.xmp = try XMP.packet(source.xmp, stating: origin)
      return (marked, source.notCarried)
    } catch {
      marked.xmp = try problem(about: "metadata") { () throws(CodecError) in
        try XMP.packet(nil, stating: origin)
      }
      return (marked, source.notCarried + ["XMP that cannot be read"])
    }
  }

  /// What kind of making stands behind a round; `nil` when no edit does.
  private func origin(of round: Round) throws(Problem) -> DigitalSourceType? {
    var next: Round? = round
    var origin: DigitalSourceType?
    while let current = next {
      if let maker = current.maker {
        guard maker.provider == EmbeddedProvider.name else {
          let isAsMade = current.kind == .generated && current.id == round.id
          return isAsMade ? .trainedAlgorithmicMedia : .compositeWithTrainedAlgorithmicMedia
        }
        origin = .humanEdits
      }
      next = try current.parent.map { parent throws(Problem) in try existingRound(parent) }
    }
    return origin
  }
}

extension PictureMetadata {
  /// What the colours need to be seen as they were meant.
  fileprivate var colourOnly: PictureMetadata {
    PictureMetadata(
      profile: profile, gamma: gamma, chromaticities: chromaticities, renderingIntent: renderingIntent)
  }

  /// What this one says and the other does not, in words.
  fileprivate func parts(missingFrom other: PictureMetadata) -> [String] {
    let texts = texts.count - other.texts.count
    return [
      density != nil && other.density == nil ? "density" : nil,
      texts > 0 ? "\(texts) text entr\(texts == 1 ? "y" : "ies")" : nil,
      exif != nil && other.exif == nil ? "EXIF" : nil,
      xmp != nil && other.xmp == nil ? "XMP" : nil,
    ].compactMap(\.self)
  }
}
