import Engine
import Foundation
import Shell
import TestSupport
import Testing

/// What `mask lint` says and how it ends, over the command line's own words.
@Suite struct MaskLintCommandTests {
  struct Row: Sendable, CustomTestStringConvertible {
    /// Commands after `new` that lead to the mask.
    let commands: String
    let lint: String
    let exit: ExitCode
    /// A part of the answer.
    let says: String
    var testDescription: String { "\(commands) · \(lint)" }
  }

  static let rows = [
    Row(
      commands: "mask ellipse 300 200 80 60", lint: "mask lint", exit: .done,
      says: "nothing to find fault with"),
    Row(
      commands: "mask ellipse 300 200 80 60; mask feather 6", lint: "mask lint --strict", exit: .done,
      says: "nothing"),
    Row(commands: "mask alpha", lint: "mask lint", exit: .usage, says: "error: nothing editable"),
    Row(commands: "mask all", lint: "mask lint", exit: .done, says: "warning: everything editable"),
    Row(
      commands: "mask all", lint: "mask lint --strict", exit: .someFailed, says: "mask none edits the whole"),
    Row(
      commands: "canvas crop 0 0 300 200; mask all --name small; go source", lint: "mask lint small",
      exit: .usage,
      says: "error: size differs: 300x200, the picture is 600x400; mask fit --name small scales it"),
    Row(
      commands: "mask brush 1 20,20 --name dot; mask ellipse 300 200 80 60; mask union dot",
      lint: "mask lint", exit: .done, says: "specks: 1 speck of"),
    Row(commands: "mask rect -20 150 60 80", lint: "mask lint", exit: .done, says: "80 pixels on the left"),
    Row(
      commands: "mask ellipse 300 200 80 60; mask invert", lint: "mask lint --strict", exit: .someFailed,
      says: "warning: likely inverted: only"),
    Row(
      commands: "mask rect 300 100 3 200", lint: "mask lint", exit: .done,
      says: "too small for the model: 3 pixels"),
    Row(
      commands: "canvas extend --right 40; mask ellipse 300 200 80 60", lint: "mask lint", exit: .done,
      says: "the picture has its own transparency: 16000 pixels"),
    Row(
      commands: "fence", lint: "mask lint --file $photo --polarity alpha", exit: .usage,
      says: "error: no alpha channel"),
    Row(
      commands: "canvas crop 0 0 300 200", lint: "mask lint --file $photo", exit: .usage,
      says: "size differs: 600x400, the picture is 300x200"),
  ]

  @Test(arguments: rows) func saysWhatItFound(_ row: Row) async throws {
    let folder = try TemporaryFolder()
    let printed = Printed()
    let shell = printed.shell(in: folder, photo: "coffee.png")
    #expect(await shell.carryOutScript("new $photo job\n" + row.commands, name: "made") == .done)
    printed.clear()
    #expect(await shell.carryOutScript(row.lint, name: "lint") == row.exit)
    #expect(printed.data.contains(row.says), "\(printed.data)\(printed.notes)")
    await shell.finish()
  }

  @Test func severitiesAndNumbersAreInJSON() async throws {
    let folder = try TemporaryFolder()
    let printed = Printed()
    let shell = printed.shell(in: folder, photo: "coffee.png")
    #expect(await shell.carryOutScript("new $photo job; mask rect 300 100 3 200", name: "made") == .done)
    printed.clear()
    _ = await shell.carryOutScript("mask lint", name: "lint", json: true)
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(printed.data.utf8)) as? [String: Any])
    let finding = try #require((answer["findings"] as? [[String: Any]])?.first)
    #expect(finding["code"] as? String == "tooSmallForGrid")
    #expect(finding["severity"] as? String == "warning")
    #expect((finding["numbers"] as? [String: Double])?["widestSquare"] == 3)
    await shell.finish()
  }
}
