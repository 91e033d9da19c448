extension HostedReply {
  /// The answer exactly as it came, from its envelope and the files that were cut out of it.
  ///
  /// - Parameter payloads: The files by the cuts' `payload`.
  /// - Returns: `nil` when these are not the files of these cuts.
  package static func restored(
    envelope: [UInt8], cuts: [Cut], payloads: [[UInt8]]
  ) -> [UInt8]? {
    var whole: [UInt8] = []
    var position = 0
    for cut in cuts {
      guard (position...envelope.count).contains(cut.offset), payloads.indices.contains(cut.payload),
        let characters = characters(of: payloads[cut.payload], length: cut.length)
      else { return nil }
      whole += envelope[position..<cut.offset]
      whole += characters
      position = cut.offset
    }
    return whole + envelope[position...]
  }

  /// Base64 of so many characters: plain, or with each slash written `\/`; only one of the two can fit.
  private static func characters(of bytes: [UInt8], length: Int) -> [UInt8]? {
    let plain = Base64.encode(bytes)
    if plain.count == length { return plain }
    let slash = UInt8(ascii: "/")
    let escaped = plain.flatMap { $0 == slash ? [UInt8(ascii: "\\"), slash] : [$0] }
    return escaped.count == length ? escaped : nil
  }
}
