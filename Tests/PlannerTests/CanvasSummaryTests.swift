import EditModel
import Planner
import Raster
import Testing

@Suite struct CanvasSummaryTests {
  private static func rect(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> PixelRect {
    PixelRect(x: x, y: y, width: width, height: height)
  }

  @Test func aPaddedPictureIsNamedWithItsPadding() {
    let frame = SentFrame(
      crop: Self.rect(0, 0, 1024, 1024), placed: Self.rect(256, 0, 1024, 1024),
      canvas: PixelSize(width: 1536, height: 1024))
    let summary = frame.summary(of: PixelSize(width: 1024, height: 1024))
    #expect(summary.crop == nil && summary.canvas == frame.canvas)
    #expect(summary.paddingPixels == 512 * 1024 && summary.scale == .one)
  }

  @Test func aRegionIsNamedWithItsPlace() {
    let crop = Self.rect(100, 50, 1424, 480)
    let frame = SentFrame(
      crop: crop, placed: Self.rect(0, 0, 1424, 480), canvas: PixelSize(width: 1424, height: 480))
    let summary = frame.summary(of: PixelSize(width: 3000, height: 2000))
    #expect(summary.crop == crop && summary.paddingPixels == 0 && summary.scale == .one)
  }

  @Test(arguments: [
    (PixelSize(width: 4000, height: 3000), PixelSize(width: 2048, height: 1536), 64, 125),
    (PixelSize(width: 3000, height: 4001), PixelSize(width: 1536, height: 2048), 2048, 4001),
    (PixelSize(width: 600, height: 400), PixelSize(width: 1008, height: 672), 42, 25),
  ])
  func theScaleIsAFractionInLowestTerms(
    picture: PixelSize, placed: PixelSize, numerator: Int, denominator: Int
  ) {
    let frame = SentFrame(
      crop: PixelRect(frameOf: picture), placed: PixelRect(frameOf: placed), canvas: placed)
    let scale = frame.summary(of: picture).scale
    #expect((scale.numerator, scale.denominator) == (numerator, denominator))
  }
}
