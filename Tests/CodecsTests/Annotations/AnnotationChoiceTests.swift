import Codecs
import Raster
import Testing

/// What is not there is refused with a list of what is.
@Suite struct AnnotationChoiceTests {
  private static let frame = PixelSize(width: 4, height: 3)
  private static let dataset =
    #"{"images":[{"id":1,"file_name":"x/a.png","width":4,"height":3},"#
    + #"{"id":2,"file_name":"y/a.png","width":4,"height":3},{"id":3,"file_name":"1","width":9,"height":9}],"#
    + #""annotations":[{"image_id":1,"category_id":5,"bbox":[0,0,1,1]},"#
    + #"{"image_id":1,"category_id":6,"bbox":[1,0,1,1]},{"image_id":2,"category_id":6,"bbox":[2,0,1,1]},"#
    + #"{"image_id":3,"category_id":5,"bbox":[3,0,1,1]}],"#
    + #""categories":[{"id":5,"name":"cat"},{"id":6,"name":"dog"},{"id":7,"name":"5"}]}"#

  @Test func severalImagesNeedAName() {
    let error = AnnotationOracle.error(Self.dataset)
    #expect(error?.code == .imageNeeded)
    #expect(error?.listing?.names == ["x/a.png", "y/a.png", "1"])
  }

  @Test func listsTheImagesThatThereAre() {
    let error = AnnotationOracle.error(Self.dataset, image: "b.png")
    #expect(error?.code == .imageNotFound)
    #expect(error?.wanted == "b.png")
    #expect(error?.listing?.names == ["x/a.png", "y/a.png", "1"])
  }

  @Test func aNameThatFitsTwiceListsNumbers() {
    let error = AnnotationOracle.error(Self.dataset, image: "a.png")
    #expect(error?.code == .imageAmbiguous)
    #expect(error?.listing?.names == ["1", "2"])
  }

  @Test func aWholeNameGoesBeforeANumberAndANumberBeforeAPart() throws {
    let file = try AnnotationOracle.file(Self.dataset)
    let byNumber = try file.mask(image: "2", size: Self.frame)
    #expect(byNumber.image == "y/a.png")
    #expect(try file.mask(image: "x/a.png", size: Self.frame).image == "x/a.png")
    let named = AnnotationOracle.error(Self.dataset, image: "1")
    #expect(
      named?.code == .sizeDiffers(found: PixelSize(width: 9, height: 9), expected: Self.frame))
  }

  @Test func listsTheLabelsOfTheImage() {
    let error = AnnotationOracle.error(Self.dataset, image: "2", label: "cat")
    #expect(error?.code == .labelNotFound)
    #expect(error?.wanted == "cat")
    #expect(error?.listing?.names == ["dog"])
  }

  @Test(arguments: [0, -1, 3, Int.max, Int.min]) func saysHowManyInstancesThereAre(number: Int) {
    let error = AnnotationOracle.error(Self.dataset, image: "x/a.png", instance: .number(number))
    #expect(error?.code == .instanceNotFound)
    #expect(error?.found == number)
    #expect(error?.allowed == 2)
  }

  @Test func listsAreBoundedAndNamesCutShort() {
    let name = String(repeating: "e\u{301}", count: 100)
    let images = (0..<300).map { #"{"id":\#($0),"file_name":"\#($0)\#(name)"}"# }
    let text = #"{"images":[\#(images.joined(separator: ","))],"annotations":[]}"#
    let error = AnnotationOracle.error(text, image: name)
    #expect(error?.listing?.count == 300)
    #expect(error?.listing?.names.count == AnnotationListing.maximumNameCount)
    #expect(error?.listing?.names.allSatisfy { $0.unicodeScalars.count == 81 } == true)
    #expect(error?.wanted?.unicodeScalars.count == 81)
  }

  @Test(arguments: ["0 .5 .5 .5 .5", #"{"size":[3,4],"counts":[12]}"#])
  func filesThatNameNoImageHaveNoneOfAnyName(text: String) {
    let error = AnnotationOracle.error(text, image: "a.png")
    #expect(error?.code == .imageNotFound)
    #expect(error?.listing?.count == 0)
  }

  @Test func aMaskWithoutLabelHasNoneOfAnyName() {
    let error = AnnotationOracle.error(#"{"size":[3,4],"counts":[12]}"#, label: "cat")
    #expect(error?.code == .labelNotFound)
    #expect(error?.listing?.count == 0)
  }

  @Test func anImageWithoutAnnotationsHasNothing() {
    let text = #"{"images":[{"id":1}],"annotations":[]}"#
    let error = AnnotationOracle.error(text)
    #expect(error?.code == .nothingWithArea)
    #expect(error?.found == 0)
  }

  @Test(arguments: [PixelSize(width: 0, height: 3), PixelSize(width: 1 << 40, height: 1 << 40)])
  func refusesSizesThatNoMaskCanHave(size: PixelSize) {
    let error = AnnotationOracle.error("0 .5 .5 .5 .5", size: size)
    #expect(
      error?.code
        == .raster(.sizeOutOfRange(found: size, maximumPixelCount: PixelSize.maximumPixelCount)))
  }
}
