internal import EditModel
internal import Engine

extension Shell {
  /// What a request comes to; each group of verbs has a file of its own.
  func answer(to request: Request) async throws(Problem) -> Answer {
    switch request {
    case .new(let picture, let name): try await new(picture, name: name)
    case .generate(let request): try await generate(request)
    case .open(let folder): try await open(folder)
    case .close: try await close()
    case .status: try await status()
    case .save(let request): try await save(request)
    case .go(let selector): try await go(selector)
    case .show(let request): try await show(request)
    case .view(let selector): try await view(selector)
    case .canvas(let request): try await canvas(request)
    case .reference(let request): try await reference(request)
    case .mask(let request): try await mask(request)
    case .edit(let request): try await edit(request)
    case .queue(let request): try await queue(request)
    case .fence: try await fence()
    case .plan(let request): try await plan(request)
    case .run(let request): try await run(request)
    case .unresolved: try await unresolved()
    case .resolve(let ids, let resolution): try await resolve(ids, as: resolution)
    case .pick(let selector): try await pick(selector)
    case .accept(let selector): try await judge(.accepted, selector, reason: nil)
    case .reject(let selector, let reason): try await judge(.rejected, selector, reason: reason)
    case .retry(let request): try await retry(request)
    case .tag(let request): try await tag(request)
    case .log(let tree): try await log(asTree: tree)
    case .undo(let count): try await undo(count)
    case .redo(let count): try await redo(count)
    case .operation(let request): try await operation(request)
    case .cost: try await cost()
    case .budget(let request): try await budget(request)
    case .prices(let request): prices(request)
    case .audit(let request): try await audit(request)
    case .cache(let request): try await cache(request)
    case .providers: providers()
    case .probe: try await probe()
    case .simulate(let request): try await simulate(request)
    case .use(let provider, let model): try await use(provider, model: model)
    case .set(let key, let value): try await set(key, to: value)
    case .get(let key): try await get(key)
    case .read(let script): throw Problem(.bug, "read \(script) has no answer of its own")
    case .help(let topic): help(topic)
    case .version: version()
    case .quit: quit()
    }
  }
}
