internal import EditModel
internal import Engine
internal import Planner

extension Shell {
  func plan(_ request: PlanRequest) async throws(Problem) -> Answer {
    let session = try current()
    let plan = try await session.plan(merges: request.merges)
    let refusals = try await session.refusals()
    let wording = PlanWording(
      plan, refusals: refusals, terms: try await session.serviceTerms(), showsPrompts: request.showsPrompts)
    return Answer(wording.lines, plan.json(refusals))
  }
}
