/// The versions of this build.
public enum Version {
  /// Semantic version of program and library.
  public static let number = "0.1.0"
  /// The newest session format that this build writes and reads.
  public static let sessionFormat = 1
}
