internal import EditModel

/// Sources one after the other as one.
struct JoinedSource: ByteSource {
  private let sources: [any ByteSource]
  /// Where each ends.
  private let ends: [Int]

  init(_ sources: [any ByteSource]) {
    self.sources = sources
    ends = sources.reduce(into: []) { ends, source in ends.append((ends.last ?? 0) + source.byteCount) }
  }

  var byteCount: Int { ends.last ?? 0 }

  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ByteStreamError) -> Int {
    guard let index = ends.firstIndex(where: { offset < $0 }) else { return 0 }
    let start = ends[index] - sources[index].byteCount
    let count = min(buffer.count, ends[index] - offset)
    return try sources[index].read(
      at: offset - start, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
  }
}

/// The base64 characters of another source, made as they are read.
struct Base64Source: ByteSource {
  /// Whole groups, so that each piece can be made by itself.
  private static let longestPiece = 65_536 * 3

  private let source: any ByteSource

  init(_ source: any ByteSource) {
    self.source = source
  }

  var byteCount: Int { (source.byteCount + 2) / 3 * 4 }

  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ByteStreamError) -> Int {
    let count = min(buffer.count, byteCount - offset, Self.longestPiece)
    guard count > 0 else { return 0 }
    let first = offset / 4 * 3
    let last = min(source.byteCount, (offset + count + 3) / 4 * 3)
    let bytes = try source.bytes(in: first..<last)
    guard bytes.count == last - first else { throw ByteStreamError(.notReadable) }
    let characters = Base64.encode(bytes)
    characters.withUnsafeBytes { characters in
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: characters[offset % 4..<offset % 4 + count]))
    }
    return count
  }
}
