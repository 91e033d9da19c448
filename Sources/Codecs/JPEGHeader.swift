package import Raster

/// What a JPEG file says about itself before its first scan.
package struct JPEGHeader {
  struct Component {
    let identifier: UInt8
    let horizontalSampling: Int
    let verticalSampling: Int
  }

  /// Both sides are in `1...65,535`, as stored.
  package let size: PixelSize
  /// Bits of one sample.
  package let precision: Int
  package let isProgressive: Bool
  let isArithmetic: Bool
  let components: [Component]
  /// What Adobe's APP14 segment says of the colours; then four-component samples are stored inverted.
  private(set) var hasAdobeSegment = false
  /// The first segments before the first scan, the frame's own not among them.
  private(set) var segments: [JPEGSegment] = []
  /// Segments before the first scan beyond `MetadataLimits.mostSegments`; nothing is known of them.
  private(set) var surplusSegmentCount = 0
  /// The first scan's header.
  private(set) var firstScan: JPEGSegment

  package var componentCount: Int { components.count }

  /// Reads all segments up to the first scan.
  ///
  /// - Throws: `CodecError` with `truncated`, `damaged` or `unsupportedCoding`.
  /// - Complexity: O(number of segments).
  package init(of bytes: RawSpan) throws(CodecError) {
    var offset = 2
    var frame: JPEGSegment?
    var others = OtherSegments()
    while true {
      let segment = try JPEGSegment(in: bytes, at: offset)
      if segment.marker == JPEGSegment.scan || segment.marker == JPEGSegment.end {
        guard let frame, segment.marker == JPEGSegment.scan else {
          throw CodecError(.damaged(.missingImageData))
        }
        try self.init(frame: frame, in: bytes, firstScan: segment)
        break
      }
      if segment.marker == JPEGSegment.hierarchy { throw CodecError(.unsupportedCoding(.hierarchicalJPEG)) }
      if segment.isFrame {
        guard frame == nil else { throw CodecError(.damaged(.chunkOrder), chunk: segment.name) }
        frame = segment
      } else {
        others.add(segment, in: bytes)
      }
      offset = segment.endOffset
    }
    (segments, surplusSegmentCount) = (others.first, others.surplusCount)
    hasAdobeSegment = others.hasAdobe
  }

  /// The segments beside the frame as they are met.
  private struct OtherSegments {
    var first: [JPEGSegment] = []
    var surplusCount = 0
    /// Looked for in all of them, because the colours depend on it.
    var hasAdobe = false

    mutating func add(_ segment: JPEGSegment, in bytes: RawSpan) {
      if segment.marker == 0xEE, segment.length >= 12, bytes.matches("Adobe", at: segment.dataOffset) {
        hasAdobe = true
      }
      if first.count < MetadataLimits.mostSegments { first.append(segment) } else { surplusCount += 1 }
    }
  }

  /// Source: ITU-T T.81, B.2.2.
  private init(frame: JPEGSegment, in bytes: RawSpan, firstScan: JPEGSegment) throws(CodecError) {
    try Self.checkProcess(of: frame)
    guard frame.length >= 6 else {
      throw CodecError(.damaged(.chunkLength), found: frame.length, allowed: 6, chunk: frame.name)
    }
    let start = frame.dataOffset
    precision = Int(bytes.byte(at: start))
    size = PixelSize(width: bytes.bigEndian16(at: start + 3), height: bytes.bigEndian16(at: start + 1))
    let count = Int(bytes.byte(at: start + 5))
    guard frame.length == 6 + 3 * count, count > 0, size.width > 0 else {
      throw CodecError(.damaged(.header), chunk: frame.name)
    }
    guard precision == 8 else { throw CodecError(.unsupportedCoding(.jpegPrecision), found: precision) }
    guard size.height > 0 else { throw CodecError(.unsupportedCoding(.jpegHeightAfterScan)) }
    guard count != 2, count <= 4 else {
      throw CodecError(.unsupportedCoding(.jpegComponents), found: count)
    }
    components = (0..<count).map { index in
      let sampling = bytes.byte(at: start + 7 + 3 * index)
      return Component(
        identifier: bytes.byte(at: start + 6 + 3 * index), horizontalSampling: Int(sampling >> 4),
        verticalSampling: Int(sampling & 15))
    }
    guard
      components.allSatisfy({
        (1...4).contains($0.horizontalSampling) && (1...4).contains($0.verticalSampling)
      })
    else { throw CodecError(.damaged(.header), chunk: frame.name) }
    isProgressive = frame.marker == 0xC2 || frame.marker == 0xCA
    isArithmetic = frame.marker >= 0xC9
    self.firstScan = firstScan
  }

  private static func checkProcess(of frame: JPEGSegment) throws(CodecError) {
    switch frame.marker {
    case 0xC0, 0xC1, 0xC2, 0xC9, 0xCA: return
    case 0xC3, 0xCB: throw CodecError(.unsupportedCoding(.losslessJPEG), chunk: frame.name)
    default: throw CodecError(.unsupportedCoding(.hierarchicalJPEG), chunk: frame.name)
    }
  }
}
