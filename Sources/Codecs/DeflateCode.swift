/// A prefix code of deflate: how many bits each symbol has, and which.
package struct DeflateCode {
  /// Bits of each symbol; 0 for symbols that do not occur.
  package let lengths: [Int]
  /// The codes, first bit lowest as they are written.
  package let bits: [UInt32]

  /// The Huffman code of the frequencies, its longest codes shortened to the limit.
  ///
  /// A single symbol gets one bit. With two or more the code is complete: no bit pattern is unused.
  ///
  /// - Parameters:
  ///   - frequencies: How often each symbol occurs; equal ones are ordered by symbol.
  ///   - limit: Most bits, with `frequencies.count <= 1 << limit`.
  /// - Note: Sources: D. A. Huffman, A Method for the Construction of Minimum-Redundancy Codes, 1952, with
  ///   the two sorted queues of J. van Leeuwen, 1976; bits by RFC 1951, section 3.2.2.
  package init(frequencies: [Int], limit: Int) {
    let order = frequencies.indices.filter { frequencies[$0] > 0 }
      .sorted { (frequencies[$0], $0) < (frequencies[$1], $1) }
    var counts = Self.depthCounts(of: order.map { frequencies[$0] })
    Self.shorten(&counts, to: limit)
    var lengths = [Int](repeating: 0, count: frequencies.count)
    var length = counts.count - 1
    for symbol in order {
      while counts[length] == 0 { length -= 1 }
      counts[length] -= 1
      lengths[symbol] = length
    }
    self.lengths = lengths
    bits = Self.canonicalBits(of: lengths)
  }

  /// How many leaves of the Huffman tree lie at each depth.
  private static func depthCounts(of weights: [Int]) -> [Int] {
    guard weights.count > 1 else { return [0, weights.count] }
    // Nodes 0..<leaves are the sorted leaves, the others appear in order of weight.
    let leaves = weights.count
    var weight = weights
    var parent = [Int](repeating: 0, count: 2 * leaves - 1)
    var nextLeaf = 0
    var nextInner = leaves
    func takeLightest() -> Int {
      let takesLeaf =
        nextLeaf < leaves && (nextInner == weight.count || weight[nextLeaf] <= weight[nextInner])
      defer { if takesLeaf { nextLeaf += 1 } else { nextInner += 1 } }
      return takesLeaf ? nextLeaf : nextInner
    }
    while weight.count < 2 * leaves - 1 {
      let first = takeLightest()
      let second = takeLightest()
      parent[first] = weight.count
      parent[second] = weight.count
      weight.append(weight[first] + weight[second])
    }
    return depthCounts(leaves: leaves, parent: parent)
  }

  private static func depthCounts(leaves: Int, parent: [Int]) -> [Int] {
    var depth = [Int](repeating: 0, count: parent.count)
    var counts = [Int](repeating: 0, count: leaves + 1)
    for node in (0..<(parent.count - 1)).reversed() {
      depth[node] = depth[parent[node]] + 1
      if node < leaves { counts[depth[node]] += 1 }
    }
    return counts
  }

  /// Lifts leaves below the limit and makes room for them by lowering others, one level each.
  private static func shorten(_ counts: inout [Int], to limit: Int) {
    guard counts.count > limit + 1 else { return }
    counts[limit] += counts[(limit + 1)...].reduce(0, +)
    counts.removeSubrange((limit + 1)...)
    var space = (1...limit).reduce(0) { $0 + counts[$1] << (limit - $1) }
    while space > 1 << limit {
      var depth = limit - 1
      while counts[depth] == 0 { depth -= 1 }
      counts[depth] -= 1
      counts[depth + 1] += 2
      counts[limit] -= 1
      space -= 1
    }
  }

  private static func canonicalBits(of lengths: [Int]) -> [UInt32] {
    let longest = lengths.max() ?? 0
    var next = [UInt32](repeating: 0, count: longest + 2)
    for length in 0..<longest {
      let count = length == 0 ? 0 : lengths.count { $0 == length }
      next[length + 1] = (next[length] + UInt32(count)) << 1
    }
    return lengths.map { length in
      guard length > 0 else { return 0 }
      defer { next[length] += 1 }
      return reversed(next[length], count: length)
    }
  }

  private static func reversed(_ bits: UInt32, count: Int) -> UInt32 {
    (0..<count).reduce(0) { $0 | ((bits >> UInt32($1)) & 1) << UInt32(count - 1 - $1) }
  }
}
