import Raster

/// The smooth surface that spans a hole, held by the pixels around it.
///
/// A membrane solves Laplace's equation; with a stiffness it becomes a plate under tension, which also
/// carries on the slopes at the border for about `stiffness` cells. At the frame the surface runs out
/// level. Solved from coarse to fine: each scale starts from the coarser one's surface and is relaxed.
///
/// - Note: Source: successive over-relaxation, Young 1954; splines under tension, Schweikert 1966, in the
///   form of Smith and Wessel, "Gridding with continuous curvature splines in tension", 1990.
struct Membrane: Sendable {
  /// What a cell means to the surface.
  enum Cell: UInt8, Sendable {
    /// To be found.
    case free
    /// Holds the surface up.
    case fixed
    /// Takes no part.
    case outside
  }

  let width: Int
  let height: Int
  var values: [SIMD4<Float>]
  let cells: [Cell]

  /// Length, in cells, over which slopes are carried on; 0 is a membrane without stiffness.
  let stiffness: Float

  /// Finds the free cells; does nothing when no cell is fixed.
  mutating func solve() {
    guard cells.contains(.free), cells.contains(.fixed) else { return }
    if width > 1 || height > 1 {
      var coarse = halved()
      coarse.solve()
      for y in 0..<height {
        for x in 0..<width where cells[y * width + x] == .free {
          values[y * width + x] = coarse.values[(y / 2) * coarse.width + x / 2]
        }
      }
    }
    var relaxation = MembraneRelaxation(self)
    values = relaxation.run()
  }

  /// Half the scale: a block is fixed, at the mean, when one of its cells is.
  private func halved() -> Membrane {
    let halfWidth = (width + 1) / 2
    let halfHeight = (height + 1) / 2
    var kinds = [Cell](repeating: .outside, count: halfWidth * halfHeight)
    for y in 0..<height {
      for x in 0..<width {
        let block = (y / 2) * halfWidth + x / 2
        let cell = cells[y * width + x]
        if cell == .fixed || (cell == .free && kinds[block] == .outside) { kinds[block] = cell }
      }
    }
    let means = PatchLevel.blockMeans(values, width: width, height: height) { cells[$0] == .fixed }
    return Membrane(
      width: halfWidth, height: halfHeight, values: means, cells: kinds, stiffness: stiffness / 2)
  }
}

/// Relaxes a membrane at one scale, cell after cell in scan order.
///
/// Minimises the sum of squared differences of neighbours plus `stiffness` squared times the sum of squared
/// curvatures (the differences from the neighbours, summed). The curvatures are kept up to date, so that a
/// cell costs five reads and writes.
private struct MembraneRelaxation {
  /// A free cell: its index, and those of its neighbours; one that takes no part is the spare cell.
  struct Node {
    var index: Int32
    var degree: Float
    var neighbours: SIMD4<Int32>
  }

  /// Sweeps at each scale without stiffness.
  static let membraneSweeps = 8

  /// Bounds of the sweeps at a scale with stiffness, which take many more to settle.
  static let plateSweeps = 25...400

  /// Cells that are visited at a scale with stiffness, as far as the bounds of the sweeps allow.
  static let plateVisits = 600_000

  /// Over-relaxation factor; converges below 2.
  static let factor: Float = 1.7

  let stiffness: Float
  /// One for each cell, and a spare one at the end that stays 0.
  var values: [SIMD4<Float>]

  /// One for each cell, and a spare one at the end that stays 0 where it is read.
  var curvatures: [SIMD4<Float>]
  let nodes: [Node]

  init(_ membrane: Membrane) {
    stiffness = membrane.stiffness
    values = membrane.values + [.zero]
    var nodes: [Node] = []
    curvatures = [SIMD4<Float>](repeating: .zero, count: membrane.cells.count + 1)
    for index in membrane.cells.indices where membrane.cells[index] != .outside {
      let node = Self.node(index, membrane)
      var curvature = values[index] * SIMD4(repeating: node.degree)
      for lane in 0..<4 {
        curvature -= values[Int(node.neighbours[lane])]
      }
      curvatures[index] = curvature
      if membrane.cells[index] == .free, node.degree > 0 { nodes.append(node) }
    }
    self.nodes = nodes
  }

