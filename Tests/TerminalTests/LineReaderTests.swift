import Glibc
import Terminal
import Testing

struct LineReaderTests {
  private func read(_ bytes: [UInt8]) throws -> [Result<String, TerminalError>] {
    let pipe = try Pipe()
    let writer = FileDescriptorWriter(descriptor: pipe.writeEnd)
    // Within the pipe's capacity, so that no second thread is needed.
    try writer.write(bytes)
    pipe.closeWriteEnd()
    return collect(pipe)
  }

  private func collect(_ pipe: Pipe) -> [Result<String, TerminalError>] {
    var reader = LineReader(descriptor: pipe.readEnd)
    var results: [Result<String, TerminalError>] = []
    while true {
      do throws(TerminalError) {
        guard let line = try reader.readLine() else { return results }
        results.append(.success(line))
      } catch {
        results.append(.failure(error))
      }
    }
  }

  @Test(arguments: [
    ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("\n\n", ["", ""]),
    ("a\r\nb\rc\r\n", ["a", "b\rc"]),
    ("\u{feff}a\n\u{feff}b\n", ["a", "\u{feff}b"]), ("日本\n🙂", ["日本", "🙂"]), ("a\r", ["a"]),
  ])
  func splitsLines(input: String, lines: [String]) throws {
    #expect(try read(Array(input.utf8)) == lines.map { .success($0) })
  }

  @Test func reportsInvalidUTF8AndGoesOn() throws {
    let results = try read(Array("a\n".utf8) + [0x62, 0xFF, 0x0A] + Array("c".utf8))
    #expect(results.count == 3)
    #expect(results.first == .success("a"))
    #expect(results.last == .success("c"))
    guard case .failure(let error) = results[1] else {
      Issue.record("the line was accepted")
      return
    }
    #expect(error.code == .invalidUTF8)
    #expect(error.line == 2)
  }

  @Test(arguments: [0, 1, 2, 70_000])
  func refusesALineOverTheLimitAndGoesOn(excess: Int) throws {
    let long = String(repeating: "x", count: LineReader.maximumByteCount + excess)
    let file = try UnnamedFile(containing: "a\n\(long)\nb\r\n")
    var reader = LineReader(descriptor: file.descriptor)
    #expect(try reader.readLine() == "a")
    if excess == 0 {
      // Compared outside the expectation, which would print a megabyte.
      let isWhole = try reader.readLine() == long
      #expect(isWhole)
    } else {
      let error = #expect(throws: TerminalError.self) { try reader.readLine() }
      #expect(error?.code == .lineTooLong)
      #expect(error?.line == 2)
      #expect(error?.allowed == LineReader.maximumByteCount)
    }
    #expect(try reader.readLine() == "b")
    #expect(reader.lineNumber == 3)
    #expect(try reader.readLine() == nil)
  }

  @Test func endsAfterALastLineOverTheLimit() throws {
    let file = try UnnamedFile(
      containing: String(repeating: "x", count: LineReader.maximumByteCount + 20_000))
    var reader = LineReader(descriptor: file.descriptor)
    #expect(throws: TerminalError.self) { try reader.readLine() }
    #expect(try reader.readLine() == nil)
    #expect(try reader.readLine() == nil)
  }

  @Test func reportsAClosedDescriptor() {
    var reader = LineReader(descriptor: -1)
    let error = #expect(throws: TerminalError.self) { try reader.readLine() }
    #expect(error?.code == .inputOutput)
    #expect(error?.systemCode == EBADF)
  }

  @Test func waitsForANonBlockingDescriptor() throws {
    let pipe = try Pipe()
    _ = fcntl(pipe.readEnd, F_SETFL, O_NONBLOCK)
    let writing = Background { [writeEnd = pipe.handOverWriteEnd()] in
      defer { close(writeEnd) }
      let writer = FileDescriptorWriter(descriptor: writeEnd)
      for _ in 0..<20 {
        try writer.write("ab")
        usleep(200)
      }
      try writer.write("\n")
    }
    var reader = LineReader(descriptor: pipe.readEnd)
    #expect(try reader.readLine() == String(repeating: "ab", count: 20))
    try writing.wait()
  }
}
