import Engine
import Foundation
import Shell
import TestSupport
import Testing

/// Masks on the photographs by the digest of their weights, so that no change of a pixel goes unnoticed.
///
/// The digests say that nothing changed, not that it was right: that is what the brute-force tests of each
/// operation are for. `PENTIMENTO_RECORD=1` prints the table anew, and fails.
@Suite struct MaskDigestTests {
  private struct Row {
    let photo: String
    let commands: String
    let digest: String
  }

  private static func rows() throws -> [Row] {
    try Fixtures.text("masks/digests.tsv").split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      try #require(cells.count == 3, "\(line)")
      return Row(photo: cells[0], commands: cells[1], digest: cells[2])
    }
  }

  @Test(arguments: ["astronaut.png", "chelsea.png", "coffee.png"])
  func masksAreThoseOfTheTable(photo: String) async throws {
    let rows = try Self.rows().filter { $0.photo == photo }
    #expect(rows.count >= 20)
    let found = try await digests(of: rows, threads: 2)
    if ProcessInfo.processInfo.environment["PENTIMENTO_RECORD"] != nil {
      for (row, digest) in zip(rows, found) { print("\(row.photo)\t\(row.commands)\t\(digest)") }
      Issue.record("the table was printed, not compared")
    }
    for (row, digest) in zip(rows, found) { #expect(digest == row.digest, "\(row.commands)") }
  }

  @Test(arguments: [1, 5]) func threadsDoNotMatter(threads: Int) async throws {
    let rows = try Self.rows().filter { $0.photo == "coffee.png" }
    #expect(try await digests(of: rows, threads: threads) == rows.map(\.digest))
  }

  /// The digests after each row's commands, in one session.
  private func digests(of rows: [Row], threads: Int) async throws -> [String] {
    let folder = try TemporaryFolder()
    let printed = Printed()
    let photo = try #require(rows.first).photo
    let shell = printed.shell(in: folder, photo: photo, threads: threads)
    #expect(await shell.carryOutScript("new $photo job", name: "new") == .done)
    var digests: [String] = []
    for row in rows {
      printed.clear()
      let code = await shell.carryOutScript(row.commands, name: row.commands, json: true)
      #expect(code == .done, "\(row.commands): \(printed.notes)")
      digests.append(try Self.digest(in: printed.data))
    }
    await shell.finish()
    return digests
  }

  /// The digest of the mask that the last line of JSON describes.
  private static func digest(in output: String) throws -> String {
    let line = try #require(output.split(separator: "\n").last)
    let answer = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let picture = try #require(answer?["picture"] as? [String: Any], "\(line)")
    return try #require(picture["pixels"] as? String)
  }
}