  private static func node(_ index: Int, _ membrane: Membrane) -> Node {
    let spare = Int32(membrane.cells.count)
    var node = Node(index: Int32(index), degree: 0, neighbours: SIMD4(repeating: spare))
    let x = index % membrane.width
    func join(_ lane: Int, _ next: Int, _ exists: Bool) {
      guard exists, membrane.cells[next] != .outside else { return }
      node.neighbours[lane] = Int32(next)
      node.degree += 1
    }
    join(0, index - 1, x > 0)
    join(1, index + 1, x + 1 < membrane.width)
    join(2, index - membrane.width, index >= membrane.width)
    join(3, index + membrane.width, index + membrane.width < membrane.cells.count)
    return node
  }

  mutating func run() -> [SIMD4<Float>] {
    if stiffness == 0 {
      runMembrane()
    } else {
      runPlate()
    }
    return Array(values.dropLast())
  }

  /// Without stiffness the curvatures are not needed.
  private mutating func runMembrane() {
    nodes.withUnsafeBufferPointer { nodes in
      values.withUnsafeMutableBufferPointer { values in
        for _ in 0..<Self.membraneSweeps {
          for node in nodes {
            var sum = values[Int(node.neighbours[0])] + values[Int(node.neighbours[1])]
            sum += values[Int(node.neighbours[2])] + values[Int(node.neighbours[3])]
            let here = values[Int(node.index)]
            values[Int(node.index)] =
              here + (sum / SIMD4(repeating: node.degree) - here) * SIMD4(repeating: Self.factor)
          }
        }
      }
    }
  }

  private mutating func runPlate() {
    let stiff = stiffness * stiffness
    let spare = curvatures.count - 1
    let wanted = Self.plateVisits / max(nodes.count, 1)
    let sweeps = min(max(wanted, Self.plateSweeps.lowerBound), Self.plateSweeps.upperBound)
    nodes.withUnsafeBufferPointer { nodes in
      values.withUnsafeMutableBufferPointer { values in
        curvatures.withUnsafeMutableBufferPointer { curvatures in
          for _ in 0..<sweeps {
            for node in nodes {
              let change = Self.change(node, stiff: stiff, curvatures: curvatures)
              values[Int(node.index)] += change
              curvatures[Int(node.index)] += change * SIMD4(repeating: node.degree)
              for lane in 0..<4 { curvatures[Int(node.neighbours[lane])] -= change }
              curvatures[spare] = .zero
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private static func change(
    _ node: Node, stiff: Float, curvatures: UnsafeMutableBufferPointer<SIMD4<Float>>
  ) -> SIMD4<Float> {
    let here = curvatures[Int(node.index)]
    var bend = here * SIMD4(repeating: node.degree)
    for lane in 0..<4 { bend -= curvatures[Int(node.neighbours[lane])] }
    let diagonal = stiff * (node.degree * node.degree + node.degree) + node.degree
    return (bend * SIMD4(repeating: stiff) + here) * SIMD4(repeating: -factor / diagonal)
  }
}

extension PatchLevel {
  /// The level with the unknown pixels on the surface that the usable ones span.
  func spanned(stiffness: Float) -> PatchLevel {
    let frame = holeFrame(margin: 8)
    guard !frame.isEmpty else { return self }
    var values: [SIMD4<Float>] = []
    var cells: [Membrane.Cell] = []
    for y in frame.y..<frame.maxY {
      for x in frame.x..<frame.maxX {
        let index = y * width + x
        values.append(pixels[index])
        cells.append(unknown[index] ? .free : barred[index] ? .outside : .fixed)
      }
    }
    var membrane = Membrane(
      width: frame.width, height: frame.height, values: values, cells: cells, stiffness: stiffness)
    membrane.solve()
    var result = self
    for y in frame.y..<frame.maxY {
      for x in frame.x..<frame.maxX where unknown[y * width + x] {
        result.pixels[y * width + x] = membrane.values[(y - frame.y) * frame.width + x - frame.x]
      }
    }
    return result
  }
}
