import Codecs
import FoundationEssentials
import Raster
import Testing

/// Files made to hurt: every one gives a typed error or a picture, and those that lie give the right error.
@Suite struct HostilePNGTests {
  /// A small file with every chunk that the decoder reads and some that it skips.
  private static let victim: PNGWriter = {
    var generator = SplitMix64(seed: 21)
    var writer = PNGWriter(random: &generator, width: 7, height: 5, bitDepth: 4, colourType: 3)
    writer.addTransparency(random: &generator)
    writer.early = PNGWriter.chunk("gAMA", [0, 0, 0xB1, 0x8F]) + PNGWriter.chunk("tEXt", Array("a\0b".utf8))
    writer.imageDataSplit = 20
    return writer
  }()

  private static func code(_ bytes: [UInt8]) -> CodecError.Code? {
    do throws(CodecError) {
      _ = try PNG.decode(bytes)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func everyTruncationIsAnError() {
    let file = Self.victim.file
    #expect(Self.code([]) == .emptyFile)
    for count in 1..<file.count { #expect(Self.code(Array(file.prefix(count))) == .truncated) }
    #expect(Self.code(file) == nil)
  }

  @Test func everyBitFlipIsAnErrorOrLeavesThePixelsAlone() throws {
    let file = Self.victim.file
    let pixels = Self.victim.expectedSamples
    let transparencyName = try #require(
      file.indices.first { Array(file[$0...].prefix(4)) == Array("tRNS".utf8) })
    var pictures = 0
    for offset in file.indices {
      for bit in 0..<8 {
        var damaged = file
        damaged[offset] ^= 1 << bit
        guard let picture = try? PNG.decode(damaged) else { continue }
        pictures += 1
        // A tRNS chunk under another name is a chunk that decoders must pass over.
        if (transparencyName..<transparencyName + 4).contains(offset) { continue }
        #expect(picture.bitmap.samples == pixels, "byte \(offset), bit \(bit)")
      }
    }
    // At least those in the data and check sums of gAMA and tEXt, which are skipped.
    #expect(pictures >= 8 * (8 + 7))
  }

  @Test func everyByteMayHoldAnything() {
    let file = Self.victim.file
    for offset in file.indices {
      for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
        var damaged = file
        damaged[offset] = value
        _ = Self.code(damaged)
      }
    }
  }

  /// Damage inside chunks whose CRC is right reaches the decoder behind the check sums.
  @Test(arguments: PNGKind.all)
  func damageUnderRightCheckSumsGivesAnErrorOrAPicture(kind: PNGKind) {
    let rounds = ProcessInfo.processInfo.environment["PENTIMENTO_SWEEPS"] == nil ? 60 : 2_000
    var generator = SplitMix64(seed: UInt64(kind.colourType) << 8 | UInt64(kind.bitDepth))
    for round in 0..<rounds {
      var writer = PNGWriter(
        random: &generator, width: 1 + generator.next(below: 20), height: 1 + generator.next(below: 20),
        bitDepth: kind.bitDepth, colourType: kind.colourType, isInterlaced: round % 2 == 0)
      if round % 3 == 0 { writer.addTransparency(random: &generator) }
      let file = damaged(writer, generator: &generator)
      #expect(Self.validationCode(file) == Self.code(file))
    }
  }

  /// A mask can be read from every picture, so that both ways through a file must end alike.
  private static func validationCode(_ bytes: [UInt8]) -> CodecError.Code? {
    do throws(CodecError) {
      _ = try PNG.validateMask(bytes)
      return nil
    } catch {
      return error.code
    }
  }

  /// Errors met when rows have been handed over already.
  @Test func damageFarInsideIsAnErrorWhateverTheRowsBefore() {
    var generator = SplitMix64(seed: 23)
    let writer = PNGWriter(random: &generator, width: 300, height: 300, bitDepth: 8, colourType: 6)
    let rows = writer.filteredRows
    let rowByteCount = 4 * 300 + 1
    for row in [1, 100, 299] {
      var damaged = rows
      damaged[row * rowByteCount] = 5
      for cut in [rows.count, rows.count - 1, row * rowByteCount] {
        let data = PNGWriter.chunk("IDAT", PNGWriter.zlib(Array(damaged.prefix(cut))))
        let file =
          PNGWriter.signature + PNGWriter.chunk("IHDR", writer.header) + data + PNGWriter.chunk("IEND", [])
        let error = #expect(throws: CodecError.self) { try PNG.decode(file) }
        #expect(error?.code == .damaged(.content))
        #expect(error?.underlying?.isEmpty == false)
        let found = #expect(throws: CodecError.self) { try PNG.validateMask(file) }
        #expect(found == error)
      }
    }
  }

  private func damaged(_ writer: PNGWriter, generator: inout SplitMix64) -> [UInt8] {
    var header = writer.header
    var data = PNGWriter.zlib(writer.filteredRows)
    var transparency = writer.transparency ?? []
    var palette = writer.palette.flatMap { $0 }
    switch generator.next(below: 5) {
    case 0: header[4 * generator.next(below: 2) + 3] = UInt8(generator.next(below: 64))
    case 1: header[8 + generator.next(below: 5)] = UInt8(generator.next(below: 8))
    case 2: transparency = (0..<generator.next(below: 300)).map { UInt8(truncatingIfNeeded: $0) }
    case 3: palette = (0..<generator.next(below: 800)).map { UInt8(truncatingIfNeeded: $0) }
    default: data = Array(data.prefix(generator.next(below: data.count + 1)))
    }
    for _ in 0..<generator.next(below: 4) where !data.isEmpty {
      data[generator.next(below: data.count)] = UInt8(generator.next(below: 256))
    }
    var file = PNGWriter.signature + PNGWriter.chunk("IHDR", header)
    if !palette.isEmpty { file += PNGWriter.chunk("PLTE", palette) }
    if !transparency.isEmpty { file += PNGWriter.chunk("tRNS", transparency) }
    return file + PNGWriter.chunk("IDAT", data) + PNGWriter.chunk("IEND", [])
  }

  @Test func randomBytesAfterTheSignatureAreAnError() {
    var generator = SplitMix64(seed: 22)
    for _ in 0..<300 {
      let noise = (0..<generator.next(below: 200)).map { _ in UInt8(generator.next(below: 256)) }
      #expect(Self.code(PNGWriter.signature + noise) != nil)
    }
  }
}
