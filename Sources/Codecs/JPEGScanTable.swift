internal import Raster

/// What the scans of a JPEG file amount to, read from their headers without decoding any.
///
/// A decoder fills what is missing with grey and merely warns, takes memory for the whole picture on the word of
/// a few bytes, and goes over the picture once for each scan, however short. So scans are looked at first.
struct JPEGScanTable {
  private(set) var scanCount = 0
  /// A restart interval or a second scan: then more entropy-coded data follows a marker inside the picture.
  private(set) var hasSeveralParts = false
  /// Bytes after the end of the picture.
  private(set) var trailingByteCount = 0
  private var begun: Set<UInt8> = []

  /// Most scans that libjpeg-turbo's own tests allow; encoders write about ten.
  private static let largestScanCount = 500
  /// Passes over a picture with the largest number of pixels; smaller pictures may have more.
  private static let passesAtLargestSize = 64

  /// - Throws: `CodecError` with `truncated`, `damaged` or `tooLarge(.scans)`.
  /// - Complexity: O(bytes).
  init(of bytes: RawSpan, header: JPEGHeader, limits: DecodeLimits) throws(CodecError) {
    let pixels = max(header.size.pixelCount ?? .max, 1)
    let passes = limits.maxPixels.multipliedReportingOverflow(by: Self.passesAtLargestSize)
    let allowed = min(Self.largestScanCount, max((passes.overflow ? .max : passes.partialValue) / pixels, 1))
    var segment = header.firstScan
    while segment.marker != JPEGSegment.end {
      if segment.isFrame { throw CodecError(.damaged(.chunkOrder), chunk: segment.name) }
      if segment.marker == JPEGSegment.lineCount {
        throw CodecError(.unsupportedCoding(.jpegHeightAfterScan))
      }
      var offset = segment.endOffset
      if segment.marker == JPEGSegment.scan {
        scanCount += 1
        guard scanCount <= allowed else {
          throw CodecError(.tooLarge(.scans), found: scanCount, allowed: allowed)
        }
        offset = try add(segment, in: bytes, header: header)
      }
      segment = try JPEGSegment(in: bytes, at: offset)
    }
    guard header.components.allSatisfy({ begun.contains($0.identifier) }) else {
      throw CodecError(.damaged(.missingImageData))
    }
    hasSeveralParts = hasSeveralParts || scanCount > 1
    trailingByteCount = bytes.byteCount - segment.endOffset
  }

  /// Looks at one scan and returns the offset of the marker after its data. Source: ITU-T T.81, B.2.3.
  private mutating func add(
    _ scan: JPEGSegment, in bytes: RawSpan, header: JPEGHeader
  ) throws(CodecError) -> Int {
    let count = scan.length > 0 ? Int(bytes.byte(at: scan.dataOffset)) : 0
    guard (1...4).contains(count), scan.length == 4 + 2 * count else {
      throw CodecError(.damaged(.scan), chunk: scan.name)
    }
    let identifiers = (0..<count).map { bytes.byte(at: scan.dataOffset + 1 + 2 * $0) }
    let members = header.components.filter { identifiers.contains($0.identifier) }
    guard members.count == count else { throw CodecError(.damaged(.scan), chunk: scan.name) }
    let spectrum = scan.dataOffset + 1 + 2 * count
    let isFirst =
      !header.isProgressive
      || (bytes.byte(at: spectrum) == 0 && bytes.byte(at: spectrum + 2) >> 4 == 0)
    if isFirst { begun.formUnion(identifiers) }
    let end = skipData(in: bytes, from: scan.endOffset)
    let found = end - scan.endOffset
    // Huffman codes have one bit at least, and each block begins with the code of its mean.
    let needed = isFirst && !header.isArithmetic ? (header.blockCount(of: members) + 7) / 8 : 1
    guard found >= needed else {
      throw CodecError(.truncated, found: found, allowed: needed, chunk: scan.name)
    }
    return end
  }

  /// The offset of the marker that ends the entropy-coded data, or the end of the file.
  private mutating func skipData(in bytes: RawSpan, from start: Int) -> Int {
    bytes.withUnsafeBytes { bytes in
      var offset = start
      while offset + 1 < bytes.count {
        guard bytes[offset] == 0xFF else {
          offset += 1
          continue
        }
        let next = bytes[offset + 1]
        let isRestart = JPEGSegment.restarts.contains(next)
        guard next == 0 || isRestart || next == 0xFF else { return offset }
        hasSeveralParts = hasSeveralParts || isRestart
        offset += next == 0xFF ? 1 : 2
      }
      return bytes.count
    }
  }
}

extension JPEGHeader {
  /// Blocks of 8x8 samples in a scan of these components. Source: ITU-T T.81, A.2.
  func blockCount(of members: [Component]) -> Int {
    let widest = components.map(\.horizontalSampling).max() ?? 1
    let highest = components.map(\.verticalSampling).max() ?? 1
    func blocks(_ side: Int, _ sampling: Int, _ largest: Int) -> Int {
      let samples = (side * sampling + largest - 1) / largest
      return (samples + 7) / 8
    }
    if members.count == 1, let only = members.first {
      return blocks(size.width, only.horizontalSampling, widest)
        * blocks(size.height, only.verticalSampling, highest)
    }
    let units = blocks(size.width, 1, widest) * blocks(size.height, 1, highest)
    return units * members.reduce(0) { $0 + $1.horizontalSampling * $1.verticalSampling }
  }
}
