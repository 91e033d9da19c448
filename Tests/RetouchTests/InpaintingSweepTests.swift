import Codecs
import Foundation
import Raster
import Retouch
import TestSupport
import Testing

/// The comparison with OpenCV's two methods, on the fixed holes and the made textures.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PENTIMENTO_SWEEPS"] != nil))
struct InpaintingSweepTests {
  private static let columns = (psnr: 4, ssim: 5)

  /// The rows of OpenCV's table for one picture, or for the means with picture `mean`.
  private static func peers(group: String, picture: String) throws -> [[String]] {
    try Fixtures.table("oracles/inpainting.tsv").filter { $0[0] == group && $0[1] == picture }
  }

  private static func best(_ rows: [[String]], column: Int) throws -> Double {
    try #require(rows.compactMap { Double($0[column]) }.max())
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func beatsDiffusionOnPhotographs(seed: UInt64) throws {
    let holes = try Fixtures.table("holes.tsv")
    #expect(holes.count == 18)
    var sum = HoleMeasures()
    for row in holes {
      let truth = try PNG.decode(Fixtures.bytes("photos/\(row[0])")).bitmap
      let sides = row[2...].compactMap { Int($0) }
      let hole = PixelRect(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
      let result = try truth.inpainted(hole: .hole(hole, in: truth.size), seed: seed)
      let found = HoleMeasures(truth: truth, result: result, hole: hole)
      sum.psnr += found.psnr / 18
      sum.ssim += found.ssim / 18
      sum.gradient += found.gradient / 18
      sum.step += found.step / 18
    }
    print("photographs, seed \(seed): \(sum)")
    let peers = try Self.peers(group: "photo", picture: "mean")
    #expect(peers.count == 4)
    #expect(sum.psnr > (try Self.best(peers, column: Self.columns.psnr)))
    #expect(sum.ssim > (try Self.best(peers, column: Self.columns.ssim)))
    #expect(sum.gradient >= 0.5)
    #expect(sum.step <= 1.25)
  }

  @Test(arguments: InpaintingScene.allCases)
  func beatsDiffusionOnTexturesByFiveDecibels(scene: InpaintingScene) throws {
    let truth = scene.picture
    let hole = InpaintingScene.hole
    let result = try truth.inpainted(hole: .hole(hole, in: truth.size), seed: 1)
    let found = HoleMeasures(truth: truth, result: result, hole: hole)
    print("\(scene): \(found)")
    let peers = try Self.peers(group: "texture", picture: scene.rawValue)
    #expect(peers.count == 4)
    #expect(found.psnr >= (try Self.best(peers, column: Self.columns.psnr)) + 5)
  }
}
