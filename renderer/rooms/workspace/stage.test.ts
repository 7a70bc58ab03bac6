import { describe, expect, it } from 'vitest'
import type { Container } from '../../../shared/contract/containers'
import { refusal } from '../../../shared/model/refusal'
import { stageOf } from './stage'

const container: Container = {
  id: 'a',
  name: 'vision',
  image: 'x:1',
  imageId: '',
  state: 'running',
  status: 'Up 2 minutes',
  createdAt: 0,
  ports: [],
  mounts: [],
  gpuRequest: 'none',
  environment: {
    id: 'abcdefgh',
    name: 'vision',
    entry: '',
    projectFolder: '/p',
    gpus: { is: 'none' },
    gpuUuids: [],
    jupyter: true,
    launchedAt: 0,
  },
}
const view = { is: 'frame', url: 'http://abcdefgh.localhost/lab' } as const
const waiting = { is: 'waiting', last: null } as const
const stage = (more: Partial<Container>, answer: Parameters<typeof stageOf>[2] = waiting) =>
  stageOf([container], { ...container, ...more }, answer)

describe('the middle of a workspace', () => {
  it('says that it is still looking before the list of containers has come', () => {
    expect(stageOf(null, null, waiting)).toEqual({ is: 'reading' })
  })

  it('says that the container is gone once the list is there without it', () => {
    expect(stageOf([], null, waiting)).toEqual({ is: 'gone' })
  })

  it('keeps the open page while the server is asked for again', () => {
    expect(stage({}, { is: 'waiting', last: view })).toEqual({ is: 'open', view })
  })

  it('leaves the page for the stopped face, even if an old answer is at hand', () => {
    const stopped = { state: 'exited', status: 'Exited (1) 3 seconds ago' } as const
    expect(stage(stopped, { is: 'here', value: view })).toEqual({ is: 'stopped', code: 1, starting: false })
  })

  it('names no exit code where somebody asked it to stop', () => {
    expect(stage({ state: 'exited', status: 'Exited (143) 1 second ago' })).toMatchObject({ code: null })
  })

  it('gives the whole place to the terminal where there is no JupyterLab', () => {
    expect(stage({ environment: null })).toEqual({ is: 'terminal' })
  })

  it('tells a refusal of the server', () => {
    const silent = refusal('JupyterSilent')
    expect(stage({}, { is: 'refused', refusal: silent })).toEqual({ is: 'refused', refusal: silent })
  })
})
