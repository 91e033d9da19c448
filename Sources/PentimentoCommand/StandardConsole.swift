import Glibc
import Shell
import Synchronization
import Terminal

/// Standard output for data, standard error for everything else.
///
/// A reader that went away does not stop a job half way: what it would have read is dropped. Data that a full
/// disk did not take makes the process end with the code for file errors, once the job is done.
final class StandardStreams: Sendable {
  private let hasLostData = Mutex(false)

  func console(_ setting: ProcessSetting) -> Console {
    let style = Style(
      isTerminal: Terminal.isTerminal(2), noColour: setting.noColour, term: setting.term)
    return Console(
      style: style, canvas: canvas(setting),
      data: { text in
        if !write(text, to: 1) { self.hasLostData.withLock { $0 = true } }
      },
      note: { text in _ = write(text, to: 2) })
  }

  /// Room for a picture on the terminal behind standard output, with the prompt and a few lines left free.
  private func canvas(_ setting: ProcessSetting) -> Console.Canvas? {
    guard Terminal.isTerminal(1), let size = Terminal.size(of: 1) else { return nil }
    let style = Style(isTerminal: true, noColour: setting.noColour, term: setting.term)
    return Console.Canvas(
      columns: size.columns, rows: max(size.rows - 4, 1),
      depth: ColourDepth(style: style, colourTerm: setting.colourTerm))
  }

  /// The code to end with.
  func exitCode(after code: ExitCode) -> ExitCode {
    guard hasLostData.withLock({ $0 }) else { return code }
    _ = write("error: Standard output did not take all that was written to it\n", to: 2)
    return code == .done ? .file : code
  }
}

/// Returns false when data was lost that somebody may still wait for.
private func write(_ text: String, to descriptor: Int32) -> Bool {
  do {
    try FileDescriptorWriter(descriptor: descriptor).write(text)
    return true
  } catch {
    return error.code == .closedPipe
  }
}
