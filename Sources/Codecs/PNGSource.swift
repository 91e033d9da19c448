internal import CPNG
internal import Raster

/// A file whose chunks have been checked, as libpng reads it.
///
/// The memory of the file must outlive it.
struct PNGSource {
  /// Bytes of the file that one row, the last with all that follows, may take beyond sixteen times its length.
  private static let largestExcess = 1 << 16

  private var source: pentimento_png_source
  private let pixelCount: Int

  init(_ file: UnsafeRawBufferPointer, table: PNGChunkTable) {
    guard let bytes = file.baseAddress else {
      preconditionFailure("a file with a chunk table has bytes")
    }
    let size = table.header.size
    pixelCount = size.width * size.height
    source = pentimento_png_source(
      bytes: bytes.assumingMemoryBound(to: UInt8.self), byte_count: file.count,
      width: UInt32(size.width), height: UInt32(size.height),
      max_excess_byte_count: Self.largestExcess)
  }

  /// The pixels as 8-bit RGBA.
  ///
  /// - Throws: `CodecError` with `badCRC`, `truncated`, `damaged` or `outOfMemory`.
  func samples() throws(CodecError) -> [UInt8] {
    var source = source
    var failure = pentimento_png_failure()
    let count = 4 * pixelCount
    let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let target = buffer.baseAddress else { preconditionFailure("a picture has pixels") }
      let code = pentimento_png_decode(&source, target, count, &failure)
      initialized = code == .ok ? count : 0
    }
    guard failure.code == .ok else { throw CodecError(failure) }
    return samples
  }

  /// Hands over each row when it is complete, of an interlaced file pass by pass.
  ///
  /// - Parameter take: Is called while libpng is at work: it can only note what it finds.
  /// - Throws: `CodecError` as `samples` does; rows may have been handed over by then.
  func readRows(
    as form: pentimento_png_form, _ take: (pentimento_png_row) -> Void
  ) throws(CodecError) {
    var source = source
    var failure = pentimento_png_failure()
    withoutActuallyEscaping(take) { take in
      var take = take
      withUnsafeMutablePointer(to: &take) { context in
        _ = pentimento_png_read_rows(
          &source, form,
          { context, row in
            context?.assumingMemoryBound(to: ((pentimento_png_row) -> Void).self).pointee(row.pointee)
          }, context, &failure)
      }
    }
    guard failure.code == .ok else { throw CodecError(failure) }
  }
}
