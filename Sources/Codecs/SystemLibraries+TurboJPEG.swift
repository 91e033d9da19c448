/// The functions of libturbojpeg that are used, with the types of its documented C interface.
///
/// The interface is that of version 2.0, which 2.1 and 3.x keep. `unsigned long` is `UInt` on Linux.
struct TurboJPEGFunctions: Sendable {
  typealias Handle = UnsafeMutableRawPointer
  typealias Create = @convention(c) @Sendable () -> Handle?
  typealias Decompress =
    @convention(c) @Sendable (
      _ handle: Handle, _ file: UnsafePointer<UInt8>, _ fileSize: UInt,
      _ samples: UnsafeMutablePointer<UInt8>, _ width: CInt, _ pitch: CInt, _ height: CInt,
      _ pixelFormat: CInt, _ flags: CInt
    ) -> CInt
  typealias Compress =
    @convention(c) @Sendable (
      _ handle: Handle, _ samples: UnsafePointer<UInt8>, _ width: CInt, _ pitch: CInt,
      _ height: CInt, _ pixelFormat: CInt, _ file: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>,
      _ fileSize: UnsafeMutablePointer<UInt>, _ subsampling: CInt, _ quality: CInt, _ flags: CInt
    ) -> CInt
  typealias ErrorText = @convention(c) @Sendable (Handle) -> UnsafePointer<CChar>?
  typealias ErrorCode = @convention(c) @Sendable (Handle) -> CInt
  typealias Destroy = @convention(c) @Sendable (Handle) -> CInt
  typealias Free = @convention(c) @Sendable (UnsafeMutablePointer<UInt8>?) -> Void

  /// `TJPF`, `TJSAMP`, `TJFLAG` and `TJERR` of the interface.
  enum Constant {
    static let rgbaPixels: CInt = 7
    static let cmykPixels: CInt = 11
    static let fullChroma: CInt = 0
    static let quarterChroma: CInt = 2
    static let greyOnly: CInt = 3
    static let accurateTransform: CInt = 4096
    static let progressive: CInt = 16384
    static let warning: CInt = 0
  }

  let createDecompressor: Create
  let decompress: Decompress
  let createCompressor: Create
  let compress: Compress
  let errorText: ErrorText
  let errorCode: ErrorCode
  let destroy: Destroy
  let free: Free

  init(in library: OpenLibrary) throws(CodecError) {
    createDecompressor = try library.function("tjInitDecompress", as: Create.self)
    decompress = try library.function("tjDecompress2", as: Decompress.self)
    createCompressor = try library.function("tjInitCompress", as: Create.self)
    compress = try library.function("tjCompress2", as: Compress.self)
    errorText = try library.function("tjGetErrorStr2", as: ErrorText.self)
    errorCode = try library.function("tjGetErrorCode", as: ErrorCode.self)
    destroy = try library.function("tjDestroy", as: Destroy.self)
    free = try library.function("tjFree", as: Free.self)
  }
}
