package import EditModel
package import Raster

/// What the price of a call depends on beside its prompt.
package struct CallShape: Hashable, Sendable {
  /// Every instruction has a mask.
  package let isMasked: Bool
  /// The sizes of the pictures that go along, in order.
  package let references: [PixelSize]
  package let variants: Int

  package init(isMasked: Bool, references: [PixelSize] = [], variants: Int = 1) {
    self.isMasked = isMasked
    self.references = references
    self.variants = variants
  }

  /// The shape of a call with this instruction, or with several that all have its references and variants.
  package init(_ instruction: Instruction, isMasked: Bool) {
    self.init(
      isMasked: isMasked, references: instruction.references.map(\.stored.size),
      variants: instruction.variants)
  }

  /// True for one picture with nothing but the edited one sent, as most calls are.
  var isPlain: Bool { references.isEmpty && variants == 1 }
}
