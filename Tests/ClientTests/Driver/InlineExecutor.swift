/// Runs tasks at once, inside of whoever resumes them: so a test sees what there is to be seen at
/// that very moment.
final class InlineExecutor: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    UnownedJob(job).runSynchronously(on: asUnownedTaskExecutor())
  }
}
