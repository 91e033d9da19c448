import Glibc

/// What can be asked of a terminal behind a descriptor.
package enum Terminal {
  /// A terminal's size in character cells.
  package struct Size: Equatable, Sendable {
    package let columns: Int
    package let rows: Int

    package init(columns: Int, rows: Int) {
      self.columns = columns
      self.rows = rows
    }
  }

  /// True when the descriptor is a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1
  }

  /// The size at this moment, or `nil` when the descriptor is no terminal or does not know its size.
  package static func size(of descriptor: Int32) -> Size? {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
      return nil
    }
    return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
  }

  /// Puts every terminal that is in raw mode back as it was found.
  ///
  /// For the thread that waits for SIGTERM and SIGHUP, just before the process ends. It takes a lock, so it
  /// is for an ordinary thread and not for a signal handler. Calling it again, or with nothing in raw mode,
  /// does nothing; failures are not reported, because nothing could be done about them.
  package static func restore() {
    RawMode.restoreAll()
  }

  /// True when the other side of the terminal is gone.
  static func isHungUp(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: 0, revents: 0)
    return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLHUP) != 0
  }

  /// True when `TERM` names a terminal that understands cursor movement and colours.
  ///
  /// - Parameter term: The value of `TERM`; absent and empty count as `dumb`.
  static func understandsEscapes(term: String?) -> Bool {
    guard let term, !term.isEmpty else { return false }
    return term != "dumb"
  }
}
