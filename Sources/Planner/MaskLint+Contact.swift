internal import Raster

extension MaskLint {
  /// The contact with the frame of the components that look like objects cut by it.
  ///
  /// Of many components only the largest count, `MaskComponents.listLimit` of them: an object that is cut by
  /// the frame is no dust, and numbers of a finding may leave dust out.
  static func contact(_ analysis: MaskAnalysis, of frame: PixelSize, _ limit: Double) -> [Number]? {
    var sum = FrameContact()
    for component in analysis.components.largest {
      let contact = component.contact
      guard isBelow(limit, contact, of: frame) else { continue }
      sum.left += contact.left
      sum.top += contact.top
      sum.right += contact.right
      sum.bottom += contact.bottom
    }
    guard sum.sideCount > 0 else { return nil }
    return [
      Number(name: .left, value: Double(sum.left)), Number(name: .top, value: Double(sum.top)),
      Number(name: .right, value: Double(sum.right)),
      Number(name: .bottom, value: Double(sum.bottom)),
    ]
  }

  private static func isBelow(
    _ limit: Double, _ contact: FrameContact, of frame: PixelSize
  ) -> Bool {
    Double(max(contact.left, contact.right)) < limit * Double(frame.height)
      && Double(max(contact.top, contact.bottom)) < limit * Double(frame.width)
  }
}
