/// What is known of one connected component while rows are read, and when it is complete.
struct ComponentRecord: Sendable {
  var area = 0
  /// Where the component's first pixel in reading order stands among the weights.
  var first: Int
  var left: Int
  var right: Int
  var bottom: Int
  /// True when a pixel of the component lies on the frame's edge.
  var touchesFrame = false
  /// True when a pixel in the component or next to it has one of the weights that the scan looks for.
  var isMarked = false
  var contact = FrameContact()

  mutating func merge(_ other: ComponentRecord) {
    area += other.area
    first = min(first, other.first)
    left = min(left, other.left)
    right = max(right, other.right)
    bottom = max(bottom, other.bottom)
    touchesFrame = touchesFrame || other.touchesFrame
    isMarked = isMarked || other.isMarked
    contact.add(other.contact)
  }
}

/// Disjoint sets of runs, with one record a set.
///
/// Sets that no run of the latest row belongs to are complete; they are handed out and their places are used
/// again, so that memory follows the width of the frame and not its area.
///
/// - Note: Source of the idea: Tarjan, "Efficiency of a Good But Not Linear Set Union Algorithm", 1975; here
///   with path halving and the larger set as root.
struct ComponentForest {
  private var parents: [Int] = []
  private var records: [ComponentRecord] = []
  /// Places in use.
  private var live: [Int] = []
  private var free: [Int] = []

  /// Adds a run to the set with this root, or makes a set of it; gives the root.
  mutating func insert(_ record: ComponentRecord, into root: Int?) -> Int {
    if let root {
      records[root].merge(record)
      return root
    }
    let place: Int
    if let reused = free.popLast() {
      place = reused
      parents[place] = place
      records[place] = record
    } else {
      place = parents.count
      parents.append(place)
      records.append(record)
    }
    live.append(place)
    return place
  }

  mutating func root(of place: Int) -> Int {
    var place = place
    while parents[place] != place {
      parents[place] = parents[parents[place]]
      place = parents[place]
    }
    return place
  }

  /// Makes one set of two and gives its root.
  mutating func join(_ first: Int, _ second: Int) -> Int {
    let (a, b) = (root(of: first), root(of: second))
    guard a != b else { return a }
    let (larger, smaller) = records[a].area >= records[b].area ? (a, b) : (b, a)
    parents[smaller] = larger
    records[larger].merge(records[smaller])
    return larger
  }

  mutating func mark(_ root: Int) { records[root].isMarked = true }

  func isMarked(_ root: Int) -> Bool { records[root].isMarked }

  /// Hands out the sets without a run in `row`, in the order in which they began to be kept.
  ///
  /// - Precondition: every run that is still looked at names a root.
  mutating func settle(after row: Int, _ body: (ComponentRecord) -> Void) {
    var kept = 0
    for place in live {
      if parents[place] == place {
        if records[place].bottom == row {
          live[kept] = place
          kept += 1
          continue
        }
        body(records[place])
      }
      free.append(place)
    }
    live.removeLast(live.count - kept)
  }
}
