/// What is wrong with a file, in words for the decoders' codes.
enum DefectWording {
  private static let words = [
    "json": "not the JSON that it should be", "coordinateCount": "a wrong number of coordinates",
    "coordinate": "a coordinate out of range", "number": "no number where one belongs",
    "classNumber": "a class that is no whole number", "valueCount": "a line with a wrong number of values",
    "notNormalised": "coordinates outside 0 to 1", "runSize": "a size that is not two numbers above 0",
    "runLength": "a run length out of range", "runText": "run lengths that cannot be read",
    "runSum": "run lengths that do not fill the picture", "embeddedMask": "a mask picture that does not fit",
    "chunkLength": "a chunk longer than any can be", "chunkName": "a chunk without a proper name",
    "chunkOrder": "chunks in a wrong order", "header": "a header that cannot be",
    "missingPalette": "no palette", "missingImageData": "no image data",
    "excessImageData": "far too much image data", "content": "content that cannot be decoded",
    "marker": "other bytes where a marker must stand", "scan": "a scan that contradicts the header",
    "xmp": "an XMP packet that cannot be read", "signature": "a damaged signature",
  ]

  /// The facts with the code at their head put into words; what begins otherwise stays.
  static func sentence(_ found: String) -> String {
    let code = found.prefix { $0.isLetter }
    guard let words = words[String(code)] else { return found }
    return words + found.dropFirst(code.count)
  }
}
