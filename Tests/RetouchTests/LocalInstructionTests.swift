import Retouch
import TestSupport
import Testing

@Suite struct LocalInstructionTests {
  struct Reading: Sendable, CustomTestStringConvertible {
    let text: String
    let expected: String
    let needsMask: Bool
    var testDescription: String { text }
  }

  static let readings: [Reading] = {
    let lines = (try? Fixtures.text("english/readings.tsv").split(separator: "\n")) ?? []
    return lines.filter { !$0.hasPrefix("#") }.map { line in
      let fields = line.split(separator: "\t").map(String.init)
      return Reading(text: fields[0], expected: fields[1], needsMask: fields.count > 2)
    }
  }()

  @Test func fixtureHoldsItsReadings() {
    #expect(Self.readings.count >= 200)
    #expect(Self.readings.contains { $0.expected.hasPrefix("refused: ") })
  }

  @Test(arguments: readings) func readsAsAPersonWould(_ reading: Reading) {
    do {
      let instruction = try LocalInstruction.parse(reading.text)
      #expect(instruction.description == reading.expected)
      #expect(instruction.needsMask == reading.needsMask)
    } catch {
      #expect(Self.words(of: error) == reading.expected)
      #expect(!reading.needsMask)
    }
  }

  private static func words(of error: RetouchError) -> String {
    switch error.code {
    case .notUnderstood: "refused: \(error.words ?? "")"
    case .amountOutOfRange: "out of range: \(error.found ?? "")"
    case .nothingAsked: "nothing asked"
    default: "\(error.code)"
    }
  }

  @Test(arguments: readings.filter { !$0.expected.contains(": ") && $0.expected != "nothing asked" })
  func canonicalFormReadsAsItself(_ reading: Reading) throws {
    let instruction = try LocalInstruction.parse(reading.expected)
    #expect(instruction.description == reading.expected)
  }

  @Test func everyUnderstoodFormIsUnderstood() throws {
    #expect(LocalInstruction.understood.count >= 15)
    let forms = LocalInstruction.understoodForms.map(\.form)
    for word in LocalInstruction.understoodWords {
      #expect(forms.contains { $0.contains(word) }, "\(word)")
    }
    for form in LocalInstruction.understoodForms {
      let instruction = try LocalInstruction.parse(form.example)
      #expect(instruction.description == form.reading, "\(form.example)")
    }
  }

  @Test func namesTheBoundsOfAnAmount() {
    let error = #expect(throws: RetouchError.self) { try LocalInstruction.parse("blur by 51 px") }
    #expect(error?.code == .amountOutOfRange)
    #expect(error?.found == "51 px")
    #expect(error?.allowed == "0.5...50 px")
  }

  @Test func refusesMoreThanSixteenAdjustments() {
    let sixteen = Array(repeating: "sharpen", count: 16).joined(separator: ", ")
    #expect(throws: Never.self) { try LocalInstruction.parse(sixteen) }
    let error = #expect(throws: RetouchError.self) { try LocalInstruction.parse(sixteen + ", sharpen") }
    #expect(error?.code == .tooManyAdjustments)
  }

  @Test func onlyRemovalUsesRandomness() throws {
    #expect(try LocalInstruction.parse("brighten, then remove the cup").usesRandomness)
    #expect(try !LocalInstruction.parse("brighten the cup and blur it").usesRandomness)
  }

  @Test(arguments: ["", " \n\t", "#", "\u{0}", "%", "5", "🎉🎉", "'", "make", "turn", "by by by", "and and"])
  func refusesHostileText(_ text: String) {
    #expect(throws: RetouchError.self) { try LocalInstruction.parse(text) }
  }

  @Test func refusesVeryLongText() {
    let text = "remove " + String(repeating: "the cup ", count: 20_000)
    #expect(throws: RetouchError.self) { try LocalInstruction.parse(text) }
  }
}
