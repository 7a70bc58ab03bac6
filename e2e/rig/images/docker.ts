import { run } from '../command'
import { searchPath } from '../requirements'

export type DockerTarget = { socket: string; dockerConfig: string; signal?: AbortSignal | undefined }

/** The docker command line on the rig's engine, with the rig's login. */
export function dockerOf(target: DockerTarget): (args: readonly string[]) => Promise<string> {
  return (args) =>
    run(['docker', ...args], {
      env: dockerEnvironment(target),
      signal: target.signal,
      milliseconds: 10 * 60_000,
    })
}

export function dockerEnvironment(target: DockerTarget): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: searchPath,
    DOCKER_HOST: `unix://${target.socket}`,
    DOCKER_CONFIG: target.dockerConfig,
    DOCKER_CONTEXT: undefined,
  }
}
