/// The little that is read of ICC profiles. Source: ICC.1:2022, 7.2.
enum ICCProfile {
  /// The colours that a profile is for.
  enum Space {
    case rgb
    case grey
    /// Other colours, or no profile at all.
    case other
  }

  static func space(of profile: [UInt8]) -> Space {
    let bytes = profile.span.bytes
    guard profile.count >= 128, bytes.matches("acsp", at: 36) else { return .other }
    if bytes.matches("RGB ", at: 16) { return .rgb }
    return bytes.matches("GRAY", at: 16) ? .grey : .other
  }

  /// True when the header states the true size, and a count of tags follows it.
  static func isWhole(_ profile: [UInt8]) -> Bool {
    profile.count >= 132 && profile.span.bytes.bigEndian32(at: 0) == UInt32(truncatingIfNeeded: profile.count)
  }
}

/// The parts of a profile that is spread over segments of a JPEG file. Source: ICC.1:2022, annex B.4.
struct ICCProfileParts {
  enum Joined {
    case absent
    case damaged
    case profile([UInt8])
  }

  /// By their numbers from 1, however they stand in the file.
  private var parts: [UInt8: [UInt8]] = [:]
  private var statedCount: UInt8?
  private var isDamaged = false

  /// Adds what follows the signature: number, count, and a piece of the profile.
  mutating func add(_ part: [UInt8]) {
    guard part.count >= 2, parts[part[0]] == nil, statedCount ?? part[1] == part[1] else {
      isDamaged = true
      return
    }
    statedCount = part[1]
    parts[part[0]] = Array(part.dropFirst(2))
  }

  var joined: Joined {
    guard let statedCount, !isDamaged else { return isDamaged ? .damaged : .absent }
    guard statedCount > 0, parts.count == Int(statedCount) else { return .damaged }
    var profile: [UInt8] = []
    for number in 1...statedCount {
      guard let part = parts[number] else { return .damaged }
      profile += part
    }
    return .profile(profile)
  }
}
