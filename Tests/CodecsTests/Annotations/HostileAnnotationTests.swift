import Codecs
import Raster
import Testing

/// Files that lie, are cut, or ask for too much: a typed error, or a mask, and never a crash.
@Suite struct HostileAnnotationTests {
  private static let seeds = [
    #"{"size":[3,4],"counts":[1,2,3,4,2]}"#, #"{"size":[3,4],"counts":"1234O"}"#,
    #"{"images":[{"id":1,"file_name":"a","width":4,"height":3}],"annotations":[{"image_id":1,"#
      + #""category_id":1,"segmentation":[[0,0,3,0,3,2.5]],"bbox":[0,0,3,2]}],"#
      + #""categories":[{"id":1,"name":"\u0063at"}]}"#,
    #"{"shapes":[{"label":"a","points":[[0,0],[2,2]],"shape_type":"circle","group_id":1},{"label":"#
      + #""m","points":[[0,0],[1,1]],"shape_type":"mask","mask":"iVBORw0KGgo="}],"imagePath":"a"}"#,
    "0 .5 .5 .5 .5\n1 0 0 1 0 1 1\n",
  ]

  /// The code that a file gives; `nil` when it gives a mask.
  private static func outcome(_ bytes: [UInt8]) -> AnnotationError.Code? {
    do throws(AnnotationError) {
      let file = try AnnotationFile(reading: bytes)
      _ = file.labels
      _ = try file.mask(size: PixelSize(width: 4, height: 3))
      return nil
    } catch {
      return error.code
    }
  }

  @Test(arguments: seeds.dropLast()) func cutJSONIsNoJSON(text: String) {
    let bytes = Array(text.utf8)
    for end in bytes.indices {
      #expect(Self.outcome(Array(bytes[..<end])) == (end == 0 ? .emptyFile : .malformed(.json)))
    }
  }

  /// One letter for each length: empty; values missing; a number missing, where the cut leaves a mere point; or
  /// a mask, as the last line then is a box, a box with its confidence, or a polygon.
  @Test func cutLinesSayWhatIsMissing() {
    let outcomes = "evvnvvnvvnvvnmmvvvvvvvvmmmmm"
    let codes: [Character: AnnotationError.Code] = [
      "e": .emptyFile, "v": .malformed(.valueCount), "n": .malformed(.number),
    ]
    let bytes = Array(Self.seeds[4].utf8)
    #expect(outcomes.count == bytes.count)
    for (end, letter) in outcomes.enumerated() {
      #expect(Self.outcome(Array(bytes[..<end])) == codes[letter], "\(end) bytes")
    }
  }

  /// What a few changed bytes can make of a seed: broken, of no known layout, or sound and about something else.
  private static func isPossible(_ code: AnnotationError.Code, index: Int) -> Bool {
    switch code {
    case .malformed, .notAnnotations: true
    case .unknownLayout: index < 4
    case .sizeDiffers: index < 3
    case .imageNeeded: index == 2
    case .nothingWithArea: index >= 2
    default: false
    }
  }

