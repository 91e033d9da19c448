import Raster
import Testing

@Suite struct BitmapTests {
  @Test func opaqueOnlyWhenEveryAlphaIs255() {
    var bitmap = Bitmap(width: 3, height: 2, filledWith: .white)
    #expect(bitmap.isOpaque)
    bitmap[2, 1] = Colour(red: 1, green: 2, blue: 3, alpha: 254)
    #expect(!bitmap.isOpaque)
    #expect(bitmap[2, 1] == Colour(red: 1, green: 2, blue: 3, alpha: 254))
    #expect(bitmap[1, 1] == .white)
  }
}
