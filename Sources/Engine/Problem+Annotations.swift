internal import Codecs
internal import EditModel
internal import Raster

extension Problem {
  init(annotation error: AnnotationError, about subject: String) {
    switch error.code {
    case .emptyFile: self.init(.notAPicture, subject, found: "it is empty")
    case .notAnnotations: self.init(.notAPicture, subject, found: "no annotation file either")
    case .unknownLayout:
      self.init(
        .unsupportedFormat, subject, found: "JSON with \(Self.named(error.listing))",
        allowed: ["COCO", "labelme", "YOLO"])
    case .malformed(let defect):
      let place = error.place.map { " at \($0)" } ?? ""
      self.init(.damagedFile, subject, found: defect.rawValue + place + Self.counts(of: error))
    case .tooLarge(let quantity):
      self.init(
        .tooLarge, subject, found: "\(error.found ?? 0) \(quantity.rawValue)",
        allowed: ["\(error.allowed ?? 0)"])
    case .imageNeeded:
      self.init(.usage, "mask load", allowed: Self.names(error.listing).map { "--image \($0)" })
    case .imageNotFound, .imageAmbiguous:
      self.init(
        .notInFile, subject, found: "one image \(error.wanted ?? "")", allowed: Self.names(error.listing))
    case .labelNotFound:
      self.init(
        .notInFile, subject, found: "label \(error.wanted ?? "")", allowed: Self.names(error.listing))
    case .instanceNotFound:
      let most = error.allowed ?? 0
      self.init(
        .notInFile, subject, found: "instance \(error.found ?? 0)",
        allowed: most == 0 ? [] : most == 1 ? ["1"] : ["1 to \(most)"])
    case .nothingWithArea:
      self.init(.notInFile, subject, found: "shape with an area")
    case .sizeDiffers(let found, let expected):
      self.init(.sizeDiffers, subject, found: "made for \(found)", allowed: ["\(expected)"])
    case .notALabelMap:
      self.init(
        .unsupportedFormat, subject, found: "a picture of too many colours", allowed: ["a label map"])
    case .raster(let error): self.init(raster: error, about: subject)
    }
  }

  /// The names, and after them how many more there are.
  private static func names(_ listing: AnnotationListing?) -> [String] {
    guard let listing else { return [] }
    let more = listing.count - listing.names.count
    return listing.names + (more > 0 ? ["\(more) more"] : [])
  }

  private static func named(_ listing: AnnotationListing?) -> String {
    let names = names(listing)
    return names.isEmpty ? "no keys" : "the keys " + names.joined(separator: ", ")
  }

  private static func counts(of error: AnnotationError) -> String {
    guard let found = error.found else { return "" }
    return ", \(found)" + (error.allowed.map { " of \($0)" } ?? "")
  }
}
