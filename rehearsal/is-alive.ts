/**
 * Whether a process runs, of whichever user.
 * @param pid its id; ids are given anew, so that it may be another one by now.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
