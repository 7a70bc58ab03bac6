import { runCommand, type Surroundings } from '.'

/** Runs a command where nothing can be had but what `around` gives; its exit code, and what it said to the error output. */
export async function said(
  args: string[],
  around: Partial<Surroundings> = {},
): Promise<{ code: number; said: string }> {
  const lines: string[] = []
  const code = await runCommand(args, {
    out: () => undefined,
    err: (text) => lines.push(text),
    input: () => Promise.reject(new Error('the input was read')),
    log: () => undefined,
    env: {},
    version: '0',
    pageFolder: '',
    rooms: () => Promise.reject(new Error('the rooms were opened')),
    signal: new AbortController().signal,
    ...around,
  })
  return { code, said: lines.join('\n') }
}
