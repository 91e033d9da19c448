internal import CPNG

extension CodecError {
  /// What the C side noted.
  init(_ failure: pentimento_png_failure) {
    let text = Self.printableText(of: failure)
    switch failure.code {
    case .bad_crc: self.init(.badCRC, chunk: Self.chunkName(in: text), underlying: text)
    case .end_of_input: self.init(.truncated, underlying: text)
    case .out_of_memory: self.init(.outOfMemory, underlying: text)
    case .excess_data:
      self.init(
        .damaged(.excessImageData), found: failure.found, allowed: failure.allowed, chunk: "IDAT",
        underlying: text)
    case .ok, .refused, .size_mismatch:
      self.init(.damaged(.content), chunk: Self.chunkName(in: text), underlying: text)
    }
  }

  /// The message up to its zero byte, what is not printable ASCII replaced.
  private static func printableText(of failure: pentimento_png_failure) -> String {
    withUnsafeBytes(of: failure.message) { message in
      let visible = message.prefix { $0 != 0 }.map { (0x20...0x7E).contains($0) ? $0 : 0x3F }
      return String(decoding: visible, as: UTF8.self)
    }
  }

  /// libpng puts the name of the chunk before its text: `IDAT: CRC error`.
  private static func chunkName(in text: String) -> String? {
    let parts = text.split(separator: ":", maxSplits: 1)
    return parts.count == 2 && parts[0].utf8.count == 4 ? String(parts[0]) : nil
  }
}
