import EditModel
import Planner
import Testing

@Suite struct PointingBackTests {
  @Test(arguments: [
    ("undo that", "undo"), ("Make it RED instead", "instead"), ("go back", "go back"),
    ("put it back, please", "put it back"), ("turn the sky blue again", "again"),
    ("brighter than before", "than before"), ("leave it as it was", "as it was"),
    ("revert the last edit", "revert"), ("Instead: darker", "instead"), ("as before", "as before"),
    ("red like before", "like before"), ("the hat from before", "from before"),
    ("show how it was", "how it was"), ("just the way it was", "the way it was"),
    ("red as it used to be", "used to be"), ("more of the last change", "last change"),
    ("drop the last edit", "last edit"), ("step back", "step back"),
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
