import Glibc
import Shell
import Terminal

/// Standard output for data, standard error for everything else.
///
/// A reader that went away ends the process quietly, as it does for other tools in a pipe; a full disk ends
/// it with the code for file errors. Nothing acknowledged is lost by either.
func standardConsole(_ setting: ProcessSetting) -> Console {
  let style = Style(
    isTerminal: Terminal.isTerminal(2), noColour: setting.noColour, term: setting.term)
  return Console(
    style: style, data: { write($0, to: FileDescriptorWriter(descriptor: 1)) },
    note: { write($0, to: FileDescriptorWriter(descriptor: 2)) })
}

private func write(_ text: String, to writer: FileDescriptorWriter) {
  do {
    try writer.write(text)
  } catch {
    Terminal.restore()
    exit(error.code == .closedPipe ? 0 : ExitCode.file.rawValue)
  }
}
