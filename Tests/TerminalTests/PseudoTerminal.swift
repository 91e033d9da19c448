import Glibc

/// Both ends of a pseudo-terminal; keys go in and the screen's bytes come out at the master's end.
final class PseudoTerminal {
  let master: Int32
  let slave: Int32
  private var isMasterOpen = true

  /// - Parameter isRaw: Whether the line discipline passes bytes as they are before anybody asks for that, so
  ///   that keys can be typed ahead.
  init(isRaw: Bool = true, columns: UInt16 = 40) throws {
    var ends: (master: Int32, slave: Int32) = (-1, -1)
    guard openpty(&ends.master, &ends.slave, nil, nil, nil) == 0 else { throw Unavailable() }
    master = ends.master
    slave = ends.slave
    setColumns(columns)
    if isRaw {
      var modes = modes
      cfmakeraw(&modes)
      tcsetattr(slave, TCSANOW, &modes)
    }
  }

  deinit {
    if isMasterOpen { close(master) }
    close(slave)
  }

  func setColumns(_ columns: UInt16) {
    var size = winsize(ws_row: 10, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(slave, UInt(TIOCSWINSZ), &size)
  }

  /// For a test that closed the master's end itself.
  func forgetMaster() {
    isMasterOpen = false
  }

  var modes: termios {
    var modes = termios()
    tcgetattr(slave, &modes)
    return modes
  }

  /// True when keys come one by one, unechoed and without signals.
  var isInRawMode: Bool {
    modes.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == 0
  }

  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// What was printed since the last call.
  func screen() -> String {
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while case let count = read(master, &piece, piece.count), count > 0 { text += piece[..<count] }
    return String(decoding: text, as: UTF8.self)
  }
}
