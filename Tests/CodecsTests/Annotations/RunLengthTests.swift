import Codecs
import Raster
import Testing

@Suite struct RunLengthTests {
  @Test(arguments: 0..<60) func readsBothFormsExactly(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let size = PixelSize(width: 1 + generator.next(below: 40), height: 1 + generator.next(below: 40))
    let mask = AnnotationOracle.binaryMask(width: size.width, height: size.height, seed: seed)
    let runs = AnnotationOracle.runs(of: mask)
    let plain = AnnotationOracle.json(runs: runs, size: size)
    let text = AnnotationOracle.json(compressed: AnnotationOracle.compressed(runs), size: size)
    #expect(try AnnotationOracle.file(plain).mask(size: size).mask == mask)
    #expect(try AnnotationOracle.file(text).mask(size: size).mask == mask)
  }

  /// Wide and high enough for several of the strips in which columns are written.
  @Test(arguments: [(200, 70), (65, 128), (64, 64), (129, 1), (1, 500)])
  func readsWideMasks(width: Int, height: Int) throws {
    let size = PixelSize(width: width, height: height)
    for seed in 0..<4 as Range<UInt64> {
      let mask = AnnotationOracle.binaryMask(width: width, height: height, seed: seed)
      let json = AnnotationOracle.json(runs: AnnotationOracle.runs(of: mask), size: size)
      #expect(try AnnotationOracle.file(json).mask(size: size).mask == mask)
    }
  }

  /// Texts written by pycocotools 2.0.11 (`mask.encode`) for masks made with NumPy.
  @Test(arguments: [
    ("g03400000<", 9, 7, [23, 3, 4, 3, 4, 3, 4, 3, 16]),
    ("0d0", 4, 5, [0, 20]),
    ("d0", 4, 5, [20]),
  ])
  func readsTextsOfTheCocoTools(text: String, width: Int, height: Int, runs: [Int]) throws {
    let size = PixelSize(width: width, height: height)
    let json = AnnotationOracle.json(compressed: text, size: size)
    let mask = try AnnotationOracle.file(json).mask(size: size).mask
    #expect(AnnotationOracle.runs(of: mask) == runs)
    #expect(AnnotationOracle.compressed(runs) == text)
  }

  /// `(x - 30)² + (y - 20)² < 15²` on 60 x 40, encoded by pycocotools 2.0.11.
  @Test func readsTheDiscOfTheCocoTools() throws {
    let text =
      "_d0;k04M2M4M2O0O2N2O0O2O00000000000000000001N101N2N101N3L3N3L[b0"
    let size = PixelSize(width: 60, height: 40)
    let mask = try AnnotationOracle.file(AnnotationOracle.json(compressed: text, size: size))
      .mask(size: size).mask
    for y in 0..<40 {
      for x in 0..<60 {
        let isInside = (x - 30) * (x - 30) + (y - 20) * (y - 20) < 225
        #expect(mask[x, y] == (isInside ? 255 : 0))
      }
    }
  }

  /// Random 10 x 12 noise, encoded by pycocotools 2.0.11; the text says its own runs again.
  @Test func readsTheNoiseOfTheCocoTools() throws {
    let text = "152M110N20L00026NK0O20N012ON0020N12ON0020N1030L1000O74JL030"
    let size = PixelSize(width: 10, height: 12)
    let mask = try AnnotationOracle.file(AnnotationOracle.json(compressed: text, size: size))
      .mask(size: size).mask
    #expect(AnnotationOracle.compressed(AnnotationOracle.runs(of: mask)) == text)
  }

  @Test func emptyRunsAreAllowedAnywhere() throws {
    let mask = try AnnotationOracle.file(#"{"size":[2,3],"counts":[1,0,0,2,0,0,3,0]}"#)
      .mask(size: PixelSize(width: 3, height: 2)).mask
    #expect(mask.weights == [0, 255, 0, 255, 0, 0])
  }

  @Test(arguments: [
    (#"{"size":[3,4],"counts":[5,6]}"#, AnnotationError.Defect.runSum),
    (#"{"size":[3,4],"counts":[5,8]}"#, .runSum),
    (#"{"size":[3,4],"counts":[]}"#, .runSum),
    (#"{"size":[3,4],"counts":""}"#, .runSum),
    (#"{"size":[3,4],"counts":[9223372036854775807,1]}"#, .runSum),
    (#"{"size":[3,4],"counts":[1,9223372036854775807]}"#, .runSum),
    (#"{"size":[3,4],"counts":[5,-1,8]}"#, .runLength),
    (#"{"size":[3,4],"counts":"1O"}"#, .runLength),
    (#"{"size":[3,4],"counts":"<P"}"#, .runText),
    (#"{"size":[3,4],"counts":"/"}"#, .runText),
    (#"{"size":[3,4],"counts":"p"}"#, .runText),
    (#"{"size":[3,4],"counts":"é"}"#, .runText),
    (#"{"size":[3,4],"counts":"ooooooooooooooooooooooo"}"#, .runText),
  ])
  func refusesRunsThatLie(json: String, defect: AnnotationError.Defect) {
    #expect(AnnotationOracle.error(json)?.code == .malformed(defect))
  }

  @Test func saysHowFarTheSumIsOff() {
    let error = AnnotationOracle.error(#"{"size":[3,4],"counts":[5,6]}"#)
    #expect(error?.found == 11)
    #expect(error?.allowed == 12)
  }

  @Test(arguments: ["[3]", "[]", "[3,4,1]", "[0,0]", "[-3,-4]", "[4611686018427387904,4]", "[4,3]"])
  func refusesSizesThatAreNotThePictures(size: String) {
    let error = AnnotationOracle.error(#"{"size":\#(size),"counts":[12]}"#)
    switch error?.code {
    case .sizeDiffers(_, let expected): #expect(expected == PixelSize(width: 4, height: 3))
    case .malformed(let defect): #expect(defect == .runSize)
    default: Issue.record("another error: \(String(describing: error))")
    }
  }
}
