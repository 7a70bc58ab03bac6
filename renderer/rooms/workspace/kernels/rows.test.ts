import { describe, expect, test } from 'vitest'
import type { Kernel } from '../../../../shared/contract/kernels'
import { faceOf } from './rows'

const kernel = (id: string, more: Partial<Kernel> = {}): Kernel => ({
  id,
  containerId: 'c1',
  environment: { id: 'visionaa', name: 'vision' },
  state: 'idle',
  lastActivity: 0,
  notebook: `work/${id}.ipynb`,
  spec: 'python3',
  connections: 1,
  pid: null,
  cpuPercent: null,
  memoryBytes: null,
  gpuMemoryMiB: 0,
  ...more,
})
const said = (...kernels: Kernel[]) => [{ containerId: 'c1', kernels }]

describe('the kernels of an environment', () => {
  test('are looked for until the service has spoken of this container', () => {
    expect(faceOf('c1', null, [])).toEqual({ is: 'looking' })
    expect(faceOf('c1', [], [])).toEqual({ is: 'looking' })
    expect(faceOf('c2', said(kernel('a')), [])).toEqual({ is: 'looking' })
  })

  test('a silent server is not one without kernels', () => {
    expect(faceOf('c1', [{ containerId: 'c1', kernels: null }], [])).toEqual({ is: 'silent' })
    expect(faceOf('c1', said(), [])).toEqual({ is: 'none' })
  })

  test('stand with the largest holder first, then the busy, then by name', () => {
    const face = faceOf(
      'c1',
      said(
        kernel('b'),
        kernel('a'),
        kernel('z', { state: 'busy' }),
        kernel('big', { gpuMemoryMiB: 9000 }),
        kernel('unknown', { gpuMemoryMiB: null }),
      ),
      [],
    )
    expect(face).toMatchObject({ is: 'rows', gpuMemoryMiB: 9000 })
    expect(face.is === 'rows' && face.rows.map(({ name }) => name)).toEqual([
      'big.ipynb',
      'z.ipynb',
      'a.ipynb',
      'b.ipynb',
      'unknown.ipynb',
    ])
  })

  test('one without a notebook is called by its spec, and one announced knows its end', () => {
    const pending = {
      environmentId: 'visionaa',
      environment: 'vision',
      containerId: 'c1',
      kernelId: 'a',
      notebook: null,
      memoryMiB: 2000,
      shutdownAt: 5000,
    }
    const face = faceOf('c1', said(kernel('a', { notebook: null })), [pending])
    expect(face.is === 'rows' && face.rows[0]).toMatchObject({ name: 'python3', shutdownAt: 5000 })
  })
})
