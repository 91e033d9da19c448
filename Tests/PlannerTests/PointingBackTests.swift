import EditModel
import Planner
import Testing

@Suite struct PointingBackTests {
  @Test(arguments: [
    ("undo that", "undo"), ("Make it RED instead", "instead"), ("go back", "go back"),
    ("put it back, please", "put it back"), ("turn the sky blue again", "again"),
    ("brighter than before", "than before"), ("leave it as it was", "as it was"),
    ("revert the last edit", "revert"), ("Instead: darker", "instead"),
  ])
  func findsWordsThatPointBack(text: String, words: String) {
    var queue = QueueBuilder()
    queue.edit("warmer")
    queue.edit(text)
    #expect(queue.plan().calls.map(\.opening) == [.first, .pointsBack(words)])
  }

  @Test(arguments: [
    "blur the background", "brighten the back of the room", "a horse going to the barn",
    "make the back wall white", "remove the steadfast crowd", "put the hat on the chair",
    "against the light", "restored",
  ])
  func takesOrdinaryWordsAsTheyAre(text: String) {
    var queue = QueueBuilder()
    queue.edit("warmer")
    queue.edit(text)
    #expect(queue.plan().calls.count == 1)
  }
}