  /// Hundreds of changes of one to four bytes each, digits and brackets often among them.
  @Test(arguments: seeds.indices) func changedBytes(index: Int) {
    var generator = SplitMix64(seed: UInt64(900 + index))
    let likely = Array(#"0123456789-+.eE[]{},:"\ "#.utf8)
    let original = Array(Self.seeds[index].utf8)
    for _ in 0..<400 {
      var bytes = original
      for _ in 0...generator.next(below: 4) {
        let place = generator.next(below: bytes.count)
        switch generator.next(below: 4) {
        case 0: bytes[place] = UInt8(generator.next(below: 256))
        case 1: bytes.remove(at: place)
        default: bytes[place] = likely[generator.next(below: likely.count)]
        }
      }
      if let code = Self.outcome(bytes) { #expect(Self.isPossible(code, index: index)) }
    }
  }

  @Test(arguments: [
    ("", AnnotationError.Code.emptyFile), (" \n\t", .emptyFile), ("\u{FEFF}", .emptyFile),
    ("hello", .notAnnotations), ("<svg/>", .notAnnotations), ("12\u{0}", .notAnnotations),
    ("{}", .unknownLayout), (#"{"b":1,"a":2}"#, .unknownLayout), ("[1]", .malformed(.json)),
    ("[", .malformed(.json)), ("[{}]x", .malformed(.json)), ("[]", .nothingWithArea),
    ("[null]", .malformed(.json)), (#"{"shapes":{}}"#, .malformed(.json)),
  ])
  func namesWhatTheContentIsNot(text: String, code: AnnotationError.Code) {
    #expect(AnnotationOracle.error(text)?.code == code)
  }

  @Test func anUnknownLayoutListsItsKeys() {
    let error = AnnotationOracle.error(#"{"b":1,"a":2}"#)
    #expect(error?.listing?.names == ["a", "b"])
    #expect(error?.blame == .unsupported)
  }

  @Test func picturesAreNoAnnotations() throws {
    let bytes = try FixtureFolder.bytes("photos/chelsea.png")
    let error = #expect(throws: AnnotationError.self) { try AnnotationFile(reading: bytes) }
    #expect(error?.code == .notAnnotations)
  }

  @Test(arguments: [33, 600, 1_000_000]) func refusesDeepNesting(depth: Int) {
    let text = String(repeating: "[", count: depth)
    let error = AnnotationOracle.error(text)
    #expect(error?.code == .tooLarge(.nesting))
    #expect(error?.allowed == 32)
    #expect(error?.blame == .limit)
  }

  @Test func bracketsInsideTextsAreNoNesting() throws {
    let deep = String(repeating: #"[{\"\\"#, count: 100)
    let text = #"{"x":"\#(deep)","size":[1,1],"counts":[0,1]}"#
    #expect(try AnnotationOracle.file(text).mask(size: PixelSize(width: 1, height: 1)).instanceCount == 1)
  }

  @Test func everyLimitIsKept() {
    func code(_ text: String, _ change: (inout AnnotationLimits) -> Void) -> AnnotationError.Code? {
      var limits = AnnotationLimits()
      change(&limits)
      return #expect(throws: AnnotationError.self) {
        let size = PixelSize(width: 4, height: 3)
        _ = try AnnotationFile(reading: AnnotationOracle.bytes(text), limits: limits).mask(size: size)
      }?.code
    }
    let (boxes, runs) = ("0 .5 .5 1 1\n1 .5 .5 1 1", #"{"size":[3,4],"counts":[1,2,3,4,2]}"#)
    #expect(code(runs) { $0.maxBytes = 20 } == .tooLarge(.bytes))
    #expect(code(runs) { $0.maxValues = 6 } == .tooLarge(.values))
    #expect(code(boxes) { $0.maxValues = 9 } == .tooLarge(.values))
    #expect(code(boxes) { $0.maxInstances = 1 } == .tooLarge(.instances))
    #expect(code("[\(runs),\(runs)]") { $0.maxInstances = 1 } == .tooLarge(.instances))
    #expect(code(runs) { $0.maxRuns = 4 } == .tooLarge(.runs))
    #expect(code(boxes) { $0.maxWork = 4000 } == .tooLarge(.work))
    #expect(code(runs) { $0.maxWork = 10 } == .tooLarge(.work))
  }

  @Test func refusesPolygonsOfTooManyCorners() {
    let corners = (0...65_536).map { "\($0 % 7),\($0 % 5)" }.joined(separator: ",")
    let error = AnnotationOracle.error(#"[{"segmentation":[[\#(corners)]]}]"#)
    #expect(error?.code == .tooLarge(.points))
    #expect(error?.found == 65_537)
  }

  /// Without a limit on the work this outline would be sampled for a minute.
  @Test func refusesOutlinesThatCrossEveryRowAgainAndAgain() {
    let corners = (0..<3000).map { "\($0 % 3999),\($0 % 2 * 4000)" }.joined(separator: ",")
    let error = AnnotationOracle.error(
      #"[{"segmentation":[[\#(corners)]]}]"#, size: PixelSize(width: 4000, height: 4000))
    #expect(error?.code == .tooLarge(.work))
  }

  @Test func shapesOutsideTheFrameLeaveAnEmptyMask() throws {
    let file = try AnnotationOracle.file(
      #"[{"segmentation":[[10,10,20,10,20,20]]},{"bbox":[-9,-9,9,9]},{"bbox":[4,0,5e5,1]}]"#)
    let mask = try file.mask(size: PixelSize(width: 4, height: 3))
    #expect(mask.mask.weights.allSatisfy { $0 == 0 })
    #expect(mask.instanceCount == 3)
  }
}
