import { run } from './command'

type Options = Parameters<typeof run>[1]

export async function aptUpdate(options: Options): Promise<void> {
  await run(['apt-get', 'update', '-qq'], options)
}

/** Installs without asking, and waits for another apt that is at work. */
export async function aptInstall(packages: readonly string[], options: Options): Promise<void> {
  const quietly = ['-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300']
  await run(['apt-get', 'install', ...quietly, ...packages], options)
}
