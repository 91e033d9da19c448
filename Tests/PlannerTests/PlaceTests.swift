import EditModel
import Planner
import Testing

@Suite struct PlaceTests {
  @Test(arguments: [
    ([0, 1, 8, 9], "the upper left"), ([7], "the upper right"), ([27, 28, 35, 36], "the centre"),
    ([3], "the upper centre"), ([24, 32], "the middle left"), ([63], "the lower right"),
    (Array(0..<5), "the upper left"), (Array(0..<6), "the whole width of the upper part"),
    ([60], "the lower centre"), (Array(0..<8), "the whole width of the upper part"),
    (Array(56..<64), "the whole width of the lower part"),
    (stride(from: 7, to: 64, by: 8).map(\.self), "the whole height of the right part"),
    (Array(0..<64), "most of the picture"),
  ])
  func namesWhereAMaskLies(cells: [Int], words: String) {
    var queue = QueueBuilder()
    let mask = CellMask(name: "m", cells: Set(cells))
    queue.edit("brighter", mask)
    queue.edit("sharper", mask)
    let prompt = queue.plan().calls[0].prompt
    #expect(prompt.contains("\n1. In \(words), x "))
    #expect(prompt.contains("\n2. In \(words), x "))
  }
}
