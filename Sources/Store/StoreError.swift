package import EditModel
internal import Glibc

/// What went wrong in a session folder or with a file, as facts.
package struct StoreError: Error, Hashable, Sendable {
  package enum Code: String, Sendable, CaseIterable {
    case noSession
    case notASession
    case laterFormat
    case sessionExists
    case locked
    case damaged
    /// A writing call outside `beginWriting` and `endWriting`, or after a failed write ended them.
    case notWriting
    /// What was to be written contradicts what stands in the session.
    case conflict
    case objectMissing
    case objectDamaged
    case fileMissing
    case fileExists
    case notAFile
    case tooLarge
    case notReadable
    case notWritable
    case diskFull
    case ioFailed
  }

  package let code: Code

  /// The file that it is about: a path of the user's, or a name inside the session folder.
  package let path: String

  /// What was found: a format number, the pid of a lock's holder, a key of the view.
  package let found: String?

  /// The bound that was crossed.
  package let allowed: String?

  /// Where a damaged log stops to be readable, in bytes from its start.
  package let offset: Int?

  /// The number of that line, from 1.
  package let line: Int?

  /// The system call that failed, and its error number.
  package let call: SystemCall?
  package let errorNumber: Int32?

  package init(
    _ code: Code, _ path: String, found: String? = nil, allowed: String? = nil, offset: Int? = nil,
    line: Int? = nil, call: SystemCall? = nil, errorNumber: Int32? = nil
  ) {
    self.code = code
    self.path = path
    self.found = found
    self.allowed = allowed
    self.offset = offset
    self.line = line
    self.call = call
    self.errorNumber = errorNumber
  }

  /// What the system says about its error number.
  package var underlying: String? {
    // Safe from any thread since glibc 2.32.
    errorNumber.map { String(cString: strerror($0)) }
  }

  package var blame: Problem.Blame {
    switch code {
    case .noSession, .notASession, .laterFormat, .sessionExists, .locked, .damaged, .objectMissing,
      .objectDamaged, .notReadable, .notWritable, .diskFull, .ioFailed:
      .environment
    case .fileMissing, .fileExists, .notAFile: .input
    case .tooLarge: .limit
    case .notWriting, .conflict: .bug
    }
  }
}

extension StoreError: CustomStringConvertible {
  /// The code alone: paths do not belong into logs by default.
  package var description: String { "StoreError.\(code.rawValue)" }
}

/// The system calls that can fail.
package enum SystemCall: String, Sendable, CaseIterable {
  case open
  case openForWriting
  case close
  case status
  case read
  case write
  case reserve
  case truncate
  case sync
  case makeFolder
  case link
  case rename
  case unlink
  case removeFolder
  case list
  case lock

  var writes: Bool {
    switch self {
    case .open, .close, .status, .read, .list: false
    default: true
    }
  }
}

extension StoreError {
  /// The error of a system call that failed with this number.
  package static func system(_ call: SystemCall, _ name: String, _ number: Int32) -> StoreError {
    StoreError(code(of: number, writing: call.writes), name, call: call, errorNumber: number)
  }

  /// True when a folder cannot hold a second name of a file, whatever the name.
  var saysNoLinks: Bool {
    call == .link && [EPERM, EOPNOTSUPP, ENOSYS].contains(errorNumber)
  }

  private static func code(of number: Int32, writing: Bool) -> Code {
    switch number {
    case ENOENT: .fileMissing
    case EEXIST, ENOTEMPTY: .fileExists
    case ENOTDIR, EISDIR, ELOOP, ENXIO: .notAFile
    case EACCES, EPERM, EROFS: writing ? .notWritable : .notReadable
    case ENOSPC, EDQUOT, EFBIG: .diskFull
    default: .ioFailed
    }
  }
}
