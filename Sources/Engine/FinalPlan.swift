public import Planner
public import Raster

/// How the accepted instructions are rendered again.
public struct FinalOptions: Hashable, Sendable {
  /// The longest side in pixels; `nil` keeps the size of the picture that the final begins from.
  public var size: Int?
  /// `nil` takes the setting `quality`.
  public var quality: String?

  public init(size: Int? = nil, quality: String? = nil) {
    self.size = size
    self.quality = quality
  }

  var commandText: String {
    (["--final"] + [size.map { "--size \($0)" }, quality.map { "--quality \($0)" }].compactMap(\.self))
      .joined(separator: " ")
  }
}

/// What `run` with `RunOptions.final` would do.
public struct FinalPlan: Hashable, Sendable {
  /// What is rendered again, and from where.
  public let scope: FinalScope
  /// Of the final.
  public let size: PixelSize
  /// The quality that is asked for of a provider that renders.
  public let quality: String
  /// True when each call takes the accepted picture along, to show how the changes were to look.
  public let sendsAccepted: Bool
  /// True when a service renders: there is no seed, so the final is a new picture, not the accepted one refined.
  public let isNewPicture: Bool
  /// The calls, the first of which starts from `scope.start`, or from that picture scaled to `size`.
  public let plan: Plan
}
