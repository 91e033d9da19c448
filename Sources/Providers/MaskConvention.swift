package import Codecs

/// A way in which services want masks, and who wants them so.
///
/// Services that take no mask are not listed.
package struct MaskConvention: Sendable {
  package let polarity: MaskPolarity
  package let receivers: [String]
  /// Most bytes of the file that one of the receivers takes; `nil` where none is published.
  package let byteLimit: Int?

  /// - Note: Sources, seen 2026-11-20: the API references of OpenAI (image edits: "less than 4MB"; its guide
  ///   says 50 MB, the smaller holds), Black Forest Labs (FLUX Fill), Stability AI (edit/inpaint), Google
  ///   (Imagen mask reference), Ideogram (masked edits), and the sources of ComfyUI (LoadImage), InvokeAI
  ///   (denoise mask), AUTOMATIC1111 (img2img) and LocalAI (inpainting).
  package static let all = [
    MaskConvention(
      polarity: .alphaZeroIsEdit, receivers: ["OpenAI", "ComfyUI"], byteLimit: 3_999_999),
    MaskConvention(
      polarity: .whiteIsEdit,
      receivers: ["FLUX Fill", "Stability", "Imagen", "AUTOMATIC1111", "LocalAI"], byteLimit: nil),
    MaskConvention(polarity: .blackIsEdit, receivers: ["Ideogram", "InvokeAI"], byteLimit: nil),
  ]
}
