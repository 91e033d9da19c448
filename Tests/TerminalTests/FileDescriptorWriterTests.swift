import Glibc
import Terminal
import Testing

struct FileDescriptorWriterTests {
  init() {
    // As the program does; otherwise a closed pipe would end the process.
    _ = signal(SIGPIPE, SIG_IGN)
  }

  @Test func reportsAReaderThatWentAway() throws {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let error = #expect(throws: TerminalError.self) {
      try FileDescriptorWriter(descriptor: ends[1]).write("x")
    }
    #expect(error?.code == .closedPipe)
  }

  @Test func reportsAFullDisk() throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    let error = #expect(throws: TerminalError.self) { try FileDescriptorWriter(descriptor: full).write("x") }
    #expect(error?.code == .noSpace)
    #expect(error?.systemCode == ENOSPC)
  }

  @Test func reportsOtherFailuresWithTheirCode() {
    let error = #expect(throws: TerminalError.self) { try FileDescriptorWriter(descriptor: -1).write("x") }
    #expect(error?.code == .inputOutput)
    #expect(error?.systemCode == EBADF)
  }

  @Test func writesNothingForAnEmptyText() throws {
    try FileDescriptorWriter(descriptor: -1).write("")
  }

  /// More than a pipe holds, on a non-blocking end: short writes and waiting both happen.
  @Test func writesEverythingThroughASlowNonBlockingPipe() throws {
    let pipe = try Pipe()
    _ = fcntl(pipe.writeEnd, F_SETFL, O_NONBLOCK)
    var draws = Draws(seed: 5)
    let bytes = draws.bytes(300_000)
    let writing = Background { [writeEnd = pipe.handOverWriteEnd()] in
      defer { close(writeEnd) }
      try FileDescriptorWriter(descriptor: writeEnd).write(bytes)
    }
    var received: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4099)
    while received.count < bytes.count {
      let count = read(pipe.readEnd, &piece, piece.count)
      try #require(count > 0)
      received += piece[..<count]
    }
    try writing.wait()
    #expect(received == bytes)
  }
}
