/// The functions of libwebp that are used: its simple interface, with the documented C types.
struct WebPFunctions: Sendable {
  typealias DecodeInto =
    @convention(c) @Sendable (
      _ file: UnsafePointer<UInt8>, _ fileSize: Int, _ samples: UnsafeMutablePointer<UInt8>,
      _ sampleCount: Int, _ stride: CInt
    ) -> UnsafeMutablePointer<UInt8>?
  typealias Encode =
    @convention(c) @Sendable (
      _ samples: UnsafePointer<UInt8>, _ width: CInt, _ height: CInt, _ stride: CInt,
      _ quality: Float, _ file: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>
    ) -> Int
  typealias EncodeLossless =
    @convention(c) @Sendable (
      _ samples: UnsafePointer<UInt8>, _ width: CInt, _ height: CInt, _ stride: CInt,
      _ file: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>
    ) -> Int
  typealias Free = @convention(c) @Sendable (UnsafeMutableRawPointer?) -> Void

  let decodeInto: DecodeInto
  let encode: Encode
  let encodeLossless: EncodeLossless
  let free: Free

  init(in library: OpenLibrary) throws(CodecError) {
    decodeInto = try library.function("WebPDecodeRGBAInto", as: DecodeInto.self)
    encode = try library.function("WebPEncodeRGBA", as: Encode.self)
    encodeLossless = try library.function("WebPEncodeLosslessRGBA", as: EncodeLossless.self)
    free = try library.function("WebPFree", as: Free.self)
  }
}
