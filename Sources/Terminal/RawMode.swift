import Glibc
import Synchronization

/// A terminal that hands over every key at once, without echo and without signals from keys.
///
/// While it lives, pasted text comes between marks (bracketed paste). Output is processed as before, so
/// others can print whole lines in the meantime. The terminal is put back by `restore()`, at the latest when
/// the value goes away, and by `Terminal.restore()` from another thread.
///
/// - Note: Source: POSIX.1-2017, chapter 11 (General Terminal Interface), for the flags.
struct RawMode: ~Copyable {
  private struct Saved: Sendable {
    let modes: termios
    let output: Int32
  }

  /// The modes found, by input descriptor: the one record, so that whoever restores first is the only one.
  private static let saved = Mutex<[Int32: Saved]>([:])

  private static let pasteMarksOn = Array("\u{1b}[?2004h".utf8)
  private static let pasteMarksOff = Array("\u{1b}[?2004l".utf8)

  private let input: Int32

  /// Switches to raw mode; bytes that were typed before are kept.
  ///
  /// - Throws: `notATerminal`, or `inputOutput` when the modes cannot be set; nothing is changed then.
  /// - Precondition: `input` is not in raw mode already.
  init(input: Int32, output: Int32) throws(TerminalError) {
    if let error = Self.enter(input: input, output: output) { throw error }
    self.input = input
    Self.send(Self.pasteMarksOn, to: output)
  }

  /// Changes and records in one critical section, so that a restore sees both or neither.
  private static func enter(input: Int32, output: Int32) -> TerminalError? {
    saved.withLock { saved in
      precondition(saved[input] == nil, "raw mode is entered once at a time")
      var modes = termios()
      guard tcgetattr(input, &modes) == 0 else {
        return TerminalError(.notATerminal, systemCode: errno)
      }
      let code = set(raw(modes), on: input)
      guard code == 0 else { return TerminalError(.inputOutput, systemCode: code) }
      saved[input] = Saved(modes: modes, output: output)
      return nil
    }
  }

  deinit {
    Self.restore(input)
  }

  /// Puts the terminal back; does nothing when that has been done.
  func restore() {
    Self.restore(input)
  }

  static func restoreAll() {
    saved.withLock { saved in
      for input in saved.keys.sorted() { restore(input, in: &saved) }
    }
  }

  private static func restore(_ input: Int32) {
    saved.withLock { restore(input, in: &$0) }
  }

  /// Inside the critical section: whoever comes second returns only when the terminal has been put back.
  private static func restore(_ input: Int32, in saved: inout [Int32: Saved]) {
    guard let found = saved.removeValue(forKey: input) else { return }
    _ = set(found.modes, on: input)
    send(pasteMarksOff, to: found.output)
  }

  private static func raw(_ modes: termios) -> termios {
    var raw = modes
    raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON)
    raw.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN | ISIG)
    raw.c_cflag = raw.c_cflag & ~tcflag_t(CSIZE) | tcflag_t(CS8)
    withUnsafeMutableBytes(of: &raw.c_cc) { controls in
      controls[Int(VMIN)] = 1
      controls[Int(VTIME)] = 0
    }
    return raw
  }

  /// Sets modes at once, without waiting for output: a stopped terminal must not hold up the way out.
  private static func set(_ modes: termios, on descriptor: Int32) -> Int32 {
    var modes = modes
    while tcsetattr(descriptor, TCSANOW, &modes) != 0 {
      if errno != EINTR { return errno }
    }
    return 0
  }

  /// Best effort: a terminal that takes no output cannot be helped, and the modes still have to be set.
  private static func send(_ sequence: [UInt8], to descriptor: Int32) {
    _ = sequence.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
}
