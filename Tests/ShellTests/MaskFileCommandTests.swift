import Engine
import Foundation
import Shell
import TestSupport
import Testing

/// Masks from files and what is told of them, over the command line's own words.
@Suite struct MaskFileCommandTests {
  private static let annotations = Fixtures.path("annotations")

  struct Row: Sendable, CustomTestStringConvertible {
    let photo: String
    let command: String
    let exit: ExitCode
    /// A part of the answer or of the notes.
    let says: String
    var testDescription: String { command }
  }

  static let rows = [
    Row(
      photo: "astronaut.png", command: "mask load $dir/photos.coco.json", exit: .usage,
      says: "--image photos/astronaut.png or --image photos/coffee.png"),
    Row(
      photo: "astronaut.png", command: "mask load $dir/photos.coco.json --image astronaut.png --label patch",
      exit: .done, says: "COCO dataset, image photos/astronaut.png: 2 marked things (patch)"),
    Row(
      photo: "coffee.png", command: "mask load $dir/photos.coco.json --image coffee.png --label patch",
      exit: .usage, says: "no label patch in it; there is "),
    Row(
      photo: "coffee.png", command: "mask load $dir/photos.coco.json --image tea.png", exit: .usage,
      says: "no one image tea.png in it; there is photos/astronaut.png, photos/coffee.png"),
    Row(
      photo: "coffee.png", command: "mask load $dir/cup.rle.json", exit: .done,
      says: "COCO run lengths: 1 marked"),
    Row(
      photo: "astronaut.png", command: "mask load $dir/cup.rle.json", exit: .usage,
      says: "made for 600x400, the picture is 512x512"),
    Row(photo: "coffee.png", command: "mask load $dir/coffee.segments.txt", exit: .done, says: "YOLO"),
    Row(
      photo: "coffee.png", command: "mask load $dir/coffee.boxes.txt --instance 99", exit: .usage,
      says: "no instance 99 in it; there is 1 to"),
    Row(
      photo: "coffee.png", command: "mask load $dir/coffee.boxes.txt --polarity black", exit: .usage,
      says: "--polarity with a picture file"),
    Row(
      photo: "astronaut.png", command: "mask load $photo --label 3", exit: .usage,
      says: "a picture without label numbers"),
    Row(
      photo: "astronaut.png", command: "mask load $photo --image a", exit: .usage,
      says: "--image with an annotation file"),
    Row(
      photo: "astronaut.png", command: "mask load $photo --polarity alpha", exit: .usage,
      says: "has no alpha channel"),
    Row(
      photo: "astronaut.png", command: "mask load $other --fit", exit: .done,
      says: "scaled from 600x400 to 512x512, kernel triangle; its ratio was not kept"),
    Row(
      photo: "coffee.png", command: "mask ellipse 300 200 80 60; mask explain", exit: .done,
      says: "transparent = edit: OpenAI"),
    Row(photo: "coffee.png", command: "mask alpha", exit: .done, says: "mask mask covers no pixel"),
  ]

  @Test(arguments: rows) func saysWhatItReadAndWhatNot(_ row: Row) async throws {
    let folder = try TemporaryFolder()
    let printed = Printed()
    let shell = printed.shell(
      in: folder, photo: row.photo,
      ["other": Fixtures.path("photos/coffee.png"), "dir": Self.annotations])
    #expect(await shell.carryOutScript("new $photo job", name: "new") == .done)
    #expect(await shell.carryOutScript(row.command, name: "load") == row.exit)
    let all = printed.data + printed.notes
    #expect(all.contains(row.says), "\(all)")
    await shell.finish()
  }

  /// The areas are those that the COCO API counts.
  @Test func runLengthsCoverWhatTheOracleCounts() async throws {
    let folder = try TemporaryFolder()
    let printed = Printed()
    let shell = printed.shell(in: folder, photo: "coffee.png", ["dir": Self.annotations])
    let script = "new $photo job; mask load $dir/cup.rle.json"
    #expect(await shell.carryOutScript(script, name: "load", json: true) == .done)
    let line = try #require(printed.data.split(separator: "\n").last)
    let answer = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let areas = try Fixtures.text("annotations/oracle.tsv").split(separator: "\n").flatMap {
      $0.split(separator: "\t").compactMap { Int($0) }
    }
    let editable = try #require(answer?["editable"] as? Int)
    #expect(editable > 1000 && areas.contains(editable))
    #expect(answer?["full"] as? Int == editable)
    await shell.finish()
  }
}
